"""The ground of a place: rings about the middle, fine near it and coarse far away."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.geometry.place.noise import Floats, Noise, smooth
from app.model.environment import Land, LandKind

Triangles = npt.NDArray[np.uint32]

# the innermost ring is this wide; from there each is wider by the same factor
FIRST_M = 0.5
_SEA_BED_SLOPE = 0.11


class Relief:
    """How high the land is anywhere, metres above the floor; level in the middle.

    Parameters
    ----------
    land : Land
    water_m : float
        The height of the water; the bed under it follows.
    seed : int
    octaves : int
        How fine the shapes are.
    """

    def __init__(self, land: Land, water_m: float, seed: int, octaves: int = 5) -> None:
        self._land = land
        self._water_m = water_m
        self._noise = Noise(seed)
        self._octaves = octaves

    def heights(self, x: Floats, z: Floats) -> Floats:
        """Return the heights of places, any shape, float32."""
        land = self._land
        radius = np.hypot(x, z)
        risen = smooth(land.clear_m, land.clear_m * 2.5 + 5, radius)
        if land.kind is LandKind.FLAT:
            return np.zeros_like(x)
        height = self._dunes(x, z) if land.kind is LandKind.DUNES else self._hills(x, z)
        height = height * risen
        if land.kind is LandKind.SHORE:
            return self._shore(x, z, height)
        height += self._mountains(x, z, radius)
        return self._basin(x, z, height) if land.basin_radius_m > 0 else height

    def _hills(self, x: Floats, z: Floats) -> Floats:
        land = self._land
        size = np.float32(land.hill_size_m)
        hills = self._noise.sum(x / size + 40, z / size + 40, min(4, self._octaves))
        found: Floats = (hills * land.hill_height_m).astype(np.float32)
        return found

    def _dunes(self, x: Floats, z: Floats) -> Floats:
        """Return long ridges, gentle to windward and steep to leeward."""
        land = self._land
        size = np.float32(land.hill_size_m)
        bent = self._noise.sum(x / size * 0.35, z / size * 0.35, 2) * 1.6
        along = (x * 0.45 + z * 0.9) / size + bent
        place = along - np.floor(along)
        ridge = np.where(place < 0.72, _bump(place / 0.72), _bump((1 - place) / 0.28))
        strength = 0.55 + 0.45 * self._noise.at(x / size * 0.5 + 9, z / size * 0.5 + 3)
        ripples = self._noise.at(x * 0.9 + along * 3, z * 0.25) * 0.02
        far = 1 + smooth(60, 400, np.hypot(x, z)) * 2.2
        found: Floats = (ridge * strength * land.hill_height_m * far + ripples).astype(np.float32)
        return found

    def _mountains(self, x: Floats, z: Floats, radius: Floats) -> Floats:
        land = self._land
        if land.far_height_m <= 0:
            return np.zeros_like(x)
        size = np.float32(land.far_size_m)
        begun = smooth(land.far_from_m, land.far_from_m * 1.5 + 1.1 * land.far_size_m, radius)
        round_ = 0.45 + 0.55 * self._noise.sum(x / size + 3, z / size + 7, self._octaves)
        height = round_
        if land.jagged > 0:
            sharp = self._noise.ridges(x / size + 11, z / size + 5, self._octaves + 1)
            height = round_ + (sharp**1.5 * 1.25 - round_) * land.jagged
        found: Floats = np.maximum(height * begun * land.far_height_m, 0)
        return found.astype(np.float32)

    def _basin(self, x: Floats, z: Floats, height: Floats) -> Floats:
        """Return the land with a bowl for water ahead of the middle."""
        land = self._land
        middle = land.basin_ahead_m
        edge = land.basin_radius_m
        bent = 1 + 0.22 * self._noise.sum(x / edge * 1.3 + 21, z / edge * 1.3 + 2, 3)
        away = np.hypot(x, z + middle) / (edge * bent)
        down = 1 - smooth(0.55, 1.12, away)
        beside = smooth(0.95, 1.7, away)
        # hollows stay above the water: there is one lake and no puddles
        hollow = -0.06 * (1 - np.exp(np.minimum(height, 0) / 0.4))
        calm = np.where(height > 0, height, hollow) * beside
        clear = smooth(land.clear_m, land.clear_m * 2.5 + 2, np.hypot(x, z))
        found: Floats = (calm - down * land.basin_depth_m * clear).astype(np.float32)
        return found

    def _shore(self, x: Floats, z: Floats, height: Floats) -> Floats:
        """Return a beach that falls to the sea ahead, with capes far to both sides."""
        land = self._land
        bent = self._noise.sum(x / 34 + 5, np.zeros_like(x), 3) * 4.0
        bent = bent + (np.abs(x) / 46) ** 1.5
        into = -z - land.basin_ahead_m + bent
        fall = -self._water_m
        falling = -fall * smooth(-land.basin_ahead_m * 0.75, 1.5, into)
        bed = -np.clip(into - 1.5, 0, None) * _SEA_BED_SLOPE
        beach = np.maximum(falling + bed, -land.basin_depth_m)
        begun = land.basin_ahead_m + land.clear_m + 5
        dry = smooth(begun, begun + 24, -into)
        cape = smooth(90, 260, np.abs(x)) * smooth(-60, 60, -into + np.abs(x) * 0.35)
        hills = self._noise.sum(x / 120 + 3, z / 120, self._octaves) * 0.5 + 0.6
        # hollows stay above the sea
        dunes = (height + self._land.hill_height_m) * 0.5
        found: Floats = beach + (fall + dunes) * dry + cape * hills * land.far_height_m
        return found.astype(np.float32)


def _bump(share: Floats) -> Floats:
    found: Floats = share * share * (3 - 2 * share)
    return found


@dataclass(frozen=True, eq=False, slots=True)
class Terrain:
    """The ground as rings of vertices.

    ``positions_m`` and ``normals`` : ndarray, shape (rings, sectors + 1, 3), float32; the first
    ring is the middle, the last sector is the first one again.
    """

    positions_m: Floats
    normals: Floats
    reach_m: float
    growth: float = field(repr=False)

    def at(self, x: Floats, z: Floats, values: Floats) -> Floats:
        """Return values of the vertices, shape (rings, sectors + 1, ...), between them."""
        rings, sectors = self.positions_m.shape[0], self.positions_m.shape[1] - 1
        radius = np.hypot(x, z)
        ring = np.log1p(radius * (self.growth - 1) / FIRST_M) / math.log(self.growth)
        ring = np.clip(ring, 0, rings - 1.001)
        turn = np.arctan2(x, -z) / (2 * np.pi) % 1 * sectors
        row, column = ring.astype(np.int32), np.minimum(turn.astype(np.int32), sectors - 1)
        down, right = (ring - row).astype(np.float32), (turn - column).astype(np.float32)
        if values.ndim > 2:
            down, right = down[..., None], right[..., None]
        inner = values[row, column] * (1 - right) + values[row, column + 1] * right
        outer = values[row + 1, column] * (1 - right) + values[row + 1, column + 1] * right
        found: Floats = (inner * (1 - down) + outer * down).astype(np.float32)
        return found

    def height_m(self, x: Floats, z: Floats) -> Floats:
        """Return how high the ground is that one sees."""
        return self.at(x, z, self.positions_m[..., 1])

    def triangles(self, is_wanted: npt.NDArray[np.bool_]) -> Triangles:
        """Return the triangles whose vertices are not all unwanted, shape (n, 3)."""
        rings, sectors = self.positions_m.shape[:2]
        first = np.arange((rings - 1) * sectors).reshape(rings - 1, sectors)[:, :-1]
        corners = np.stack((first, first + 1, first + sectors, first + sectors + 1), axis=2)
        kept = corners[is_wanted.ravel()[corners].any(axis=2)]
        faces = kept[:, [0, 2, 1, 1, 2, 3]].reshape(-1, 3)
        found: Triangles = faces.astype(np.uint32)
        return found


def terrain(relief: Relief, reach_m: float, *, rings: int, sectors: int) -> Terrain:
    """Return the ground as far as it reaches."""
    growth = _growth(reach_m, rings)
    steps = np.arange(rings)
    radius = (growth**steps - 1) / (growth - 1) * FIRST_M
    turn = np.arange(sectors + 1) * (2 * np.pi / sectors)
    x = (radius[:, None] * np.sin(turn)).astype(np.float32)
    z = (radius[:, None] * -np.cos(turn)).astype(np.float32)
    x[:, -1], z[:, -1] = x[:, 0], z[:, 0]
    positions = np.stack((x, relief.heights(x, z), z), axis=2)
    return Terrain(positions, _normals(positions), reach_m, growth)


def _growth(reach_m: float, rings: int) -> float:
    """Return by what factor each ring must be wider for so many to reach so far."""
    low, high = 1.0001, 3.0
    for _ in range(60):
        middle = (low + high) / 2
        reached = (middle ** (rings - 1) - 1) / (middle - 1) * FIRST_M
        low, high = (middle, high) if reached < reach_m else (low, middle)
    return high


def _normals(positions: Floats) -> Floats:
    outward = np.gradient(positions, axis=0)
    around = np.empty_like(positions)
    around[:, 1:-1] = positions[:, 2:] - positions[:, :-2]
    around[:, 0] = around[:, -1] = positions[:, 1] - positions[:, -2]
    normals = np.cross(around, outward)
    normals[0] = (0, 1, 0)
    normals *= np.where(normals[..., 1:2] < 0, -1, 1)
    found: Floats = normals / np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-9)
    return found.astype(np.float32)
