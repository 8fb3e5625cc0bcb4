"""The loops of `app.geometry.clay.dab`, compiled; importing this imports numba.

A vertex is first folded onto the side of the first image of the dab, and unfolded at the end: a
vertex and its mirrored one go through the same sums, so symmetry holds to the last bit.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.clay.shape_kernels import FACES, FLOATS, INTS, on_grid
from app.geometry.compiled import compiled, inlined, reading, types

Values = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Rows = npt.NDArray[np.uint32]
Table = npt.NDArray[np.float64]
Faces = npt.NDArray[np.uint32]
Triple = tuple[float, float, float]

PULL, DRAG, SMOOTH, PINCH, FLATTEN, INFLATE, CREASE, TWIST = range(8)

ROWS, TABLE, NUMBERS = reading(types.uint32, 1), types.float64[:, ::1], types.float64[::1]
_SIDES = types.UniTuple(types.boolean, 3)


@inlined
def _falloff(distance: float, radius: float, edge: float) -> float:
    # 1 within the hard part, then (1 - t^2)^2: level at both ends
    reach = distance / radius
    if reach >= 1:
        return 0.0
    if reach <= edge:
        return 1.0
    t = (reach - edge) / (1 - edge)
    t = 1 - t * t
    return t * t


@compiled(types.void(FLOATS, FLOATS, ROWS, TABLE, types.float64, types.float64, types.float64[::1]))
def area(
    values: Values, normals: Values, rows: Rows, images: Table, radius: float, edge: float,
    out: Table,
) -> None:  # fmt: skip
    """Write the middle (0 to 3) and the normal (3 to 6) of what lies under the first image."""
    out[:] = 0.0
    weight = 0.0
    for row in rows:
        x = values[row, 0] - images[0, 0]
        y = values[row, 1] - images[0, 1]
        z = values[row, 2] - images[0, 2]
        share = _falloff(math.sqrt(x * x + y * y + z * z), radius, edge)
        weight += share
        for axis in range(3):
            out[axis] += share * values[row, axis]
            out[axis + 3] += share * normals[row, axis]
    length = math.sqrt(out[3] * out[3] + out[4] * out[4] + out[5] * out[5])
    for axis in range(3):
        out[axis] = out[axis] / weight if weight > 1e-12 else images[0, axis]
        out[axis + 3] = out[axis + 3] / length if length > 1e-12 else (1.0 if axis == 1 else 0.0)


@inlined
def _turned(x: float, y: float, z: float, dx: float, dy: float, dz: float, angle: float) -> Triple:
    """Return how far Rodrigues' rotation about a direction takes a place."""
    height = x * dx + y * dy + z * dz
    c, s = 1 - math.cos(angle), math.sin(angle)
    return (
        s * (dy * z - dz * y) - c * (x - height * dx),
        s * (dz * x - dx * z) - c * (y - height * dy),
        s * (dx * y - dy * x) - c * (z - height * dz),
    )


@inlined
def _shift(
    action: int, x: float, y: float, z: float, images: Table, at: int, size: Table, share: float
) -> Triple:
    """Return what one image does to a vertex at a place seen from its middle."""
    if action == DRAG:
        return share * images[at, 6], share * images[at, 7], share * images[at, 8]
    dx, dy, dz = images[at, 3], images[at, 4], images[at, 5]
    if action == TWIST:
        return _turned(x, y, z, dx, dy, dz, share * images[at, 10])
    along, inward = 0.0, 0.0
    height = x * dx + y * dy + z * dz
    if action == PULL:
        along = share * size[0]
    elif action == CREASE:
        along, inward = -share * size[0], share * size[1]
    elif action == PINCH:
        inward = share * size[1]
    elif action == FLATTEN:
        # column 9 is how high the plane lies above the middle of the touch
        along = share * size[1] * (images[at, 9] - height)
    along += inward * height
    return along * dx - inward * x, along * dy - inward * y, along * dz - inward * z


@inlined
def _towards_mean(values: Values, faces: Faces, starts: Ints, faces_of: Ints, row: int) -> Triple:
    """Return the way from a vertex to the mean of its neighbours."""
    x, y, z = 0.0, 0.0, 0.0
    count = starts[row + 1] - starts[row]
    for corner in range(starts[row], starts[row + 1]):
        face = faces_of[corner]
        one = faces[face, 1] if faces[face, 0] == row else faces[face, 0]
        other = faces[face, 1] if faces[face, 2] == row else faces[face, 2]
        x += on_grid(values[one, 0]) + on_grid(values[other, 0])
        y += on_grid(values[one, 1]) + on_grid(values[other, 1])
        z += on_grid(values[one, 2]) + on_grid(values[other, 2])
    if count == 0:
        return 0.0, 0.0, 0.0
    # each neighbour stands in two of the faces
    return (
        x / (2 * count) - values[row, 0],
        y / (2 * count) - values[row, 1],
        z / (2 * count) - values[row, 2],
    )


@inlined
def _stepped(at: float, step: float, free: float, radius: float, is_mirrored: bool) -> float:
    # what lies on a mirror's plane stays there
    if is_mirrored and at == 0:
        return at
    return at + max(-radius, min(radius, free * step))


@compiled(
    types.void(
        FLOATS, FLOATS, FACES, INTS, INTS, ROWS, TABLE, _SIDES, types.int64,
        types.float64, types.float64, NUMBERS, types.float32[:, ::1],
    )
)  # fmt: skip
def move(
    values: Values,
    normals: Values,
    faces: Faces,
    starts: Ints,
    faces_of: Ints,
    rows: Rows,
    images: Table,
    sides: tuple[bool, bool, bool],
    action: int,
    radius: float,
    edge: float,
    size: Table,
    out: Values,
) -> None:
    """Move these vertices as a touch does, all at once; ``out`` is room for their places.

    ``images`` : the folded touch first, then its mirror images; columns centre, direction,
    drag, height of the plane, angle. ``size`` : metres along, share inward or towards the mean.
    """
    for place in range(len(rows)):
        row = int(rows[place])
        x, y, z = values[row, 0], values[row, 1], values[row, 2]
        fx = -1.0 if sides[0] and x < 0 else 1.0
        fy = -1.0 if sides[1] and y < 0 else 1.0
        fz = -1.0 if sides[2] and z < 0 else 1.0
        sx, sy, sz, whole = 0.0, 0.0, 0.0, 0.0
        for image in range(len(images)):
            ax = x * fx - images[image, 0]
            ay = y * fy - images[image, 1]
            az = z * fz - images[image, 2]
            share = _falloff(math.sqrt(ax * ax + ay * ay + az * az), radius, edge)
            if share > 0:
                whole += share
                tx, ty, tz = _shift(action, ax, ay, az, images, image, size, share)
                sx, sy, sz = sx + tx, sy + ty, sz + tz
        if action == SMOOTH:
            amount = max(-0.5, min(whole * size[1], 1.0))
            tx, ty, tz = _towards_mean(values, faces, starts, faces_of, row)
            sx, sy, sz = amount * tx * fx, amount * ty * fy, amount * tz * fz
        elif action == INFLATE:
            sx = whole * size[0] * normals[row, 0] * fx
            sy = whole * size[0] * normals[row, 1] * fy
            sz = whole * size[0] * normals[row, 2] * fz
        free = 1.0 - values[row, 6]
        out[place, 0] = _stepped(x, sx * fx, free, radius, sides[0])
        out[place, 1] = _stepped(y, sy * fy, free, radius, sides[1])
        out[place, 2] = _stepped(z, sz * fz, free, radius, sides[2])
    for place in range(len(rows)):
        for axis in range(3):
            values[rows[place], axis] = out[place, axis]


@compiled(
    types.void(
        FLOATS, ROWS, TABLE, _SIDES, types.float64, types.float64, types.float64,
        types.int64, types.UniTuple(types.float64, 3),
    )
)  # fmt: skip
def tint(
    values: Values,
    rows: Rows,
    images: Table,
    sides: tuple[bool, bool, bool],
    radius: float,
    edge: float,
    amount: float,
    column: int,
    colour: tuple[float, float, float],
) -> None:
    """Bring colours (column 3), or the mask (column 6), nearer to what is asked for."""
    count = 3 if column == 3 else 1
    for row in rows:
        whole = 0.0
        for image in range(len(images)):
            away = 0.0
            for axis in range(3):
                at = abs(values[row, axis]) if sides[axis] else values[row, axis]
                away += (at - images[image, axis]) * (at - images[image, axis])
            whole += _falloff(math.sqrt(away), radius, edge)
        share = min(whole * amount, 1.0)
        if column == 3:
            share *= 1.0 - values[row, 6]
        for channel in range(count):
            now = values[row, column + channel]
            now += share * (colour[channel] - now)
            # nearly held is held, nearly free is free: a way that is halved each time never ends
            if column == 6 and abs(now - colour[channel]) < 0.01:
                now = colour[channel]
            values[row, column + channel] = max(0.0, min(1.0, now))
