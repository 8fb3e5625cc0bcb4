"""Grass and flowers: blades in random order, so that fewer of them are still everywhere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.geometry.place.ground import smooth_share
from app.geometry.place.noise import Floats, smooth
from app.geometry.place.site import Site, mixed
from app.geometry.place.surfaces import PLANT_COLUMNS, Surface
from app.model.environment import Grass

_FLOWERS_A_BLADE = 0.15
# nothing narrower than this far away: it would flicker
_LEAST_ANGLE = 0.0016


def grass(site: Site, ground: Floats, reached: Floats) -> Surface | None:
    """Return the blades.

    Parameters
    ----------
    site : Site
    ground : ndarray, shape (rings, sectors + 1, 3)
        The ground as shown; a blade grows out of its colour.
    reached : ndarray, shape (rings, sectors + 1)
        How much of the direct light arrives.
    """
    kind = site.environment.grass
    if kind is None or site.values["grass"] <= 0:
        return None
    random = site.random(7)
    share = random.random((kind.count, 6), np.float32)
    x, z, kept = _spots(site, kind, share)
    share = share[kept]
    flowering = share[:, 5] < _FLOWERS_A_BLADE * site.values["flowers"] * bool(kind.flowers)
    blades = _blades(site, kind, x, z, share, ground, reached)
    flowers = _flowers(site, kind, x[flowering], z[flowering], share[flowering], reached)
    # flowers first: they stay when there are fewer blades
    vertices = np.concatenate([flowers, blades])
    faces = np.arange(len(vertices), dtype=np.uint32).reshape(-1, 3)
    return Surface(vertices, faces)


def _spots(site: Site, kind: Grass, share: Floats) -> tuple[Floats, Floats, npt.NDArray[np.intp]]:
    """Return where blades stand: as many a degree near by as far away."""
    least = 0.8
    radius = least * (kind.reach_m / least) ** (share[:, 0] ** 0.62)
    turn = share[:, 1] * np.float32(2 * np.pi)
    x, z = radius * np.sin(turn), -radius * np.cos(turn)
    y = site.terrain.height_m(x, z)
    thick = 0.55 + 0.6 * site.noise.sum(x / 7, z / 7, 2) + 0.25
    fits = share[:, 2] < site.values["grass"] * np.clip(thick, 0.12, 1)
    fits &= site.slope_at(x, z) < 0.9
    fits &= (site.sand_at(x, z, y) < 0.25) & (site.path_at(x, z) < 0.25)
    fits &= y < site.environment.ground.snow_line_m
    if site.has_water:
        fits &= y > site.values["water"] + 0.12
    kept = np.nonzero(fits)[0]
    return x[kept], z[kept], kept


def _blades(
    site: Site, kind: Grass, x: Floats, z: Floats, share: Floats, ground: Floats, reached: Floats
) -> Floats:
    """Return three vertices a blade, shape (n, 8)."""
    count = len(x)
    radius = np.hypot(x, z)
    # low where one stands and draws, higher around
    high = kind.height_m * (0.3 + 0.7 * smooth(1.0, 4.5, radius)) * (0.5 + 0.9 * share[:, 3])
    wide = np.maximum(0.012 + 0.014 * share[:, 4], radius * _LEAST_ANGLE)
    turn = share[:, 5] * np.float32(40)
    side = np.stack([np.cos(turn), np.zeros(count), np.sin(turn)], axis=1) * wide[:, None]
    lean = np.stack([np.sin(turn), np.zeros(count), np.cos(turn * 1.7)], axis=1)
    root = np.stack([x, site.terrain.height_m(x, z) - 0.02, z], axis=1)
    tip = root + lean * (high * 0.38)[:, None] + np.outer(high, (0, 1, 0))
    below = site.terrain.at(x, z, ground)
    light = site.terrain.at(x, z, reached)
    autumn = smooth_share(site.values["season"])
    top = np.asarray(kind.tip) + (np.asarray(kind.autumn) - kind.tip) * autumn
    dry = np.clip(site.noise.at(x / 11, z / 11) * 0.6 + share[:, 4] * 0.5, 0, 1)
    tops = mixed(np.broadcast_to(top, (count, 3)), kind.autumn, dry * 0.22)
    above = _glowing(site, tops * (0.86 + 0.28 * share[:, 3:4]), light)
    vertices = np.empty((count, 3, len(PLANT_COLUMNS)), np.float32)
    vertices[:, 0, :3], vertices[:, 1, :3], vertices[:, 2, :3] = root - side, root + side, tip
    vertices[:, :2, 3:6] = (below * 0.8)[:, None]
    vertices[:, 2, 3:6] = below * 0.15 + above * 0.85
    vertices[:, :2, 6] = 0
    vertices[:, 2, 6] = high * 0.3
    vertices[:, :, 7] = share[:, 3:4]
    return vertices.reshape(-1, len(PLANT_COLUMNS))


def _flowers(
    site: Site, kind: Grass, x: Floats, z: Floats, share: Floats, reached: Floats
) -> Floats:
    """Return a small star of two triangles a flower, shape (n, 8)."""
    count = len(x)
    if not count:
        return np.zeros((0, len(PLANT_COLUMNS)), np.float32)
    radius = np.hypot(x, z)
    high = kind.height_m * (0.34 + 0.66 * smooth(1.0, 4.5, radius)) * (0.9 + 0.45 * share[:, 3])
    size = np.maximum(0.03 + 0.022 * share[:, 4], radius * _LEAST_ANGLE * 1.7)
    at = np.stack([x, site.terrain.height_m(x, z) + high, z], axis=1)
    drifts = site.noise.at(x / 5 + 77, z / 5) * 0.5 + 0.5 + 0.35 * (share[:, 2] - 0.5)
    which = np.clip(drifts * len(kind.flowers), 0, len(kind.flowers) - 1).astype(int)
    paint = np.asarray(kind.flowers, np.float32)[which]
    colour = _glowing(site, paint, site.terrain.at(x, z, reached))
    vertices = np.zeros((count, 6, len(PLANT_COLUMNS)), np.float32)
    turn = share[:, 4:5] * 6.2832 + np.arange(3) * 2.0944
    for star in range(2):
        angle = turn + star * 1.0472
        tilt = size[:, None] * np.sin(angle) * 0.45
        corner = np.stack([np.cos(angle) * size[:, None], tilt, np.sin(angle) * size[:, None]], 2)
        vertices[:, star * 3 : star * 3 + 3, :3] = at[:, None] + corner
    vertices[:, :, 3:6] = colour[:, None]
    vertices[:, :, 6] = (high * 0.28)[:, None]
    vertices[:, :, 7] = share[:, 3:4]
    return vertices.reshape(-1, len(PLANT_COLUMNS))


def _glowing(site: Site, paint: Floats, light: Floats) -> Floats:
    """Return thin leaves in the light, which shines through them from every side."""
    from app.geometry.place.lighting import shown

    day = site.day
    through = 0.35 + 0.5 * day.towards_light[1]
    arriving = day.shade * 0.9 + day.direct * (through * light)[:, None]
    return shown(np.clip(paint, 0, 1) ** 2.2 * arriving)
