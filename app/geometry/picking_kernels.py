"""The sums of `app.geometry.picking`, compiled; importing this imports numba."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, inlined, reading, types

Points = npt.NDArray[np.float32]
Triangles = npt.NDArray[np.uint32]

_POINTS, _TRIANGLES = reading(types.float32, 2), reading(types.uint32, 2)
_VECTOR = types.UniTuple(types.float32, 3)
_MASK = types.boolean[::1]
_BLOCK = 1024

# a ray along an edge must not slip between its two triangles
_RIM = np.float32(1e-5)

Vector = tuple[np.float32, np.float32, np.float32]


@inlined
def _seen(
    points: Points, row: int, origin: Vector, direction: Vector
) -> tuple[np.float32, np.float32]:
    """Return how far along a ray a point lies, and the square of how far aside."""
    x = points[row, 0] - origin[0]
    y = points[row, 1] - origin[1]
    z = points[row, 2] - origin[2]
    along = x * direction[0] + y * direction[1] + z * direction[2]
    x -= along * direction[0]
    y -= along * direction[1]
    z -= along * direction[2]
    return along, x * x + y * y + z * z


@compiled(types.int64(_POINTS, _VECTOR, _VECTOR, types.float32, types.float32))
def nearest_in_cone(
    points: Points, origin: Vector, direction: Vector, tangent: np.float32, radius: np.float32
) -> int:
    """Return the row of the point that is meant, or -1; ``direction`` has length 1."""
    found, best = -1, np.float32(3e38)
    for start in range(0, len(points), _BLOCK):
        stop = min(start + _BLOCK, len(points))
        # without a branch, so that several points are looked at in one step
        count = np.int32(0)
        for row in range(start, stop):
            along, aside = _seen(points, row, origin, direction)
            limit = along * tangent + radius
            count += np.int32((along > 0) & (along < best) & (aside <= limit * limit))
        if not count:
            continue
        for row in range(start, stop):
            along, aside = _seen(points, row, origin, direction)
            limit = along * tangent + radius
            if 0 < along < best and aside <= limit * limit:
                score = along * (np.float32(1) + aside / (limit * limit))
                if score < best:
                    found, best = row, score
    return found


@compiled(types.Tuple((types.int64, types.float32))(_POINTS, _TRIANGLES, _VECTOR, _VECTOR))
def first_triangle(
    vertices: Points, triangles: Triangles, origin: Vector, direction: Vector
) -> tuple[int, np.float32]:
    """Return the first triangle a ray meets and how far it is; -1 and 0 where there is none.

    Both sides count. Moeller and Trumbore, "Fast, minimum storage ray/triangle intersection",
    Journal of Graphics Tools 2 (1997).
    """
    found, best = -1, np.float32(3e38)
    dx, dy, dz = direction
    for row in range(len(triangles)):
        a, b, c = triangles[row, 0], triangles[row, 1], triangles[row, 2]
        ax, ay, az = vertices[a, 0], vertices[a, 1], vertices[a, 2]
        ux, uy, uz = vertices[b, 0] - ax, vertices[b, 1] - ay, vertices[b, 2] - az
        vx, vy, vz = vertices[c, 0] - ax, vertices[c, 1] - ay, vertices[c, 2] - az
        px, py, pz = dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx
        volume = ux * px + uy * py + uz * pz
        if volume == 0:
            continue
        tx, ty, tz = origin[0] - ax, origin[1] - ay, origin[2] - az
        u = (tx * px + ty * py + tz * pz) / volume
        if not -_RIM <= u <= 1 + _RIM:
            continue
        qx, qy, qz = ty * uz - tz * uy, tz * ux - tx * uz, tx * uy - ty * ux
        v = (dx * qx + dy * qy + dz * qz) / volume
        if v < -_RIM or u + v > 1 + _RIM:
            continue
        away = (vx * qx + vy * qy + vz * qz) / volume
        if 0 < away < best:
            found, best = row, away
    return found, best if found >= 0 else np.float32(0)


@compiled(types.void(_POINTS, _VECTOR, types.float32, _MASK))
def mark_in_sphere(
    points: Points, centre: Vector, radius: np.float32, is_in: npt.NDArray[np.bool_]
) -> None:
    """Write which points lie within a sphere."""
    limit = radius * radius
    for row in range(len(points)):
        x = points[row, 0] - centre[0]
        y = points[row, 1] - centre[1]
        z = points[row, 2] - centre[2]
        is_in[row] = x * x + y * y + z * z <= limit


@compiled(types.void(_POINTS, _POINTS, _MASK))
def mark_before_planes(points: Points, planes: Points, is_in: npt.NDArray[np.bool_]) -> None:
    """Write which points have every plane's ``normal . point + offset >= 0``."""
    for row in range(len(points)):
        is_inside = True
        for plane in range(len(planes)):
            height = (
                planes[plane, 0] * points[row, 0]
                + planes[plane, 1] * points[row, 1]
                + planes[plane, 2] * points[row, 2]
                + planes[plane, 3]
            )
            is_inside &= height >= 0
        is_in[row] = is_inside
