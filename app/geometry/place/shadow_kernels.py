"""What stands between a place on the ground and the light, compiled; imports numba."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, reading, types

Floats = npt.NDArray[np.float32]

_F1, _F2 = reading(types.float32, 1), reading(types.float32, 2)


@compiled(types.void(_F2, _F2, _F1, types.float32[::1], types.float32[::1]))
def shade_below(
    places: Floats, casters: Floats, light: Floats, reached: Floats, open_to_sky: Floats
) -> None:
    """Darken places by what stands near them.

    Parameters
    ----------
    places : ndarray, shape (n, 3)
        Metres.
    casters : ndarray, shape (m, 6)
        Middle of the crown (x, y, z), its radius, half its height, and where its foot is (y).
    light : ndarray, shape (3,)
        Towards the light.
    reached, open_to_sky : ndarray, shape (n,)
        Multiplied in place.
    """
    for i in range(places.shape[0]):
        x, y, z = places[i, 0], places[i, 1], places[i, 2]
        for j in range(casters.shape[0]):
            radius = casters[j, 3]
            dx, dz = casters[j, 0] - x, casters[j, 2] - z
            flat = dx * dx + dz * dz
            if flat < 6.25 * radius * radius:
                near = max(0.0, 1.0 - math.sqrt(flat) / (1.6 * radius))
                open_to_sky[i] *= np.float32(1.0 - 0.55 * near * near)
            squash = radius / max(casters[j, 4], 0.01)
            dy = (casters[j, 1] - y) * squash
            lx, ly, lz = light[0], light[1] * squash, light[2]
            length = math.sqrt(lx * lx + ly * ly + lz * lz)
            lx, ly, lz = lx / length, ly / length, lz / length
            ahead = dx * lx + dy * ly + dz * lz
            if ahead <= 0.0:
                continue
            away = math.sqrt(max(flat + dy * dy - ahead * ahead, 0.0)) / radius
            if away < 1.3:
                soft = min(1.0, max(0.0, (1.3 - away) / 0.75))
                reached[i] *= np.float32(1.0 - 0.86 * soft * soft * (3.0 - 2.0 * soft))


@compiled(types.void(_F2, _F2, _F1, types.float64, types.float64, types.float32[::1]))
def shade_by_land(
    places: Floats,
    heights: Floats,
    light: Floats,
    growth: float,
    first_m: float,
    reached: Floats,
) -> None:
    """Darken places that hills stand before: a walk over the rings towards the light.

    Parameters
    ----------
    places : ndarray, shape (n, 3)
    heights : ndarray, shape (rings, sectors + 1)
        Metres, of rings that grow by ``growth`` from ``first_m``.
    light : ndarray, shape (3,)
        Towards the light.
    reached : ndarray, shape (n,)
        Multiplied in place.
    """
    rings, sectors = heights.shape[0], heights.shape[1] - 1
    flat = math.sqrt(light[0] * light[0] + light[2] * light[2])
    if flat < 1e-6:
        return
    slope = light[1] / flat
    lx, lz = light[0] / flat, light[2] / flat
    scale = 1.0 / math.log(growth)
    for i in range(places.shape[0]):
        x, y, z = places[i, 0], places[i, 1], places[i, 2]
        step = 1.0 + 0.04 * math.sqrt(x * x + z * z)
        at = step
        least = 1.0
        for _ in range(22):
            px, pz = x + lx * at, z + lz * at
            radius = math.sqrt(px * px + pz * pz)
            ring = math.log(1.0 + radius * (growth - 1.0) / first_m) * scale
            if ring > rings - 1.01:
                break
            turn = math.atan2(px, -pz) / (2 * math.pi)
            turn = (turn + 1.0 if turn < 0.0 else turn) * sectors
            row = int(ring)
            column = min(int(turn), sectors - 1)
            down, right = ring - row, turn - column
            inner = heights[row, column] * (1 - right) + heights[row, column + 1] * right
            outer = heights[row + 1, column] * (1 - right) + heights[row + 1, column + 1] * right
            over = inner * (1 - down) + outer * down - (y + slope * at)
            # a wider edge the farther the hill: the sun is no point
            least = min(least, max(0.0, 0.5 - over / (0.3 + 0.05 * at)))
            step *= 1.22
            at += step
        reached[i] *= np.float32(least)
