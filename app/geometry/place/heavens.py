"""What is in the air and in the sky: drifting specks, stars, and the far shore in the water."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.geometry.place.lighting import shown
from app.geometry.place.noise import Floats
from app.geometry.place.site import SECTORS, Site
from app.geometry.place.surfaces import SPECK_COLUMNS, Surface
from app.geometry.terrain import FIRST_M
from app.model.environment import AirKind, LandKind

STARS = 2600
AIR_REACH_M = 11.0
AIR_HEIGHT_M = 5.0
_SIZES_M = {
    AirKind.SNOW: 0.017,
    AirKind.PETALS: 0.016,
    AirKind.FIREFLIES: 0.05,
    AirKind.MOTES: 0.009,
}
PANORAMA_ROWS = 192
PANORAMA_SINE = 0.62
PANORAMA_FAR_M = 1000.0
SCALE = np.array([PANORAMA_SINE, PANORAMA_FAR_M])


def stars(site: Site) -> Floats:
    """Return stars, shape (n, 6), columns `STAR_COLUMNS`, the brightest first.

    Their brightness is spread as that of the real ones is: each magnitude has about three times
    as many as the one before.
    """
    random = site.random(3)
    direction = random.normal(size=(STARS, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    band = STARS // 3
    # a third gathers along a band, as the Milky Way does
    pole = np.array([0.45, 0.55, 0.7]) / np.linalg.norm([0.45, 0.55, 0.7])
    direction[:band] -= np.outer(direction[:band] @ pole, pole) * random.uniform(
        0.72, 1.0, (band, 1)
    )
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    direction[:, 1] = np.abs(direction[:, 1])
    magnitude = np.log(random.random(STARS) * (3.0**4.5 - 1) + 1) / np.log(3.0)
    brightness = 0.3 + 0.7 * (1 - magnitude / 4.5) ** 1.3
    order = np.argsort(-brightness, kind="stable")
    rows = (
        direction,
        brightness[:, None],
        1.2 + 2.6 * brightness[:, None],
        random.random((STARS, 1)),
    )
    found: Floats = np.concatenate(rows, axis=1)[order].astype(np.float32)
    return found


def specks(site: Site) -> Surface | None:
    """Return what drifts in the air: a small quad each, moved by the shader."""
    air = site.environment.air
    count = round(air.count * site.values["drift"])
    if air.kind is AirKind.NONE or not count:
        return None
    random = site.random(5)
    share = random.random((air.count, 5))[:count]
    at = (share[:, :3] - [0.5, 0, 0.5]) * [2 * AIR_REACH_M, AIR_HEIGHT_M, 2 * AIR_REACH_M]
    if air.kind is AirKind.FIREFLIES:
        at[:, 1] = 0.25 + at[:, 1] * 0.32
    light = site.day.shade * 0.8 + site.day.direct * 0.55
    colour = np.asarray(air.colour)
    if air.kind is not AirKind.FIREFLIES:
        colour = shown(np.asarray(colour**2.2 * light))
    vertices = np.zeros((count, 4, len(SPECK_COLUMNS)), np.float32)
    vertices[:, :, :3] = at[:, None]
    vertices[:, :, 3:6] = colour * (0.9 + 0.1 * share[:, 3:4, None])
    vertices[:, :, 6:8] = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    vertices[:, :, 8] = _SIZES_M[air.kind] * (0.7 + 0.6 * share[:, 3:4])
    vertices[:, :, 9] = share[:, 4:5]
    first = (np.arange(count, dtype=np.uint32) * np.uint32(4))[:, None, None]
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)[None] + first
    return Surface(vertices.reshape(-1, len(SPECK_COLUMNS)), faces.reshape(-1, 3))


def panorama(site: Site, colours: Floats, trees: Floats) -> npt.NDArray[np.uint8]:
    """Return the land around the water as it is seen from it, for its reflection.

    Parameters
    ----------
    colours : ndarray, shape (rings, sectors + 1, 3)
        The ground as shown.
    trees : ndarray, shape (n, 8)
        Middle of the crown (x, y, z), its radius, half its height, and its colour as shown.

    Returns
    -------
    ndarray, shape (PANORAMA_ROWS, sectors, 4), uint8
        A row an equal step of the sine of the height, from 0 to `PANORAMA_SINE`; where alpha is
        0 there is sky. Haze is mixed in by the shader, with the distance in alpha: 1 is near,
        and it falls to a half at `PANORAMA_FAR_M`.
    """
    from app.geometry.place.panorama_kernels import fill_land, fill_trees

    land = site.environment.land
    is_sea = land.kind is LandKind.SHORE
    ahead = land.basin_ahead_m + 40.0 if is_sea else land.basin_ahead_m * 0.8
    centre = np.array([0.0, site.values["water"], -ahead], np.float32)
    positions = np.ascontiguousarray(site.terrain.positions_m)
    picture = np.zeros((PANORAMA_ROWS, 5 * SECTORS, 4), np.float32)
    growth = site.terrain.growth
    fill_land(positions, np.ascontiguousarray(colours), centre, growth, FIRST_M, SCALE, picture)
    fill_trees(np.ascontiguousarray(trees, dtype=np.float32), centre, SCALE, picture)
    found: npt.NDArray[np.uint8] = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    return found
