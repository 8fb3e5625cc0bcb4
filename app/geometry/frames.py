"""The path of a stroke as nodes, each with a frame that does not twist; importing imports numba.

A frame is (side, normal, tangent), right-handed. It is carried from node to node by the
smallest turn that brings one tangent to the next (parallel transport; Bishop, "There is more
than one way to frame a curve", 1975), and drawn to the hand's orientation as far as the brush
wants it. Where the path turns sharply there are two nodes in one place, so that no stretch of
it has to twist from one side of the turn to the other.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, inlined, reading, types

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Three = tuple[float, float, float]

ROW_COLUMNS = (
    "x_m", "y_m", "z_m", "qx", "qy", "qz", "qw", "pressure", "time_s", "along_m",
    "from_x", "from_y", "from_z",
)  # fmt: skip
NODE_COLUMNS = (
    "x_m", "y_m", "z_m", "tangent_x", "tangent_y", "tangent_z", "side_x", "side_y", "side_z",
    "pressure", "along_m", "time_s",
)  # fmt: skip
# how far the hand decides; the longest way between nodes (0: any); points closer than this are
# one; half the length of a dot
TRACE_COLUMNS = ("follow", "step_m", "apart_m", "dot_m")
# a hand that was lost for a while, or a broken file, does not fill the memory
MOST_PIECES, MOST_NODES = 256, 20_000
SHARP = 0.5  # cosine of 60 degrees

_POINTS = reading(types.float32, 2)
_TRACES = reading(types.float64, 2)
_OFFSETS = reading(types.int64, 1)
_ROWS = types.float64[:, ::1]
_COUNTS = types.int64[::1]


@inlined
def dot(a: Three, b: Three) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@inlined
def cross(a: Three, b: Three) -> Three:
    """Return the vector product."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


@inlined
def blend(a: Three, b: Three, part: float) -> Three:
    """Return a vector between two, of length 1 if it can be; the first one otherwise."""
    x = a[0] + (b[0] - a[0]) * part
    y = a[1] + (b[1] - a[1]) * part
    z = a[2] + (b[2] - a[2]) * part
    length = math.sqrt(x * x + y * y + z * z)
    if length < 1e-9:
        return a
    return x / length, y / length, z / length


@inlined
def hand_axis(rows: F64, row: int, axis: int) -> Three:
    """Return where the hand's x (0) or z (2) points; z is towards the person, away from its tip.

    A quaternion without length turns nothing.
    """
    x, y, z, w = rows[row, 3], rows[row, 4], rows[row, 5], rows[row, 6]
    square = x * x + y * y + z * z + w * w
    if square < 1e-12:
        x, y, z, w, square = 0.0, 0.0, 0.0, 1.0, 1.0
    s = 2.0 / square
    if axis == 0:
        return 1 - s * (y * y + z * z), s * (x * y + z * w), s * (x * z - y * w)
    return s * (x * z + y * w), s * (y * z - x * w), 1 - s * (x * x + y * y)


@inlined
def towards(rows: F64, row: int) -> Three:
    """Return the direction from a row to the next one."""
    return rows[row + 1, 10], rows[row + 1, 11], rows[row + 1, 12]


@inlined
def tangents(rows: F64, count: int, row: int) -> tuple[Three, Three, bool]:
    """Return the tangents into and out of a row, and whether it turns sharply there."""
    if count == 1:
        alone = hand_axis(rows, row, 0)
        return alone, alone, False
    if row == 0:
        out = towards(rows, 0)
        return out, out, False
    into = towards(rows, row - 1)
    if row == count - 1:
        return into, into, False
    out = towards(rows, row)
    if dot(into, out) < SHARP:
        return into, out, True
    middle = blend(into, out, 0.5)
    return middle, middle, False


@inlined
def first_side(rows: F64, row: int, tangent: Three) -> Three:
    """Return a side for the first node: flat before the hand if it can be."""
    side = cross(hand_axis(rows, row, 2), tangent)
    if dot(side, side) < 0.04:
        across = hand_axis(rows, row, 0)
        along = dot(across, tangent)
        side = (
            across[0] - along * tangent[0],
            across[1] - along * tangent[1],
            across[2] - along * tangent[2],
        )
    return blend(side, side, 0.0)


@inlined
def carried(side: Three, before: Three, after: Three) -> Three:
    """Return a side after the smallest turn from one tangent to another."""
    c = 1 + dot(before, after)
    if c < 1e-9:
        # straight back: in the plane of the stroke, as any turn short of it
        return -side[0], -side[1], -side[2]
    k = dot(side, after) / c
    return (
        side[0] - k * (before[0] + after[0]),
        side[1] - k * (before[1] + after[1]),
        side[2] - k * (before[2] + after[2]),
    )


@inlined
def followed(side: Three, tangent: Three, hand: Three, follow: float) -> Three:
    """Return a side drawn towards the hand's; of length 1 only where it was drawn all the way.

    Less the more the hand points along the path, and the more it asks for a quarter turn: there
    the hand tells nothing, or as much for one way as for the other.
    """
    wanted = cross(hand, tangent)
    size = math.sqrt(dot(wanted, wanted))
    if size < 1e-6:
        return side
    cosine = dot(wanted, side) / size
    part = follow * min(2 * size, 1.0) * min(2 * abs(cosine), 1.0)
    k = part / size if cosine > 0 else -part / size
    return (
        side[0] * (1 - part) + wanted[0] * k,
        side[1] * (1 - part) + wanted[1] * k,
        side[2] * (1 - part) + wanted[2] * k,
    )


@inlined
def put_node(
    nodes: F64, at: int, rows: F64, row: int, part: float, tangent: Three, follow: float
) -> int:
    """Write the node that lies a part of the way from the row before to a row."""
    before = max(row - 1, 0)
    nodes[at, 0] = rows[before, 0] + (rows[row, 0] - rows[before, 0]) * part
    nodes[at, 1] = rows[before, 1] + (rows[row, 1] - rows[before, 1]) * part
    nodes[at, 2] = rows[before, 2] + (rows[row, 2] - rows[before, 2]) * part
    nodes[at, 9] = rows[before, 7] + (rows[row, 7] - rows[before, 7]) * part
    nodes[at, 10] = rows[before, 9] + (rows[row, 9] - rows[before, 9]) * part
    nodes[at, 11] = rows[before, 8] + (rows[row, 8] - rows[before, 8]) * part
    if at == 0:
        side = first_side(rows, row, tangent)
    else:
        old = nodes[at - 1, 3], nodes[at - 1, 4], nodes[at - 1, 5]
        side = nodes[at - 1, 6], nodes[at - 1, 7], nodes[at - 1, 8]
        side = carried(side, old, tangent)
        if follow > 0:
            hand = hand_axis(rows, row, 2)
            if part < 1:
                hand = blend(hand_axis(rows, before, 2), hand, part)
            side = followed(side, tangent, hand, follow)
        slip = dot(side, tangent)
        straight = (
            side[0] - slip * tangent[0],
            side[1] - slip * tangent[1],
            side[2] - slip * tangent[2],
        )
        side = blend(straight, straight, 0.0)
    nodes[at, 3], nodes[at, 4], nodes[at, 5] = tangent
    nodes[at, 6], nodes[at, 7], nodes[at, 8] = side
    return at + 1


@inlined
def put_block(
    nodes: F64, at: int, rows: F64, count: int, row: int, follow: float, step: float
) -> int:
    """Write the nodes from behind the row before up to a row; return how many there are then."""
    into, out, is_sharp = tangents(rows, count, row)
    if row > 0 and step > 0 and at < MOST_NODES:
        pieces = math.ceil(min((rows[row, 9] - rows[row - 1, 9]) / step, MOST_PIECES))
        left = into
        if pieces > 1:
            _, left, _ = tangents(rows, count, row - 1)
        for piece in range(1, pieces):
            part = piece / pieces
            at = put_node(nodes, at, rows, row, part, blend(left, into, part), follow)
    at = put_node(nodes, at, rows, row, 1.0, into, follow)
    if is_sharp:
        at = put_node(nodes, at, rows, row, 1.0, out, follow)
    return at


@inlined
def put_dot(nodes: F64, rows: F64, half: float) -> int:
    """Write two nodes for a stroke that stayed where it was."""
    tangent, _, _ = tangents(rows, 1, 0)
    for at in range(2):
        put_node(nodes, at, rows, 0, 1.0, tangent, 0.0)
        for axis in range(3):
            nodes[at, axis] += (2 * at - 1) * half * tangent[axis]
    return 2


@inlined
def put_row(rows: F64, count: int, points: F32, point: int, apart: float) -> int:
    """Take a point in; one that lies on the row before only presses that harder."""
    if count > 0:
        last = count - 1
        x = points[point, 0] - rows[last, 0]
        y = points[point, 1] - rows[last, 1]
        z = points[point, 2] - rows[last, 2]
        gap = math.sqrt(x * x + y * y + z * z)
        if gap <= apart:
            rows[last, 7] = max(rows[last, 7], points[point, 7])
            return count
        rows[count, 9] = rows[last, 9] + gap
        rows[count, 10], rows[count, 11], rows[count, 12] = x / gap, y / gap, z / gap
    else:
        rows[0, 9] = 0.0
    for column in range(9):
        rows[count, column] = points[point, column]
    return count + 1


@compiled(types.int64(_POINTS, _OFFSETS, _TRACES))
def most_nodes(points: F32, offsets: I64, traces: F64) -> int:
    """Return how many nodes the strokes have at most; arguments as `trace`."""
    total = 2 * len(points) + 2 * len(traces)
    for stroke in range(len(traces)):
        step, extra = traces[stroke, 1], 0
        if step <= 0:
            continue
        for point in range(offsets[stroke] + 1, offsets[stroke + 1]):
            x = points[point, 0] - points[point - 1, 0]
            y = points[point, 1] - points[point - 1, 1]
            z = points[point, 2] - points[point - 1, 2]
            gap = math.sqrt(x * x + y * y + z * z)
            # a point that was passed over makes the next gap longer
            extra += math.ceil(min((gap + traces[stroke, 2]) / step, MOST_PIECES))
        total += min(extra, MOST_NODES + MOST_PIECES)
    return total


@compiled(types.int64(_POINTS, _OFFSETS, _TRACES, _ROWS, _ROWS, _COUNTS))
def trace(points: F32, offsets: I64, traces: F64, rows: F64, nodes: F64, starts: I64) -> int:
    """Write the nodes of many strokes; return how many.

    ``points`` : (n, 9), `SPACE_COLUMNS`. ``offsets`` : (strokes + 1,), where each begins.
    ``traces`` : (strokes, 4), `TRACE_COLUMNS`. ``rows`` : (most points of a stroke, 13), used
    and left. ``nodes`` : `most_nodes` rows, `NODE_COLUMNS`. ``starts`` : (strokes + 1,), gets
    where the nodes of each begin.
    """
    at = 0
    for stroke in range(len(traces)):
        starts[stroke] = at
        count = 0
        for point in range(offsets[stroke], offsets[stroke + 1]):
            count = put_row(rows, count, points, point, traces[stroke, 2])
        mine = nodes[at:]
        here = put_dot(mine, rows, traces[stroke, 3]) if count == 1 else 0
        if count > 1:
            for row in range(count):
                here = put_block(mine, here, rows, count, row, traces[stroke, 0], traces[stroke, 1])
        at += here
    starts[len(traces)] = at
    return at


@compiled(types.int64(_POINTS, types.float64[::1], _ROWS, _COUNTS, _ROWS, _COUNTS))
def trace_on(points: F32, settings: F64, rows: F64, starts: I64, nodes: F64, counts: I64) -> int:
    """Take in points of one stroke that grows; return the first node that is not as before.

    ``points`` are the new ones. ``settings`` : (4,), `TRACE_COLUMNS`. ``rows``, ``starts`` (the
    first node of each row) and ``nodes`` keep what is written; ``counts`` : (2,), how many rows
    and nodes there are, before and then after.
    """
    before = counts[0]
    count = before
    for point in range(len(points)):
        count = put_row(rows, count, points, point, settings[2])
    if count == 1:
        counts[0], counts[1], starts[0] = 1, put_dot(nodes, rows, settings[3]), 0
        return 0
    row = max(before - 1, 0)
    at = starts[row] if row > 0 else 0
    changed = at
    for row in range(row, count):  # noqa: B020 - from the last one that stood before
        starts[row] = at
        at = put_block(nodes, at, rows, count, row, settings[0], settings[1])
    counts[0], counts[1] = count, at
    return changed
