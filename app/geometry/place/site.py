"""The bare land of a place with its light: what plants and colours are laid on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from app.geometry.place.daylight import Daylight
from app.geometry.place.noise import Floats, Noise, smooth
from app.geometry.terrain import Relief, Terrain, terrain
from app.model.environment import Colour, Environment, LandKind

RINGS, SECTORS = 136, 208
_NOWHERE_M = -99.0


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """Where things may stand, and how light it is there."""

    environment: Environment
    values: dict[str, float]
    seed: int
    day: Daylight
    relief: Relief = field(repr=False)
    terrain: Terrain = field(repr=False)
    noise: Noise = field(repr=False)

    @property
    def has_water(self) -> bool:
        """Whether there is water at all."""
        return self.values["water"] > _NOWHERE_M

    def random(self, purpose: int) -> np.random.Generator:
        """Return random numbers for one purpose: more trees never move the flowers."""
        return np.random.default_rng((self.seed, purpose))

    def slope_at(self, x: Floats, z: Floats) -> Floats:
        """Return how steep the ground is: 0 level, 1 is 45 degrees."""
        up = np.clip(self.terrain.at(x, z, self.terrain.normals[..., 1]), 0.05, 1)
        found: Floats = np.sqrt(1 - up**2) / up
        return found

    def path_at(self, x: Floats, z: Floats) -> Floats:
        """Return how much of the ground is trodden, 0 to 1."""
        width = self.environment.ground.path_width_m
        if width <= 0:
            return np.zeros_like(x)
        middle = np.sin(z * 0.16) * 1.6 + np.sin(z * 0.05 + 1) * 3 - np.sin(1.0) * 3
        edge = width * (0.5 + 0.12 * self.noise.at(x * 0.8, z * 0.8))
        away = np.abs(x - middle - 5.2) - edge
        return 1 - smooth(-0.1, 0.35, away)

    def sand_at(self, x: Floats, z: Floats, y: Floats) -> Floats:
        """Return how much of the ground is sand, 0 to 1: beside the water and under it."""
        above = self.environment.ground.sand_above_water_m
        if not self.has_water or above <= 0:
            return np.zeros_like(x)
        over = y - self.values["water"] + 0.18 * self.noise.sum(x * 0.25, z * 0.25, 2) * above
        sand = 1 - smooth(above * 0.55, above, over)
        if self.environment.land.kind is LandKind.SHORE:
            # a beach is wide where one stands, whatever its height
            inland = z - 16 + 5 * self.noise.sum(x * 0.06, z * 0.06, 2)
            low = 1 - smooth(above, above * 3 + 2.5, over)
            sand = np.maximum(sand, (1 - smooth(0, 9, inland)) * low)
        return sand


def site(environment: Environment, values: dict[str, float], seed: int, day: Daylight) -> Site:
    """Return the land of a place, bare."""
    relief = Relief(environment.land, values["water"], seed)
    ground = terrain(relief, environment.land.reach_m, rings=RINGS, sectors=SECTORS)
    return Site(environment, values, seed, day, relief, ground, Noise(seed + 1))


def mixed(first: Floats | Colour, second: Floats | Colour, share: Floats) -> Floats:
    """Return colours between two, shape (..., 3)."""
    a, b = np.asarray(first, np.float32), np.asarray(second, np.float32)
    found: Floats = a + (b - a) * share[..., None]
    return found
