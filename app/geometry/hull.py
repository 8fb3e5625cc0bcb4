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

HULL_COLUMNS = ("least_width", "least_opacity", "rounding", "facets")
# how far out, the corner, when it was drawn
REACH_COLUMNS = ("out_m", "x_m", "y_m", "z_m", "time_s")

_POINTS = reading(types.float32, 2)
_DIRECTIONS = reading(types.float64, 2)
_SETTINGS = reading(types.float64, 1)
_FACES = reading(types.int64, 2)
_OFFSETS = reading(types.int64, 1)
_REACH = types.float64[:, ::1]
_VERTICES = types.float32[:, ::1]
_TRIANGLES = types.uint32[:, ::1]


@inlined
def pushed(
    points: F32, first: int, directions: F64, size: float, settings: F64, reach: F64
) -> bool:
    """Push the hull out to points from one on; return whether any corner moved."""
    moved = False
    for point in range(first, len(points)):
        pressure = min(max(points[point, 7], 0.0), 1.0)
        ball = 0.5 * size * settings[2] * (settings[0] + (1 - settings[0]) * pressure)
        x, y, z = float(points[point, 0]), float(points[point, 1]), float(points[point, 2])
        for k in range(len(directions)):
            dx, dy, dz = directions[k, 0], directions[k, 1], directions[k, 2]
            out = x * dx + y * dy + z * dz + ball
            if point == 0 or out > reach[k, 0]:
                reach[k, 0] = out
                reach[k, 1], reach[k, 2] = x + ball * dx, y + ball * dy
                reach[k, 3], reach[k, 4] = z + ball * dz, points[point, 8]
                moved = True
    return moved


@inlined
def put_corner(
    row: F32, corner: F64, normal: tuple[float, float, float], look: F64, alpha: float
) -> None:
    """Write one vertex."""
    row[0], row[1], row[2] = corner[1], corner[2], corner[3]
    row[3], row[4], row[5] = normal
    row[6], row[7], row[8], row[9] = look[1], look[2], look[3], alpha
    row[10] = 0.5 + math.atan2(normal[0], normal[2]) / (2 * math.pi)
    row[11] = 0.5 + 0.5 * min(max(normal[1], -1.0), 1.0)
    row[12], row[13] = look[5], corner[4]


@inlined
def face_normal(reach: F64, directions: F64, face: I64) -> tuple[float, float, float]:
    """Return the normal of a face, or the mean direction where it has no area."""
    a, b, c = reach[face[0]], reach[face[1]], reach[face[2]]
    ux, uy, uz = b[1] - a[1], b[2] - a[2], b[3] - a[3]
    vx, vy, vz = c[1] - a[1], c[2] - a[2], c[3] - a[3]
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    length = math.sqrt(x * x + y * y + z * z)
    if length < 1e-14:
        x = directions[face[0], 0] + directions[face[1], 0] + directions[face[2], 0]
        y = directions[face[0], 1] + directions[face[1], 1] + directions[face[2], 1]
        z = directions[face[0], 2] + directions[face[1], 2] + directions[face[2], 2]
        length = math.sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length


@inlined
def put_hull(
    reach: F64, directions: F64, faces: I64, look: F64, settings: F64, base: int,
    vertices: F32, triangles: U32,
) -> None:  # fmt: skip
    """Write a hull: a vertex a direction, or three a face where it is faceted."""
    alpha = look[4]
    if settings[3] < 0.5:
        for k in range(len(directions)):
            normal = directions[k, 0], directions[k, 1], directions[k, 2]
            put_corner(vertices[k], reach[k], normal, look, alpha)
    for face in range(len(faces)):
        if settings[3] >= 0.5:
            normal = face_normal(reach, directions, faces[face])
        for corner in range(3):
            k = faces[face, corner]
            if settings[3] >= 0.5:
                put_corner(vertices[3 * face + corner], reach[k], normal, look, alpha)
                k = 3 * face + corner
            triangles[face, corner] = base + k


@compiled(types.boolean(_POINTS, types.int64, _DIRECTIONS, types.float64, _SETTINGS, _REACH))
def push_on(
    points: F32, first: int, directions: F64, size: float, settings: F64, reach: F64
) -> bool:
    """Push the hull of one stroke that grows out to its points from one on.

    ``settings`` : `HULL_COLUMNS`. ``reach`` : (directions, 5), `REACH_COLUMNS`, is kept.
    Returns whether it changed.
    """
    return pushed(points, first, directions, size, settings, reach)


@compiled(
    types.void(
        _REACH, _DIRECTIONS, _FACES, _SETTINGS, _SETTINGS, _VERTICES, _TRIANGLES,
    )
)  # fmt: skip
def hull_of(
    reach: F64, directions: F64, faces: I64, look: F64, settings: F64, vertices: F32,
    triangles: U32,
) -> None:  # fmt: skip
    """Write the hull of one stroke from what `push_on` kept."""
    put_hull(reach, directions, faces, look, settings, 0, vertices, triangles)


@compiled(
    types.void(
        _POINTS, _OFFSETS, _DIRECTIONS, _FACES, _DIRECTIONS, _SETTINGS, types.int64, _REACH,
        _VERTICES, _TRIANGLES,
    )
)  # fmt: skip
def hulls(
    points: F32, offsets: I64, directions: F64, faces: I64, looks: F64, settings: F64, base: int,
    reach: F64, vertices: F32, triangles: U32,
) -> None:  # fmt: skip
    """Write the hulls of many strokes of one brush, those without points left out.

    ``looks`` : (strokes, 6), `LOOK_COLUMNS`. ``reach`` : (directions, 5), used and left.
    """
    corners = 3 * len(faces) if settings[3] >= 0.5 else len(directions)
    at = 0
    for stroke in range(len(looks)):
        mine = points[offsets[stroke] : offsets[stroke + 1]]
        if len(mine) == 0:
            continue
        pushed(mine, 0, directions, looks[stroke, 0], settings, reach)
        put_hull(
            reach, directions, faces, looks[stroke], settings, base + at * corners,
            vertices[at * corners :], triangles[at * len(faces) :],
        )  # fmt: skip
        at += 1
