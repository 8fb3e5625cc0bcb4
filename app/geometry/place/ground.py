"""The colours of the ground, its shadows, and the water over it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.geometry.place.lighting import lit
from app.geometry.place.noise import Floats, smooth
from app.geometry.place.site import Site, mixed
from app.geometry.place.surfaces import Surface
from app.geometry.terrain import FIRST_M, Triangles
from app.model.environment import LandKind

_WATER_RINGS, _WATER_SECTORS = 56, 96


def painted(site: Site) -> Floats:
    """Return what the ground is painted with, shape (rings, sectors + 1, 3), sRGB."""
    colours, positions = site.environment.ground, site.terrain.positions_m
    x, y, z = positions[..., 0], positions[..., 1], positions[..., 2]
    steep = np.sqrt(1 - site.terrain.normals[..., 1] ** 2) / np.maximum(
        site.terrain.normals[..., 1], 0.05
    )
    wide = site.noise.sum(x / 23, z / 23, 3)
    fine = site.noise.sum(x * 0.55, z * 0.55, 3)
    season = site.values["season"]
    cover = mixed(colours.cover, colours.autumn, np.full_like(x, smooth_share(season)))
    patch = mixed(colours.patch, colours.autumn, np.full_like(x, 0.6 * smooth_share(season)))
    paint = mixed(cover, patch, smooth(-0.35, 0.45, wide + fine * 0.35))
    paint = paint * (1 + 0.09 * fine + 0.05 * wide)[..., None]
    stony = smooth(colours.rock_slope * 0.75, colours.rock_slope * 1.2, steep + fine * 0.15)
    paint = mixed(paint, np.asarray(colours.rock) * (1 + 0.12 * fine)[..., None], stony)
    line = colours.snow_line_m
    snowy = smooth(line - 8, line + 14, y + 16 * wide + 5 * fine) * (1 - smooth(0.9, 1.5, steep))
    paint = mixed(paint, colours.snow, snowy)
    sand = np.asarray(colours.sand) * (1 + 0.05 * fine)[..., None]
    paint = mixed(paint, sand, np.maximum(site.sand_at(x, z, y), site.path_at(x, z)))
    if site.has_water:
        wet = 1 - smooth(-0.05, 0.16, y - site.values["water"])
        paint = paint * (1 - 0.38 * wet)[..., None]
    if site.environment.land.kind is LandKind.FLAT:
        # nothing but a pool of light where one works
        pool = 1.04 - 0.13 * smooth(1.0, 22.0, np.hypot(x, z))
        paint = np.asarray(colours.cover) * pool[..., None]
    found: Floats = np.clip(paint, 0, 1).astype(np.float32)
    return found


def smooth_share(season: float) -> float:
    """Return how far the leaves have turned."""
    return season * season * (3 - 2 * season)


def reached_and_open(site: Site, casters: Floats) -> tuple[Floats, Floats]:
    """Return how much of the direct light and of the sky arrives at the ground.

    Parameters
    ----------
    casters : ndarray, shape (n, 6)
        What stands on it, as `shadow_kernels.shade_below` has it.

    Returns
    -------
    tuple of ndarray, shape (rings, sectors + 1), 0 to 1
    """
    from app.geometry.place.shadow_kernels import shade_below, shade_by_land

    shape = site.terrain.positions_m.shape[:2]
    places = np.ascontiguousarray(site.terrain.positions_m.reshape(-1, 3))
    heights = np.ascontiguousarray(site.terrain.positions_m[..., 1])
    light = site.day.towards_light.astype(np.float32)
    reached = np.ones(len(places), np.float32)
    open_to_sky = _hollows(site).ravel()
    shade_by_land(places, heights, light, site.terrain.growth, FIRST_M, reached)
    near = casters[np.hypot(casters[:, 0], casters[:, 2]) < 130]
    shade_below(places, np.ascontiguousarray(near), light, reached, open_to_sky)
    return reached.reshape(shape), np.maximum(open_to_sky, 0.5).reshape(shape)


def _hollows(site: Site) -> Floats:
    """Return how open the ground is by its own shape: hollows see less of the sky."""
    y = site.terrain.positions_m[..., 1]
    radius = np.hypot(site.terrain.positions_m[..., 0], site.terrain.positions_m[..., 2])
    padded = np.concatenate([y[:, -3:-1], y, y[:, 1:3]], axis=1)
    around = (padded[:, :-4] + padded[:, 4:] + 2 * padded[:, 1:-3] + 2 * padded[:, 3:-1]) / 6
    inward = np.vstack([y[:1], y[:-1]]) * 0.5 + np.vstack([y[1:], y[-1:]]) * 0.5
    bent = ((around + inward) / 2 - y) / (0.02 * radius + 0.4)
    found: Floats = (1 - 0.45 * np.clip(bent, -0.15, 1)).clip(0, 1).astype(np.float32)
    return found


def coloured(site: Site, reached: Floats, open_to_sky: Floats) -> Floats:
    """Return the ground as shown, shape (rings, sectors + 1, 3), sRGB."""
    paint = painted(site)
    found = lit(
        paint.reshape(-1, 3),
        site.terrain.normals.reshape(-1, 3),
        site.day,
        reached=reached.ravel(),
        open_to_sky=open_to_sky.ravel(),
        wrap=0.12,
    )
    return found.reshape(paint.shape)


def surface(site: Site, colours: Floats) -> tuple[Surface, Triangles]:
    """Return the ground to be drawn, and the triangles of every second ring and sector."""
    positions = site.terrain.positions_m
    wanted = np.ones(positions.shape[:2], np.bool_)
    if site.has_water:
        # what lies deep is never seen
        wanted = positions[..., 1] > site.values["water"] - 1.6
    vertices = np.concatenate([positions, colours], axis=2).reshape(-1, 6)
    whole = Surface(np.ascontiguousarray(vertices), site.terrain.triangles(wanted))
    return whole, _coarse(wanted)


def _coarse(wanted: npt.NDArray[np.bool_]) -> Triangles:
    rings, sectors = wanted.shape
    rows = np.unique(np.r_[np.arange(0, rings, 2), rings - 1])
    columns = np.arange(0, sectors, 2)
    place = rows[:, None] * sectors + columns
    corners = np.stack(
        (place[:-1, :-1], place[:-1, 1:], place[1:, :-1], place[1:, 1:]), axis=2
    ).reshape(-1, 4)
    kept = corners[wanted.ravel()[corners].any(axis=1)]
    found: Triangles = kept[:, [0, 2, 1, 1, 2, 3]].reshape(-1, 3).astype(np.uint32)
    return found


def water(site: Site) -> Surface | None:
    """Return the water's surface, with how deep it is, where the ground lies below it."""
    if not site.has_water:
        return None
    level, reach = site.values["water"], site.environment.land.reach_m
    radius = 0.6 * ((reach / 0.6 + 1) ** (np.arange(_WATER_RINGS) / (_WATER_RINGS - 1)) - 1)
    turn = np.arange(_WATER_SECTORS + 1) * (2 * np.pi / _WATER_SECTORS)
    x = (radius[:, None] * np.sin(turn)).astype(np.float32)
    z = (radius[:, None] * -np.cos(turn)).astype(np.float32)
    depth = level - site.terrain.height_m(x, z)
    vertices = np.stack((x, np.full_like(x, level), z, depth), axis=2).reshape(-1, 4)
    first = np.arange((_WATER_RINGS - 1) * (_WATER_SECTORS + 1))
    first = first.reshape(-1, _WATER_SECTORS + 1)[:, :-1].ravel()
    row = _WATER_SECTORS + 1
    corners = np.stack((first, first + 1, first + row, first + row + 1), axis=1)
    kept = corners[(depth.ravel()[corners] > 0).any(axis=1)]
    faces = kept[:, [0, 2, 1, 1, 2, 3]].reshape(-1, 3)
    return Surface(vertices.astype(np.float32), faces.astype(np.uint32)) if len(kept) else None
