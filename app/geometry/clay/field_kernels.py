"""The loops of `app.geometry.clay.remesh`, compiled; importing this imports numba."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.clay.shape_kernels import FACES, FLOATS, INTS, on_grid
from app.geometry.compiled import compiled, inlined, reading, types

Values = npt.NDArray[np.float32]
Faces = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int32]
Grid = npt.NDArray[np.float32]
Owners = npt.NDArray[np.int32]
Turns = npt.NDArray[np.int16]
Low = tuple[float, float, float]
Closest = tuple[float, float, float]

_LOW = types.UniTuple(types.float64, 3)
_GRID, _OWNERS, _TURNS = types.float32[:, :, ::1], types.int32[:, :, ::1], types.int16[:, :, ::1]
_SEEN = reading(types.int32, 3)


@inlined
def _closest(values: Values, faces: Faces, face: int, x: float, y: float, z: float) -> Closest:
    """Return the squared distance to a face and where it is met: shares of the second and third.

    Ericson, "Real-Time Collision Detection" (2005), 5.1.5.
    """
    a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
    ax, ay, az = float(values[a, 0]), float(values[a, 1]), float(values[a, 2])
    ux, uy, uz = values[b, 0] - ax, values[b, 1] - ay, values[b, 2] - az
    vx, vy, vz = values[c, 0] - ax, values[c, 1] - ay, values[c, 2] - az
    px, py, pz = x - ax, y - ay, z - az
    uu, uv, vv = (
        ux * ux + uy * uy + uz * uz,
        ux * vx + uy * vy + uz * vz,
        vx * vx + vy * vy + vz * vz,
    )
    d1, d2 = ux * px + uy * py + uz * pz, vx * px + vy * py + vz * pz
    d3, d4, d5, d6 = d1 - uu, d2 - uv, d1 - uv, d2 - vv
    va, vb, vc = d3 * d6 - d5 * d4, d5 * d2 - d1 * d6, d1 * d4 - d3 * d2
    s, t = 0.0, 0.0
    if d1 <= 0 and d2 <= 0:
        pass
    elif d3 >= 0 and d4 <= d3:
        s = 1.0
    elif vc <= 0 <= d1 and d3 <= 0:
        s = d1 / max(d1 - d3, 1e-300)
    elif d6 >= 0 and d5 <= d6:
        t = 1.0
    elif vb <= 0 <= d2 and d6 <= 0:
        t = d2 / max(d2 - d6, 1e-300)
    elif va <= 0 and d4 - d3 >= 0 and d5 - d6 >= 0:
        t = (d4 - d3) / max((d4 - d3) + (d5 - d6), 1e-300)
        s = 1 - t
    else:
        whole = max(va + vb + vc, 1e-300)
        s, t = vb / whole, vc / whole
    px, py, pz = px - s * ux - t * vx, py - s * uy - t * vy, pz - s * uz - t * vz
    return px * px + py * py + pz * pz, s, t


@inlined
def _span(
    one: float, two: float, three: float, low: float, voxel: float, reach: float, size: int
) -> tuple[int, int]:
    first = math.ceil((min(one, two, three) - low) / voxel - reach)
    last = math.floor((max(one, two, three) - low) / voxel + reach)
    return max(int(first), 0), min(int(last), size - 1) + 1


@inlined
def _round(values: Values, a: int, b: int, c: int) -> tuple[float, float, float, float]:
    """Return the middle of a face, and how far its corners are from there."""
    x = (float(values[a, 0]) + values[b, 0] + values[c, 0]) / 3
    y = (float(values[a, 1]) + values[b, 1] + values[c, 1]) / 3
    z = (float(values[a, 2]) + values[b, 2] + values[c, 2]) / 3
    square = 0.0
    for corner in (a, b, c):
        dx, dy, dz = values[corner, 0] - x, values[corner, 1] - y, values[corner, 2] - z
        square = max(square, dx * dx + dy * dy + dz * dz)
    return x, y, z, math.sqrt(square) * (1 + 1e-9)


@compiled(types.void(FLOATS, FACES, _LOW, types.float64, types.float64, _GRID, _OWNERS))
def near_faces(
    values: Values, faces: Faces, low: Low, voxel: float, band: float, away: Grid, owner: Owners
) -> None:
    """Write for the points of a grid how far the nearest face is, and which, within a band.

    ``away`` : metres, full of the widest distance before; ``owner`` : full of -1 before. ``band``
    is in voxels.
    """
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        i0, i1 = _span(values[a, 0], values[b, 0], values[c, 0], low[0], voxel, band, away.shape[0])
        j0, j1 = _span(values[a, 1], values[b, 1], values[c, 1], low[1], voxel, band, away.shape[1])
        k0, k1 = _span(values[a, 2], values[b, 2], values[c, 2], low[2], voxel, band, away.shape[2])
        mx, my, mz, reach = _round(values, a, b, c)
        for i in range(i0, i1):
            x = low[0] + i * voxel
            for j in range(j0, j1):
                y = low[1] + j * voxel
                aside = (x - mx) * (x - mx) + (y - my) * (y - my)
                for k in range(k0, k1):
                    z = low[2] + k * voxel
                    known = np.float64(away[i, j, k])
                    # a ball around the face that lies farther away spares looking closer
                    if aside + (z - mz) * (z - mz) >= (known + reach) * (known + reach):
                        continue
                    square, _, _ = _closest(values, faces, face, x, y, z)
                    if square < known * known:
                        away[i, j, k] = math.sqrt(square)
                        owner[i, j, k] = face


@inlined
def _side(values: Values, one: int, other: int, x: float, y: float) -> int:
    """Return on which side of an edge, seen along z, a place lies; never undecided.

    Both faces of an edge decide alike, and a place on the edge counts as moved a little, by
    Edelsbrunner and Muecke's simulation of simplicity (1990).
    """
    turn = 1
    if one > other:
        one, other, turn = other, one, -1
    ax, ay = float(values[one, 0]), float(values[one, 1])
    ux, uy = values[other, 0] - ax, values[other, 1] - ay
    cross = ux * (y - ay) - uy * (x - ax)
    if cross == 0:
        cross = -uy if uy != 0 else ux
    if cross == 0:
        return 0
    return turn if cross > 0 else -turn


@compiled(types.void(FLOATS, FACES, _LOW, types.float64, _TURNS))
def count_turns(values: Values, faces: Faces, low: Low, voxel: float, turns: Turns) -> None:
    """Write how often the surface goes around each point of a grid: more than 0 is inside.

    ``turns`` : full of 0 before. Rays go along z; for a closed surface the sum is the winding
    number, so pieces that overlap become one.
    """
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        ax, ay, az = float(values[a, 0]), float(values[a, 1]), float(values[a, 2])
        ux, uy, uz = values[b, 0] - ax, values[b, 1] - ay, values[b, 2] - az
        vx, vy, vz = values[c, 0] - ax, values[c, 1] - ay, values[c, 2] - az
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        lowest, highest = az + min(0.0, uz, vz), az + max(0.0, uz, vz)
        i0, i1 = _span(values[a, 0], values[b, 0], values[c, 0], low[0], voxel, 0.0, turns.shape[0])
        j0, j1 = _span(values[a, 1], values[b, 1], values[c, 1], low[1], voxel, 0.0, turns.shape[1])
        for i in range(i0, i1):
            for j in range(j0, j1):
                x, y = low[0] + i * voxel, low[1] + j * voxel
                side = _side(values, a, b, x, y)
                if side == 0 or side != _side(values, b, c, x, y):
                    continue
                if side != _side(values, c, a, x, y):
                    continue
                z = az
                if nz != 0:
                    z = az - (nx * (x - ax) + ny * (y - ay)) / nz
                z = min(max(z, lowest), highest)
                k = max(math.ceil((z - low[2]) / voxel), 0)
                if k < turns.shape[2]:
                    turns[i, j, k] -= side
    for i in range(turns.shape[0]):
        for j in range(turns.shape[1]):
            for k in range(1, turns.shape[2]):
                turns[i, j, k] += turns[i, j, k - 1]


@compiled(types.void(_GRID, _TURNS))
def sign_field(away: Grid, turns: Turns) -> None:
    """Make distances negative inside."""
    for i in range(away.shape[0]):
        for j in range(away.shape[1]):
            for k in range(away.shape[2]):
                if turns[i, j, k] > 0:
                    away[i, j, k] = -away[i, j, k]


@compiled(types.void(FLOATS, FLOATS, reading(types.float32, 3), _LOW, types.float64, types.boolean))
def land(
    values: Values, normals: Values, field: Grid, low: Low, voxel: float, is_half: bool
) -> None:
    """Move vertices along their normals onto the zero surface of a field, a quarter voxel at most.

    ``is_half`` : the field is that of x >= 0, and alike on the other side.
    """
    for row in range(len(values)):
        x = abs(values[row, 0]) if is_half else values[row, 0]
        x, y, z = (
            (x - low[0]) / voxel,
            (values[row, 1] - low[1]) / voxel,
            (values[row, 2] - low[2]) / voxel,
        )
        i = min(max(math.floor(x), 0), field.shape[0] - 2)
        j = min(max(math.floor(y), 0), field.shape[1] - 2)
        k = min(max(math.floor(z), 0), field.shape[2] - 2)
        x, y, z = x - i, y - j, z - k
        near = (field[i, j, k] * (1 - z) + field[i, j, k + 1] * z) * (1 - y)
        near += (field[i, j + 1, k] * (1 - z) + field[i, j + 1, k + 1] * z) * y
        far = (field[i + 1, j, k] * (1 - z) + field[i + 1, j, k + 1] * z) * (1 - y)
        far += (field[i + 1, j + 1, k] * (1 - z) + field[i + 1, j + 1, k + 1] * z) * y
        height = near * (1 - x) + far * x
        height = min(max(height, -0.25 * voxel), 0.25 * voxel)
        for axis in range(3):
            values[row, axis] -= height * normals[row, axis]


@compiled(types.void(FLOATS, FACES, INTS, INTS, FLOATS, types.float64, types.float32[:, ::1]))
def relax(
    values: Values, faces: Faces, starts: Ints, faces_of: Ints, normals: Values, share: float,
    out: Values,
) -> None:  # fmt: skip
    """Move vertices along the surface towards their neighbours' mean: triangles become even."""
    for row in range(len(values)):
        x, y, z = 0.0, 0.0, 0.0
        count = starts[row + 1] - starts[row]
        for corner in range(starts[row], starts[row + 1]):
            for other in range(3):
                near = faces[faces_of[corner], other]
                x += on_grid(values[near, 0])
                y += on_grid(values[near, 1])
                z += on_grid(values[near, 2])
        if count == 0:
            continue
        x = (x - count * on_grid(values[row, 0])) / (2 * count) - values[row, 0]
        y = (y - count * on_grid(values[row, 1])) / (2 * count) - values[row, 1]
        z = (z - count * on_grid(values[row, 2])) / (2 * count) - values[row, 2]
        height = x * normals[row, 0] + y * normals[row, 1] + z * normals[row, 2]
        out[row, 0] = values[row, 0] + share * (x - height * normals[row, 0])
        out[row, 1] = values[row, 1] + share * (y - height * normals[row, 1])
        out[row, 2] = values[row, 2] + share * (z - height * normals[row, 2])
    values[:, :3] = out


@inlined
def _owner_near(
    owner: Owners, values: Values, faces: Faces, at: Closest, low: Low, voxel: float, reach: int
) -> tuple[int, float, float]:
    found, best, s, t = -1, 1e300, 0.0, 0.0
    i = math.floor((at[0] - low[0]) / voxel)
    j = math.floor((at[1] - low[1]) / voxel)
    k = math.floor((at[2] - low[2]) / voxel)
    last = -1
    for p in range(max(i - reach + 1, 0), min(i + reach + 1, owner.shape[0])):
        for q in range(max(j - reach + 1, 0), min(j + reach + 1, owner.shape[1])):
            for r in range(max(k - reach + 1, 0), min(k + reach + 1, owner.shape[2])):
                face = owner[p, q, r]
                if face in (-1, last):
                    continue
                last = face
                square, one, two = _closest(values, faces, face, at[0], at[1], at[2])
                if square < best:
                    found, best, s, t = face, square, one, two
    return found, s, t


@compiled(types.void(FLOATS, FACES, _SEEN, _LOW, types.float64, FLOATS))
def carry_over(
    values: Values, faces: Faces, owner: Owners, low: Low, voxel: float, fresh: Values
) -> None:
    """Give new vertices the colours and the mask of the old surface where it is nearest."""
    for row in range(len(fresh)):
        at = (float(fresh[row, 0]), float(fresh[row, 1]), float(fresh[row, 2]))
        face, s, t = _owner_near(owner, values, faces, at, low, voxel, 1)
        if face < 0:
            face, s, t = _owner_near(owner, values, faces, at, low, voxel, 3)
        if face < 0:
            continue
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        for column in range(3, 7):
            # written so that three equal corners give exactly their value
            first = values[a, column]
            fresh[row, column] = (
                first + s * (values[b, column] - first) + t * (values[c, column] - first)
            )
