"""The view around a water, compiled; importing this imports numba."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, reading, types

Floats = npt.NDArray[np.float32]

_F1, _F2 = reading(types.float32, 1), reading(types.float32, 2)
_F3, _D1 = reading(types.float32, 3), reading(types.float64, 1)


@compiled(types.void(_F3, _F3, _F1, types.float64, types.float64, _D1, types.float32[:, :, ::1]))
def fill_land(
    positions: Floats,
    colours: Floats,
    centre: Floats,
    growth: float,
    first_m: float,
    scale: npt.NDArray[np.float64],
    picture: Floats,
) -> None:
    """Fill each column of the picture from the horizon up, walking away from the middle.

    Parameters
    ----------
    positions, colours : ndarray, shape (rings, sectors + 1, 3)
        The ground, in rings that grow by ``growth`` from ``first_m``.
    centre : ndarray, shape (3,)
        The eye.
    scale : ndarray, shape (2,)
        The sine of the height of the last row, and metres where alpha ends.
    picture : ndarray, shape (rows, columns, 4)
        Written in place.
    """
    rings, sectors = positions.shape[0], positions.shape[1] - 1
    rows, columns = picture.shape[0], picture.shape[1]
    for column in range(columns):
        angle = (column + 0.5) / columns * 2 * math.pi
        ax, az = math.sin(angle), -math.cos(angle)
        filled = 0
        at = 3.0
        while at < scale[1]:
            px, pz = centre[0] + ax * at, centre[2] + az * at
            ring = math.log(1.0 + math.sqrt(px * px + pz * pz) * (growth - 1.0) / first_m)
            ring /= math.log(growth)
            if ring >= rings - 1.01:
                break
            turn = math.atan2(px, -pz) / (2 * math.pi)
            turn = (turn + 1.0 if turn < 0.0 else turn) * sectors
            row, sector = int(ring), min(int(turn), sectors - 1)
            down, right = ring - row, turn - sector
            a = (1 - down) * (1 - right)
            b = (1 - down) * right
            c = down * (1 - right)
            d = down * right
            height = (
                positions[row, sector, 1] * a
                + positions[row, sector + 1, 1] * b
                + positions[row + 1, sector, 1] * c
                + positions[row + 1, sector + 1, 1] * d
            ) - centre[1]
            sine = height / math.sqrt(height * height + at * at)
            top = min(rows - 1, int(sine / scale[0] * (rows - 1) + 0.5))
            while filled <= top and sine > 0.0:
                for channel in range(3):
                    picture[filled, column, channel] = (
                        colours[row, sector, channel] * a
                        + colours[row, sector + 1, channel] * b
                        + colours[row + 1, sector, channel] * c
                        + colours[row + 1, sector + 1, channel] * d
                    )
                picture[filled, column, 3] = 1.0 - 0.5 * at / scale[1]
                filled += 1
            at *= 1.025
        # the sky has the land's colour and none of it, so that their edge is not dark
        for row in range(max(filled, 1), rows):
            for channel in range(3):
                picture[row, column, channel] = picture[row - 1, column, channel]


@compiled(types.void(_F2, _F1, _D1, types.float32[:, :, ::1]))
def fill_trees(
    trees: Floats, centre: Floats, scale: npt.NDArray[np.float64], picture: Floats
) -> None:
    """Set trees before the land that lies behind them.

    Parameters
    ----------
    trees : ndarray, shape (n, 8)
        Middle of the crown (x, y, z), its radius, half its height, colour 0 to 1.
    centre, scale, picture
        As `fill_land` has them.
    """
    rows, columns = picture.shape[0], picture.shape[1]
    for i in range(trees.shape[0]):
        dx, dz = trees[i, 0] - centre[0], trees[i, 2] - centre[2]
        away = math.sqrt(dx * dx + dz * dz)
        if away < 6.0 or away > scale[1]:
            continue
        code = np.float32(1.0 - 0.5 * away / scale[1])
        angle = math.atan2(dx, -dz) / (2 * math.pi)
        middle = (angle + 1.0 if angle < 0.0 else angle) * columns
        half = max(0.6, trees[i, 3] / away / (2 * math.pi) * columns)
        low = trees[i, 1] - trees[i, 4] - centre[1]
        high = trees[i, 1] + trees[i, 4] - centre[1]
        first = max(0, int(low / away / scale[0] * (rows - 1)))
        last = min(rows - 1, int(high / away / scale[0] * (rows - 1) + 0.5))
        for row in range(first, last + 1):
            share = (row - first) / max(1, last - first)
            width = half * (1.05 - 0.85 * share)
            for column in range(int(middle - width + 0.5), int(middle + width + 0.5) + 1):
                place = column % columns
                if picture[row, place, 3] < code:
                    for channel in range(3):
                        picture[row, place, channel] = trees[i, 5 + channel]
                    picture[row, place, 3] = code
