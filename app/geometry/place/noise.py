"""Seeded noise: smooth, without direction, the same on every machine for the same seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]

_TABLE = 256
# a turn between octaves, so that their grids do not show
_COSINE, _SINE = np.float32(0.8), np.float32(0.6)


class Noise:
    """Gradient noise (Perlin 1985, with his quintic of 2002) over the plane.

    Parameters
    ----------
    seed : int
    """

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        angle = random.random((_TABLE, _TABLE), np.float32) * np.float32(2 * np.pi)
        self._x, self._z = np.cos(angle).ravel(), np.sin(angle).ravel()

    def at(self, x: Floats, z: Floats) -> Floats:
        """Return the noise, about -1 to 1, at places of the same shape; its period is 256."""
        left, near = np.floor(x), np.floor(z)
        dx, dz = x - left, z - near
        column, row = left.astype(np.int32), near.astype(np.int32)
        across = dx * dx * dx * (dx * (dx * 6 - 15) + 10)
        along = dz * dz * dz * (dz * (dz * 6 - 15) + 10)
        low = self._corner(column, row, dx, dz)
        low += across * (self._corner(column + 1, row, dx - 1, dz) - low)
        high = self._corner(column, row + 1, dx, dz - 1)
        high += across * (self._corner(column + 1, row + 1, dx - 1, dz - 1) - high)
        found: Floats = (low + along * (high - low)) * np.float32(1.5)
        return found

    def sum(self, x: Floats, z: Floats, octaves: int, *, fall: float = 0.5) -> Floats:
        """Return octaves added up (fBm), about -1 to 1; each counts ``fall`` of the one before."""
        total = np.zeros_like(x)
        size, whole = np.float32(1), 0.0
        for _ in range(octaves):
            total += self.at(x, z) * size
            whole += float(size)
            size *= np.float32(fall)
            x, z = _turned(x, z)
        return total / np.float32(whole)

    def ridges(self, x: Floats, z: Floats, octaves: int) -> Floats:
        """Return sharp ridges, 0 to 1 (ridged multifractal, Musgrave 1994, simplified)."""
        total = np.zeros_like(x)
        size, whole = np.float32(1), 0.0
        weight = np.ones_like(x)
        for _ in range(octaves):
            ridge = (1 - np.abs(self.at(x, z))) ** 2
            total += ridge * weight * size
            whole += float(size)
            weight = np.clip(ridge * 1.4, 0, 1)
            size *= np.float32(0.5)
            x, z = _turned(x, z)
        return total / np.float32(whole)

    def _corner(
        self, column: npt.NDArray[np.int32], row: npt.NDArray[np.int32], dx: Floats, dz: Floats
    ) -> Floats:
        place = (row & (_TABLE - 1)) * _TABLE + (column & (_TABLE - 1))
        found: Floats = self._x[place] * dx + self._z[place] * dz
        return found


def _turned(x: Floats, z: Floats) -> tuple[Floats, Floats]:
    return (x * _COSINE - z * _SINE) * 2 + 17.3, (x * _SINE + z * _COSINE) * 2 + 5.1


def smooth(low: float, high: float, value: Floats) -> Floats:
    """Return 0 below ``low``, 1 above ``high`` and a soft way between (Hermite)."""
    share = np.clip((value - low) / (high - low), 0, 1).astype(np.float32)
    found: Floats = share * share * (3 - 2 * share)
    return found


def noise_tile(size: int, seed: int) -> npt.NDArray[np.uint8]:
    """Return a tile that repeats without a seam, made by shaping random waves.

    Returns
    -------
    ndarray, shape (size, size, 4), uint8
        Two cloud-like fields (large, small), and the slopes of gentle waves along x and z,
        128 is level.
    """
    random = np.random.default_rng(seed)
    waves = np.fft.fftfreq(size, 1 / size)
    length = np.hypot(waves[:, None], waves[None, :])
    length[0, 0] = 1
    fields = [
        _spectrum(random, length, steepness=2.1, low=2.0, high=size / 4),
        _spectrum(random, length, steepness=1.35, low=6.0, high=size / 2.5),
    ]
    swell = _waves(random, length, low=5.0, high=size / 7)
    slopes = [np.roll(swell, -1, axis) - np.roll(swell, 1, axis) for axis in (1, 0)]
    tile = np.stack([*fields, *(slope / (np.abs(slope).max()) for slope in slopes)], axis=2)
    found: npt.NDArray[np.uint8] = np.round(tile * 127 + 128).clip(0, 255).astype(np.uint8)
    return found


def _spectrum(
    random: np.random.Generator,
    length: npt.NDArray[np.float64],
    *,
    steepness: float,
    low: float,
    high: float,
) -> npt.NDArray[np.float64]:
    """Return a field from -1 to 1 with even brightness: as much of each grey as of another."""
    field = _waves(random, length, low=low, high=high, steepness=steepness)
    order = np.argsort(np.argsort(field, axis=None))
    found: npt.NDArray[np.float64] = (order / (order.size - 1) * 2 - 1).reshape(field.shape)
    return found


def _waves(
    random: np.random.Generator,
    length: npt.NDArray[np.float64],
    *,
    low: float,
    high: float,
    steepness: float = 1.6,
) -> npt.NDArray[np.float64]:
    phase = np.exp(2j * np.pi * random.random(length.shape))
    size = length**-steepness * (length >= low) * (length <= high)
    field: npt.NDArray[np.float64] = np.fft.ifft2(phase * size).real
    return field
