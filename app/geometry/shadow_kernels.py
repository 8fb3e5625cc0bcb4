"""Small maps of what stands in the light's way, drawn on the processor; importing imports numba."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, inlined, reading, types

Map = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]
Vertices = npt.NDArray[np.float32]
Triangles = npt.NDArray[np.uint32]

_MAP = types.float32[:, ::1]
_ROWS = reading(types.float32, 2)
_WIDE = types.Array(types.float32, 2, "A", readonly=True)
_TRIANGLES = reading(types.uint32, 2)


@inlined
def _placed(matrix: Matrix, x: float, y: float, z: float, row: int) -> np.float32:
    """Return one coordinate of a point in a map."""
    at: np.float32 = matrix[row, 0] * x + matrix[row, 1] * y + matrix[row, 2] * z + matrix[row, 3]
    return at


@inlined
def _line(
    least: Map,
    ax: np.float32,
    ay: np.float32,
    az: np.float32,
    bx: np.float32,
    by: np.float32,
    bz: np.float32,
    steps: int,
) -> None:
    """Draw an edge into a map that keeps the least depth."""
    height, width = least.shape
    for step in range(steps + 1):
        share = step / steps
        column = math.floor(ax + (bx - ax) * share)
        row = math.floor(ay + (by - ay) * share)
        if 0 <= column < width and 0 <= row < height:
            least[row, column] = min(least[row, column], az + (bz - az) * share)


@compiled(types.void(_WIDE, _TRIANGLES, types.int64, types.int64, _ROWS, _MAP))
def keep_least(
    vertices: Vertices, triangles: Triangles, first: int, last: int, matrix: Matrix, least: Map
) -> None:
    """Draw triangles into a map that keeps the least depth.

    Parameters
    ----------
    vertices : ndarray, shape (n, 3 or more), float32, metres
    triangles : ndarray, shape (m, 3), uint32; rows ``first`` to ``last`` are drawn
    matrix : ndarray, shape (3, 4), float32
        From the room to column and row of the map, and depth.
    least : ndarray, shape (h, w), float32
        Changed in place. A triangle smaller than a cell still marks the cell it lies in.
    """
    height, width = least.shape
    for index in range(first, last):
        a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        # what is hidden covers nothing; and the rows may be from before the vertices grew
        if a == b or max(a, b, c) >= len(vertices):
            continue
        ax = _placed(matrix, vertices[a, 0], vertices[a, 1], vertices[a, 2], 0)
        ay = _placed(matrix, vertices[a, 0], vertices[a, 1], vertices[a, 2], 1)
        az = _placed(matrix, vertices[a, 0], vertices[a, 1], vertices[a, 2], 2)
        bx = _placed(matrix, vertices[b, 0], vertices[b, 1], vertices[b, 2], 0)
        by = _placed(matrix, vertices[b, 0], vertices[b, 1], vertices[b, 2], 1)
        bz = _placed(matrix, vertices[b, 0], vertices[b, 1], vertices[b, 2], 2)
        cx = _placed(matrix, vertices[c, 0], vertices[c, 1], vertices[c, 2], 0)
        cy = _placed(matrix, vertices[c, 0], vertices[c, 1], vertices[c, 2], 1)
        cz = _placed(matrix, vertices[c, 0], vertices[c, 1], vertices[c, 2], 2)
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        left = max(0, math.floor(min(ax, bx, cx)))
        right = min(width - 1, math.floor(max(ax, bx, cx)))
        top = max(0, math.floor(min(ay, by, cy)))
        bottom = min(height - 1, math.floor(max(ay, by, cy)))
        long_ = max(right - left, bottom - top)
        if abs(area) < 1.5 * (long_ + 1):
            # about as thin as a cell: its edges will do
            _line(least, ax, ay, az, bx, by, bz, long_ + 1)
            _line(least, bx, by, bz, cx, cy, cz, long_ + 1)
            if abs(area) < 0.5:
                continue
            _line(least, cx, cy, cz, ax, ay, az, long_ + 1)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                x, y = column + 0.5, row + 0.5
                u = ((bx - x) * (cy - y) - (by - y) * (cx - x)) / area
                v = ((cx - x) * (ay - y) - (cy - y) * (ax - x)) / area
                w = 1.0 - u - v
                if u >= -0.01 and v >= -0.01 and w >= -0.01:
                    depth = u * az + v * bz + w * cz
                    least[row, column] = min(least[row, column], depth)


@compiled(types.void(_MAP, _MAP, types.int64))
def blur(values: Map, scratch: Map, radius: int) -> None:
    """Blur a map in place by a box; beyond its edge it goes on as at the edge."""
    height, width = values.shape
    share = np.float32(1.0 / (2 * radius + 1))
    for row in range(height):
        for column in range(width):
            total = np.float32(0)
            for step in range(-radius, radius + 1):
                total += values[row, min(max(column + step, 0), width - 1)] * share
            scratch[row, column] = total
    for row in range(height):
        for column in range(width):
            values[row, column] = np.float32(0)
        for step in range(-radius, radius + 1):
            beside = min(max(row + step, 0), height - 1)
            for column in range(width):
                values[row, column] += scratch[beside, column] * share


@compiled(types.void(_MAP, _MAP, types.int64))
def blur_wide(values: Map, scratch: Map, radius: int) -> None:
    """Blur a map in place by a box; beyond its edge it goes on as at the edge.

    A sum that slides along costs the same for any radius. Only for values of one size: beside a
    very large one it would forget the small ones, `blur` does not.
    """
    height, width = values.shape
    share = 1.0 / (2 * radius + 1)
    for row in range(height):
        total = 0.0
        for step in range(-radius, radius + 1):
            total += values[row, min(max(step, 0), width - 1)]
        for column in range(width):
            scratch[row, column] = max(total, 0.0) * share
            total += values[row, min(column + radius + 1, width - 1)]
            total -= values[row, max(column - radius, 0)]
    sums = np.zeros(width)
    for step in range(-radius, radius + 1):
        for column in range(width):
            sums[column] += scratch[min(max(step, 0), height - 1), column]
    for row in range(height):
        after, before = min(row + radius + 1, height - 1), max(row - radius, 0)
        for column in range(width):
            values[row, column] = max(sums[column], 0.0) * share
            sums[column] += scratch[after, column]
            sums[column] -= scratch[before, column]
