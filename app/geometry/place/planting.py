"""Where plants and stones stand, and every one of them as triangles in the light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.geometry.place import shapes
from app.geometry.place.lighting import lit
from app.geometry.place.noise import Floats, smooth
from app.geometry.place.shapes import Model
from app.geometry.place.site import Site, mixed
from app.geometry.place.surfaces import PLANT_COLUMNS, Surface, joined
from app.geometry.terrain import Triangles
from app.model.environment import Plant, PlantKind

_VARIANTS = 4
_FARTHER_M = (26.0, 75.0)
# what one looks at first stays open
_VIEW_RAD, _VIEW_M = 0.24, 27.0
_SNOW = (0.93, 0.95, 0.98)
# no two trees are quite the same green, and young leaves are yellower
_HUE = np.array([0.025, 0.0, -0.012], np.float32)
_FRESH = np.array([0.5, 0.42, 0.08], np.float32)


@dataclass(frozen=True, eq=False, slots=True)
class Planted:
    """Plants of one kind where they stand.

    ``spots`` : ndarray, shape (n, 3), metres. ``heights_m``, ``turns`` : shape (n,).
    """

    plant: Plant
    spots: Floats
    heights_m: Floats
    turns: Floats
    seed: int

    def casters(self) -> Floats:
        """Return what throws a shadow, shape (n, 6), as `shade_below` has it."""
        wide, middle, half = _CROWNS[self.plant.kind]
        wide *= 1 - 0.45 * self.plant.slender
        x, y, z = self.spots.T
        rows = (x, y + self.heights_m * middle, z, self.heights_m * wide, self.heights_m * half, y)
        found: Floats = np.stack(rows, axis=1).astype(np.float32)
        return found


# how wide a crown is, where its middle is, and half its height, for a height of 1
_CROWNS = {
    PlantKind.BROADLEAF: (0.4, 0.6, 0.38),
    PlantKind.CONIFER: (0.2, 0.45, 0.5),
    PlantKind.SHRUB: (0.75, 0.4, 0.45),
    PlantKind.HEDGE: (0.9, 0.5, 0.5),
    PlantKind.ROCK: (0.62, 0.25, 0.5),
    PlantKind.CACTUS: (0.12, 0.5, 0.5),
    PlantKind.REED: (0.2, 0.4, 0.5),
}


def planted(site: Site) -> list[Planted]:
    """Return where everything stands; more of it adds to what stood there before."""
    return [_scattered(site, plant, number) for number, plant in enumerate(site.environment.plants)]


def _scattered(site: Site, plant: Plant, number: int) -> Planted:
    random = site.random(100 + number)
    tries = plant.count * 5
    share = random.random((tries, 4), np.float32)
    near, far = plant.near_m, plant.far_m
    radius = np.sqrt(near**2 + share[:, 0] * (far**2 - near**2))
    turn = share[:, 1] * np.float32(2 * np.pi)
    x, z = radius * np.sin(turn), -radius * np.cos(turn)
    y = site.terrain.height_m(x, z)
    fits = site.slope_at(x, z) < (3.0 if plant.kind is PlantKind.ROCK else 0.75)
    fits &= site.path_at(x, z) < 0.2
    fits &= _on_its_ground(site, plant, x, y, z)
    if plant.height_m[1] > 0.7:
        fits &= (np.abs(np.arctan2(x, -z)) > _VIEW_RAD) | (radius > _VIEW_M)
    clumped = site.noise.at(x / 19 + number * 31, z / 19) + share[:, 3] * 0.9
    fits &= clumped > (0.1 if plant.kind is not PlantKind.HEDGE else -9)
    fits &= y < site.environment.ground.snow_line_m + 25
    kept = np.nonzero(fits)[0][: round(plant.count * site.values["trees"])]
    low, high = plant.height_m
    heights = low + (high - low) * share[kept, 2]
    spots = np.stack((x, y, z), axis=1)[kept].astype(np.float32)
    turns = (share[kept, 3] * np.float32(2 * np.pi)).astype(np.float32)
    return Planted(plant, spots, heights.astype(np.float32), turns, number)


def _on_its_ground(
    site: Site, plant: Plant, x: Floats, y: Floats, z: Floats
) -> npt.NDArray[np.bool_]:
    if not site.has_water:
        return np.ones(len(x), np.bool_)
    over = y - site.values["water"]
    if plant.kind is PlantKind.REED:
        return (over > -0.3) & (over < 0.22)
    if plant.kind is PlantKind.ROCK:
        return over > -0.35
    dry = (over > 0.3) & (site.sand_at(x, z, y) < 0.5)
    if plant.beside_water > 0:
        return dry & (over < plant.beside_water)
    return dry


def surface(site: Site, plants: list[Planted], reached: Floats) -> tuple[Surface, Triangles]:
    """Return all plants as one surface, and the leaves that may be left out from the end."""
    solid: list[Surface] = []
    loose: list[Triangles] = []
    first = 0
    for kind in plants:
        away = np.hypot(kind.spots[:, 0], kind.spots[:, 2])
        distance = np.searchsorted(_FARTHER_M, away)
        for variant in range(_VARIANTS):
            mine = np.arange(len(kind.spots)) % _VARIANTS == variant
            for number, make in enumerate(_MODELS[kind.plant.kind]):
                is_last = number == len(_MODELS[kind.plant.kind]) - 1
                rows = np.nonzero(mine & (distance >= number if is_last else distance == number))[0]
                if not len(rows):
                    continue
                random = np.random.default_rng((site.seed, 500 + kind.seed * 10 + variant))
                part, leaves = _stood(site, kind, rows, make(random, kind.plant), reached)
                loose.append(leaves + np.uint32(first))
                solid.append(part)
                first += len(part.vertices)
    every = np.concatenate([*loose, np.zeros((0, 3), np.uint32)])
    # so that leaving out the last ones thins every tree alike
    rank = np.concatenate([np.linspace(0, 1, len(part)) for part in loose] or [np.zeros(0)])
    return joined(solid, len(PLANT_COLUMNS)), every[np.argsort(rank, kind="stable")]


_Make = Callable[[np.random.Generator, Plant], Model]


def _tree(leaves: int, blobs: int, splits: int) -> _Make:
    return lambda random, plant: shapes.broadleaf(
        random, leaves=leaves, blobs=blobs, splits=splits, slender=plant.slender
    )


def _fir(layers: int, branches: int) -> _Make:
    return lambda random, _: shapes.conifer(random, layers=layers, branches=branches)


def _bush(leaves: int, blobs: int, splits: int) -> _Make:
    return lambda random, _: shapes.shrub(random, leaves=leaves, blobs=blobs, splits=splits)


# as they are near by, farther away and far away; the last one serves from there on
_MODELS: dict[PlantKind, tuple[_Make, ...]] = {
    PlantKind.BROADLEAF: (_tree(1100, 9, 1), _tree(340, 5, 1), _tree(60, 3, 0)),
    PlantKind.CONIFER: (_fir(24, 14), _fir(13, 9), _fir(9, 7)),
    PlantKind.SHRUB: (_bush(220, 3, 1), _bush(60, 2, 1), _bush(24, 1, 0)),
    PlantKind.HEDGE: (lambda random, _: shapes.hedge(random, leaves=420),),
    PlantKind.CACTUS: (lambda random, _: shapes.cactus(random),),
    PlantKind.REED: (lambda random, _: shapes.reed(random, blades=26),),
    PlantKind.ROCK: (lambda random, _: shapes.rock(random),),
}


def _stood(
    site: Site, kind: Planted, rows: npt.NDArray[np.intp], model: Model, reached: Floats
) -> tuple[Surface, Triangles]:
    """Return copies of a model where plants stand, in the light."""
    count, size = len(rows), len(model.positions)
    cosine = np.cos(kind.turns[rows])[:, None]
    sine = np.sin(kind.turns[rows])[:, None]
    wide = 0.9 + 0.25 * np.abs(np.sin(kind.turns[rows] * 7))[:, None]
    height = kind.heights_m[rows][:, None]
    px, py, pz = model.positions.T
    x = (px * cosine + pz * sine) * height * wide + kind.spots[rows, 0:1]
    z = (pz * cosine - px * sine) * height * wide + kind.spots[rows, 2:3]
    y = py * height + kind.spots[rows, 1:2]
    nx, ny, nz = model.normals.T
    normals = np.stack(
        (nx * cosine + nz * sine, np.broadcast_to(ny, x.shape), nz * cosine - nx * sine), axis=2
    )
    light = site.terrain.at(kind.spots[rows, 0], kind.spots[rows, 2], reached)
    # its own shadow lies where it stands: only what hills and others take counts
    light = np.clip(light * 1.3 + 0.45, 0, 1)
    openness = np.broadcast_to(model.looks[:, 1], x.shape)
    colours = lit(
        _paint(site, kind, rows, model).reshape(-1, 3),
        normals.reshape(-1, 3).astype(np.float32),
        site.day,
        reached=(light[:, None] * (0.35 + 0.65 * openness)).ravel().astype(np.float32),
        open_to_sky=openness.ravel(),
        wrap=_WRAP.get(kind.plant.kind, 0.1),
    )
    sway = model.looks[:, 2] * height
    phase = np.broadcast_to((kind.turns[rows] / 6.2832)[:, None], x.shape)
    phase = phase + model.looks[:, 3] * 0.08
    vertices = np.empty((count * size, len(PLANT_COLUMNS)), np.float32)
    for column, values in enumerate((x, y, z)):
        vertices[:, column] = values.ravel()
    vertices[:, 3:6] = colours
    vertices[:, 6], vertices[:, 7] = sway.ravel(), phase.ravel()
    firsts = (np.arange(count, dtype=np.uint32) * np.uint32(size))[:, None, None]
    solid = (model.triangles[None] + firsts).reshape(-1, 3)
    leaves = (model.leaves[:, None] + firsts[None, :, 0]).reshape(-1, 3)
    return Surface(vertices, solid), leaves


_WRAP = {
    PlantKind.BROADLEAF: 0.55,
    PlantKind.SHRUB: 0.5,
    PlantKind.HEDGE: 0.4,
    PlantKind.CONIFER: 0.4,
    PlantKind.REED: 0.7,
}


def _paint(site: Site, kind: Planted, rows: npt.NDArray[np.intp], model: Model) -> Floats:
    """Return what plants are painted with, shape (plants, vertices, 3)."""
    plant = kind.plant
    own = np.sin(kind.turns[rows] * 13.7).astype(np.float32)
    season = site.values["season"]
    turned = smooth(0.0, 1.0, np.clip(season * 1.35 - 0.18 + own * 0.18 * season * 2, 0, 1))
    leaf = mixed(plant.leaf, plant.autumn, turned)
    leaf = leaf * (1 + 0.07 * own)[:, None] + own[:, None] * _HUE
    shade = model.looks[:, 3]
    bark = model.looks[:, 0]
    paint = leaf[:, None] * (1 + 0.13 * shade)[:, None]
    if plant.kind in (PlantKind.BROADLEAF, PlantKind.SHRUB, PlantKind.HEDGE):
        fresh = np.clip(model.positions[:, 1] - 0.55, 0, 1) * 0.22
        paint = paint + fresh[:, None] * _FRESH
    paint = mixed(paint, plant.bark, np.broadcast_to(bark, paint.shape[:2]))
    if plant.snow > 0:
        lies = smooth(0.05, 0.6, model.normals[:, 1] + 0.22 * shade) * plant.snow
        lies = lies * (1 - bark) * smooth(0.3, 0.75, model.looks[:, 1])
        paint = mixed(paint, _SNOW, np.broadcast_to(lies, paint.shape[:2]))
    found: Floats = np.clip(paint, 0.01, 1).astype(np.float32)
    return found
