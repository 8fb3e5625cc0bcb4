"""A whole place as arrays: a pure function of the environment, the settings and a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.geometry.place import ground, heavens, meadow, planting
from app.geometry.place.daylight import Daylight, daylight
from app.geometry.place.lighting import lit
from app.geometry.place.noise import Floats
from app.geometry.place.planting import Planted
from app.geometry.place.site import Site, site
from app.geometry.place.surfaces import Surface
from app.geometry.terrain import Terrain, Triangles
from app.model.environment import AirKind, Environment, PlantKind, Settings


@dataclass(frozen=True, eq=False, slots=True)
class Scenery:
    """Everything there is to draw of a place; colours have the light in them.

    ``ground_coarse`` are triangles of ``ground`` for a slow machine. ``leaves`` are triangles of
    ``plants`` that may be left out from the end; so may those of ``grass`` and ``specks``.
    """

    environment: Environment
    values: Mapping[str, float]
    seed: int
    day: Daylight
    terrain: Terrain = field(repr=False)
    ground: Surface = field(repr=False)
    ground_coarse: Triangles = field(repr=False)
    plants: Surface = field(repr=False)
    leaves: Triangles = field(repr=False)
    grass: Surface | None = field(repr=False)
    water: Surface | None = field(repr=False)
    panorama: npt.NDArray[np.uint8] | None = field(repr=False)
    stars: Floats = field(repr=False)
    specks: Surface | None = field(repr=False)

    @property
    def air(self) -> AirKind:
        """Return what drifts in the air."""
        return self.environment.air.kind


def build(environment: Environment, settings: Settings, seed: int) -> Scenery:
    """Return a place; the same arguments give the same arrays. For any thread.

    Parameters
    ----------
    environment : Environment
    settings : Mapping
        The numbers that differ from the environment's own.
    seed : int
        Not negative.
    """
    values = environment.values(settings)
    land = site(environment, values, seed, daylight(environment, values))
    plants = planting.planted(land)
    casters = _casters(plants)
    reached, open_to_sky = ground.reached_and_open(land, casters)
    colours = ground.coloured(land, reached, open_to_sky)
    whole, coarse = ground.surface(land, colours)
    standing, leaves = planting.surface(land, plants, reached)
    water = ground.water(land)
    return Scenery(
        environment=environment,
        values=values,
        seed=seed,
        day=land.day,
        terrain=land.terrain,
        ground=whole,
        ground_coarse=coarse,
        plants=standing,
        leaves=leaves,
        grass=meadow.grass(land, colours, reached),
        water=water,
        panorama=None if water is None else _panorama(land, colours, plants),
        stars=heavens.stars(land),
        specks=heavens.specks(land),
    )


def _casters(plants: list[Planted]) -> Floats:
    rows = [kind.casters() for kind in plants if kind.plant.kind is not PlantKind.REED]
    return np.concatenate([np.zeros((0, 6), np.float32), *rows])


def _panorama(land: Site, colours: Floats, plants: list[Planted]) -> npt.NDArray[np.uint8]:
    trees = [np.zeros((0, 8), np.float32)]
    for kind in plants:
        if kind.plant.kind in (PlantKind.BROADLEAF, PlantKind.CONIFER):
            count = len(kind.spots)
            paint = np.asarray(kind.plant.leaf) * (1 - kind.plant.snow) + 0.9 * kind.plant.snow
            whole = np.full(count, 0.7, np.float32)
            up = np.tile(np.array([0, 0.5, 0], np.float32), (count, 1))
            shown = lit(np.tile(paint, (count, 1)), up, land.day, reached=whole, open_to_sky=whole)
            trees.append(np.concatenate([kind.casters()[:, :5], shown], axis=1))
    return heavens.panorama(land, colours, np.concatenate(trees))
