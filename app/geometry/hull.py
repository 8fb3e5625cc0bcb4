"""A rounded hull around all points of a stroke; importing imports numba.

For each of many directions the point that lies furthest is known; a new point can only push
some of them out. The hull's corners are those points, moved out by the stroke's half width, and
its triangles are those between the directions. That is the convex hull's own triangulation as
far as the directions are dense enough, and never reaches outside it.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, inlined, reading, types

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
Three = tuple[float, float, float]

HULL_COLUMNS = ("least_width", "least_opacity", "rounding", "facets")

_POINTS = reading(types.float32, 2)
_DIRECTIONS = reading(types.float64, 2)
_SETTINGS = reading(types.float64, 1)
_FACES = reading(types.int64, 2)
_OFFSETS = reading(types.int64, 1)
_REACH = types.float64[::1]
_OWNERS = types.int64[::1]
_VERTICES = types.float32[:, ::1]
_TRIANGLES = types.uint32[:, ::1]


@inlined
def ball_of(point: F32, size: float, settings: F64) -> float:
    """Return the radius of the ball that the hull has around a point."""
    pressure = min(max(np.float64(point[7]), 0.0), 1.0)
    least, rounding = float(settings[0]), float(settings[2])
    return 0.5 * size * rounding * (least + (1 - least) * pressure)


@inlined
def pushed(
    points: F32, first: int, directions: F64, size: float, settings: F64, reach: F64, owners: I64
) -> None:
    """Push the hull out to points from one on."""
    for point in range(first, len(points)):
        ball = ball_of(points[point], size, settings)
        x, y, z = (
            np.float64(points[point, 0]),
            np.float64(points[point, 1]),
            np.float64(points[point, 2]),
        )
        # both are written each time, so that LLVM makes vector code of it
        for k in range(len(reach)):
            out = x * directions[0, k] + y * directions[1, k] + z * directions[2, k] + ball
            further = out > reach[k]
            reach[k] = out if further else reach[k]
            owners[k] = point if further else owners[k]


@inlined
def corner_of(
    points: F32, owner: int, directions: F64, k: int, size: float, settings: F64
) -> Three:
    """Return where the hull's corner in a direction is."""
    ball = ball_of(points[owner], size, settings)
    return (
        points[owner, 0] + ball * directions[0, k],
        points[owner, 1] + ball * directions[1, k],
        points[owner, 2] + ball * directions[2, k],
    )


@inlined
def put_corner(row: F32, place: Three, normal: Three, look: F64, time: float) -> None:
    """Write one vertex."""
    row[0], row[1], row[2] = place
    row[3], row[4], row[5] = normal
    row[6], row[7], row[8], row[9] = look[1], look[2], look[3], look[4]
    row[10] = 0.5 + math.atan2(normal[0], normal[2]) / (2 * math.pi)
    row[11] = 0.5 + 0.5 * min(max(normal[1], -1.0), 1.0)
    row[12], row[13] = look[5], time


@inlined
def face_normal(vertices: F32, middle: Three) -> Three:
    """Return the normal of three corners, or the middle direction where they have no area."""
    a, b, c = vertices[0], vertices[1], vertices[2]
    ux, uy, uz = np.float64(b[0]) - a[0], np.float64(b[1]) - a[1], np.float64(b[2]) - a[2]
    vx, vy, vz = np.float64(c[0]) - a[0], np.float64(c[1]) - a[1], np.float64(c[2]) - a[2]
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    if x * x + y * y + z * z < 1e-24:
        x, y, z = middle
    length = math.sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length


@inlined
def put_facets(
    points: F32, owners: I64, directions: F64, faces: I64, look: F64, settings: F64, base: int,
    vertices: F32, triangles: U32,
) -> None:  # fmt: skip
    """Write a hull with three vertices a face."""
    for face in range(len(faces)):
        mine = vertices[3 * face : 3 * face + 3]
        mx, my, mz = 0.0, 0.0, 0.0
        for corner in range(3):
            k = faces[face, corner]
            mx, my, mz = mx + directions[0, k], my + directions[1, k], mz + directions[2, k]
            mine[corner, 0], mine[corner, 1], mine[corner, 2] = corner_of(
                points, owners[k], directions, k, look[0], settings
            )
            triangles[face, corner] = base + 3 * face + corner
        normal = face_normal(mine, (mx, my, mz))
        for corner in range(3):
            place = mine[corner, 0], mine[corner, 1], mine[corner, 2]
            time = points[owners[faces[face, corner]], 8]
            put_corner(mine[corner], place, normal, look, time)


@inlined
def put_smooth(
    points: F32, owners: I64, directions: F64, faces: I64, look: F64, settings: F64, base: int,
    vertices: F32, triangles: U32,
) -> None:  # fmt: skip
    """Write a hull with one vertex a direction."""
    for k in range(len(owners)):
        normal = directions[0, k], directions[1, k], directions[2, k]
        place = corner_of(points, owners[k], directions, k, look[0], settings)
        put_corner(vertices[k], place, normal, look, points[owners[k], 8])
    for face in range(len(faces)):
        for corner in range(3):
            triangles[face, corner] = base + faces[face, corner]


@compiled(types.void(_POINTS, types.int64, _DIRECTIONS, types.float64, _SETTINGS, _REACH, _OWNERS))
def push_on(
    points: F32, first: int, directions: F64, size: float, settings: F64, reach: F64, owners: I64
) -> None:
    """Push the hull of one stroke that grows out to its points from one on.

    ``directions`` : (3, k). ``settings`` : `HULL_COLUMNS`. ``reach`` and ``owners`` : (k,), how
    far out the hull is in each direction and the point that reaches there, are kept; -inf and 0
    before the first point.
    """
    pushed(points, first, directions, size, settings, reach, owners)


@compiled(
    types.void(_POINTS, _OWNERS, _DIRECTIONS, _FACES, _SETTINGS, _SETTINGS, _VERTICES, _TRIANGLES)
)
def hull_of(
    points: F32, owners: I64, directions: F64, faces: I64, look: F64, settings: F64,
    vertices: F32, triangles: U32,
) -> None:  # fmt: skip
    """Write the hull of one stroke from what `push_on` kept."""
    if settings[3] >= 0.5:
        put_facets(points, owners, directions, faces, look, settings, 0, vertices, triangles)
    else:
        put_smooth(points, owners, directions, faces, look, settings, 0, vertices, triangles)


@compiled(
    types.void(
        _POINTS, _OFFSETS, _DIRECTIONS, _FACES, _DIRECTIONS, _SETTINGS, types.int64, _VERTICES,
        _TRIANGLES,
    )
)  # fmt: skip
def hulls(
    points: F32, offsets: I64, directions: F64, faces: I64, looks: F64, settings: F64, base: int,
    vertices: F32, triangles: U32,
) -> None:  # fmt: skip
    """Write the hulls of many strokes of one brush, those without points left out.

    ``directions`` : (3, k). ``looks`` : (strokes, 8), `LOOK_COLUMNS`.
    """
    is_faceted = settings[3] >= 0.5
    corners = 3 * len(faces) if is_faceted else directions.shape[1]
    reach = np.empty(directions.shape[1])
    owners = np.empty(directions.shape[1], np.int64)
    at = 0
    for stroke in range(len(looks)):
        mine, look = points[offsets[stroke] : offsets[stroke + 1]], looks[stroke]
        if len(mine) == 0:
            continue
        reach[:] = -np.inf
        owners[:] = 0
        pushed(mine, 0, directions, look[0], settings, reach, owners)
        out, first = vertices[at * corners :], base + at * corners
        into = triangles[at * len(faces) :]
        if is_faceted:
            put_facets(mine, owners, directions, faces, look, settings, first, out, into)
        else:
            put_smooth(mine, owners, directions, faces, look, settings, first, out, into)
        at += 1
