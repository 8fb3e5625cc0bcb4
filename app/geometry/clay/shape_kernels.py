"""The loops of `app.geometry.clay.shape`, compiled; importing this imports numba.

Sums over a vertex's neighbours are taken on a fixed fine grid, where they are exact: they do not
depend on the order of the neighbours, and a mirrored clay stays mirrored to the last bit.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, inlined, reading, types

Values = npt.NDArray[np.float32]
Faces = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int32]
Areas = npt.NDArray[np.float64]

FLOATS, FACES, INTS = types.float32[:, ::1], reading(types.uint32, 2), reading(types.int32, 1)
ROWS = reading(types.uint32, 1)
STAMPS, VECTORS = types.int32[::1], types.float64[:, ::1]

# adding and taking away 1.5 * 2**28 leaves a double on the grid of 2**-24 m (60 nm): products of
# two edges shorter than 4 m, and their sums, then fit into a double without rounding
_ROUND = 1.5 * (1 << 28)
# a ray along an edge must not slip between its two faces
_RIM = 1e-7


@inlined
def on_grid(value: float) -> float:
    """Return a number rounded to the grid on which sums are exact."""
    return (np.float64(value) + _ROUND) - _ROUND


@compiled(types.void(FACES, types.int32[::1], types.int32[::1]))
def incidence(faces: Faces, starts: Ints, faces_of: Ints) -> None:
    """Write which faces meet at each vertex, in rows from ``starts`` (all zero before)."""
    for face in range(len(faces)):
        for corner in range(3):
            starts[faces[face, corner] + 1] += 1
    for vertex in range(len(starts) - 1):
        starts[vertex + 1] += starts[vertex]
    fill = starts[:-1].copy()
    for face in range(len(faces)):
        for corner in range(3):
            vertex = faces[face, corner]
            faces_of[fill[vertex]] = face
            fill[vertex] += 1


@inlined
def _measure(values: Values, faces: Faces, face: int, areas: Areas) -> None:
    a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
    ax, ay, az = on_grid(values[a, 0]), on_grid(values[a, 1]), on_grid(values[a, 2])
    ux, uy, uz = on_grid(values[b, 0]) - ax, on_grid(values[b, 1]) - ay, on_grid(values[b, 2]) - az
    vx, vy, vz = on_grid(values[c, 0]) - ax, on_grid(values[c, 1]) - ay, on_grid(values[c, 2]) - az
    areas[face, 0] = uy * vz - uz * vy
    areas[face, 1] = uz * vx - ux * vz
    areas[face, 2] = ux * vy - uy * vx


@inlined
def _widen(boxes: Values, group: int, values: Values, row: int) -> None:
    for axis in range(3):
        at = values[row, axis]
        boxes[group, axis] = min(boxes[group, axis], at)
        boxes[group, axis + 3] = max(boxes[group, axis + 3], at)


@compiled(types.void(FLOATS, FACES, VECTORS))
def measure_faces(values: Values, faces: Faces, areas: Areas) -> None:
    """Write every face's area vector, twice as long as its area."""
    for face in range(len(faces)):
        _measure(values, faces, face, areas)


@inlined
def _widen_around(values: Values, faces: Faces, face: int, groups: Ints, boxes: Values) -> None:
    a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
    if groups[a] == groups[b] == groups[c]:
        return
    for corner in range(3):
        group = groups[faces[face, corner]]
        _widen(boxes, group, values, a)
        _widen(boxes, group, values, b)
        _widen(boxes, group, values, c)


@compiled(
    types.int64(
        FLOATS, FACES, INTS, INTS, ROWS, VECTORS, INTS, FLOATS, STAMPS, STAMPS, STAMPS
    )
)  # fmt: skip
def measure_around(
    values: Values,
    faces: Faces,
    starts: Ints,
    faces_of: Ints,
    rows: npt.NDArray[np.uint32],
    areas: Areas,
    groups: Ints,
    boxes: Values,
    face_stamps: Ints,
    stamps: Ints,
    out: Ints,
) -> int:
    """Measure the faces around vertices that moved, and make the boxes of groups hold them.

    Writes these vertices and their neighbours, each once, and returns how many. The stamps' last
    entry says what number is used up.
    """
    count, stamp = 0, stamps[-1] + 1
    stamps[-1] = stamp
    for row in rows:
        _widen(boxes, groups[row], values, row)
        for place in range(starts[row], starts[row + 1]):
            face = faces_of[place]
            if face_stamps[face] == stamp:
                continue
            face_stamps[face] = stamp
            _measure(values, faces, face, areas)
            _widen_around(values, faces, face, groups, boxes)
            for corner in range(3):
                other = faces[face, corner]
                if stamps[other] != stamp:
                    stamps[other] = stamp
                    out[count] = other
                    count += 1
    return count


@compiled(types.void(INTS, INTS, VECTORS, INTS, FLOATS))
def turn_normals(starts: Ints, faces_of: Ints, areas: Areas, rows: Ints, normals: Values) -> None:
    """Write the normals of some vertices: the sum of their faces' area vectors, at length 1.

    Where the faces have no area the normal stays as it was.
    """
    for row in rows:
        x, y, z = 0.0, 0.0, 0.0
        for place in range(starts[row], starts[row + 1]):
            face = faces_of[place]
            x += areas[face, 0]
            y += areas[face, 1]
            z += areas[face, 2]
        length = math.sqrt(x * x + y * y + z * z)
        if 1e-30 < length < 1e30:
            normals[row, 0] = x / length
            normals[row, 1] = y / length
            normals[row, 2] = z / length


@compiled(types.void(FLOATS, FACES, INTS, INTS, INTS, types.int64, INTS, FLOATS))
def make_boxes(
    values: Values,
    faces: Faces,
    starts: Ints,
    faces_of: Ints,
    order: Ints,
    group_size: int,
    groups: Ints,
    boxes: Values,
) -> None:
    """Make the boxes of some groups hold their vertices and the faces around them, no more."""
    for group in groups:
        boxes[group, :3], boxes[group, 3:] = np.inf, -np.inf
        for place in range(group * group_size, min((group + 1) * group_size, len(order))):
            row = order[place]
            _widen(boxes, group, values, row)
            for at in range(starts[row], starts[row + 1]):
                for corner in range(3):
                    _widen(boxes, group, values, faces[faces_of[at], corner])


@compiled(
    types.int64(
        FLOATS, FLOATS, INTS, types.int64, VECTORS, types.float64, types.boolean, types.uint32[::1]
    )
)
def reach(
    values: Values,
    boxes: Values,
    order: Ints,
    group_size: int,
    centres: Areas,
    radius: float,
    is_masked_too: bool,
    out: npt.NDArray[np.uint32],
) -> int:
    """Write the vertices within a radius of any centre; return how many."""
    count, limit = 0, radius * radius
    for group in range(len(boxes)):
        is_near = False
        for image in range(len(centres)):
            away = 0.0
            for axis in range(3):
                at = centres[image, axis]
                gap = max(boxes[group, axis] - at, at - boxes[group, axis + 3], 0.0)
                away += gap * gap
            is_near |= away < limit
        if not is_near:
            continue
        for place in range(group * group_size, min((group + 1) * group_size, len(order))):
            row = order[place]
            if not is_masked_too and values[row, 6] >= 1:
                continue
            for image in range(len(centres)):
                x = values[row, 0] - centres[image, 0]
                y = values[row, 1] - centres[image, 1]
                z = values[row, 2] - centres[image, 2]
                if x * x + y * y + z * z < limit:
                    out[count] = row
                    count += 1
                    break
    return count


@inlined
def _meets_box(boxes: Values, group: int, origin: types, inverse: types, best: float) -> bool:
    near, far = 0.0, best
    for axis in range(3):
        one = (boxes[group, axis] - origin[axis]) * inverse[axis]
        other = (boxes[group, axis + 3] - origin[axis]) * inverse[axis]
        near, far = max(near, min(one, other)), min(far, max(one, other))
    return near <= far * (1 + 1e-6) + 1e-9


@compiled(
    types.Tuple((types.int64, types.float64))(
        FLOATS, FACES, INTS, INTS, FLOATS, INTS, types.int64,
        types.UniTuple(types.float64, 3), types.UniTuple(types.float64, 3),
    )
)  # fmt: skip
def first_face(
    values: Values,
    faces: Faces,
    starts: Ints,
    faces_of: Ints,
    boxes: Values,
    order: Ints,
    group_size: int,
    origin: tuple[float, float, float],
    direction: tuple[float, float, float],
) -> tuple[int, float]:
    """Return the first face a ray meets, and how far; -1 and 0 where there is none.

    Boxes by Kay and Kajiya's slabs (1986), faces by Moeller and Trumbore (1997).
    """
    found, best = -1, 1e30
    dx, dy, dz = direction
    inverse = (
        1.0 / dx if abs(dx) > 1e-30 else 1e30,
        1.0 / dy if abs(dy) > 1e-30 else 1e30,
        1.0 / dz if abs(dz) > 1e-30 else 1e30,
    )
    for group in range(len(boxes)):
        if not _meets_box(boxes, group, origin, inverse, best):
            continue
        for place in range(group * group_size, min((group + 1) * group_size, len(order))):
            row = order[place]
            for at in range(starts[row], starts[row + 1]):
                face = faces_of[at]
                # each face once: with its first corner
                if faces[face, 0] != row:
                    continue
                a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
                ax, ay, az = float(values[a, 0]), float(values[a, 1]), float(values[a, 2])
                ux, uy, uz = values[b, 0] - ax, values[b, 1] - ay, values[b, 2] - az
                vx, vy, vz = values[c, 0] - ax, values[c, 1] - ay, values[c, 2] - az
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
                    found, best = face, away
    return found, best if found >= 0 else 0.0
