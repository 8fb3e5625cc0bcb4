"""Particles and stamps strewn along strokes; importing imports numba.

The k-th of them stands where the stroke is k spacings long, and its chance comes from the
stroke's seed and k alone: the same points and seed strew the same, however they come.
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

# what a brush is like; lengths are in widths
SCATTER_COLUMNS = (
    "least_width", "least_opacity", "spacing", "scatter", "grain", "size_jitter", "shade_jitter",
    "sprite", "drift_m_s", "spin_deg", "tilt_deg", "bend", "follow_path",
)  # fmt: skip
# jumps (a hand that was lost for a while) do not fill the room
MOST_A_GAP = 256
# what is further along than this many spacings cannot be numbered
FURTHEST = 1e12

_POINTS = reading(types.float32, 2)
_OFFSETS = reading(types.int64, 1)
_LOOKS = reading(types.float64, 2)
_SETTINGS = reading(types.float64, 1)
_SEEDS = reading(types.uint64, 1)
_SHAPE = reading(types.float64, 2)
_WALKED = types.float64[::1]
_COUNTS = types.int64[::1]
_VERTICES = types.float32[:, ::1]
_TRIANGLES = types.uint32[:, ::1]


@inlined
def chance(seed: int, index: int, channel: int) -> float:
    """Return a number from 0 to 1 (splitmix64; Steele, Lea and Flood, OOPSLA 2014)."""
    z = np.uint64(seed) + np.uint64(index * 16 + channel + 1) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(40)) / 16777216.0


@inlined
def axis_of(point: F32, axis: int) -> Three:
    """Return where the hand's x (0), y (1) or z (2) points."""
    x, y, z, w = (
        np.float64(point[3]),
        np.float64(point[4]),
        np.float64(point[5]),
        np.float64(point[6]),
    )
    square = x * x + y * y + z * z + w * w
    if square < 1e-12:
        return 1.0 if axis == 0 else 0.0, 1.0 if axis == 1 else 0.0, 1.0 if axis == 2 else 0.0
    s = 2.0 / square
    if axis == 0:
        return 1 - s * (y * y + z * z), s * (x * y + z * w), s * (x * z - y * w)
    if axis == 1:
        return s * (x * y - z * w), 1 - s * (x * x + z * z), s * (y * z + x * w)
    return s * (x * z + y * w), s * (y * z - x * w), 1 - s * (x * x + y * y)


@inlined
def gap_of(points: F32, point: int) -> float:
    """Return how far a point is from the one before it."""
    x = np.float64(points[point, 0]) - np.float64(points[point - 1, 0])
    y = np.float64(points[point, 1]) - np.float64(points[point - 1, 1])
    z = np.float64(points[point, 2]) - np.float64(points[point - 1, 2])
    return math.sqrt(x * x + y * y + z * z)


@inlined
def due(points: F32, point: int, is_first: bool, walked: float, spacing: float) -> tuple[int, int]:
    """Return the numbers of the first and behind the last that stand between two points."""
    if is_first:
        # a piece that was cut off begins between two of them
        return 0, 0 if walked > 0 else 1
    if walked + gap_of(points, point) > FURTHEST * spacing:
        return 0, 0
    first = math.floor(walked / spacing) + 1
    behind = math.floor((walked + gap_of(points, point)) / spacing) + 1
    return first, min(behind, first + MOST_A_GAP)


@inlined
def counted(points: F32, first: int, walked: float, spacing: float) -> tuple[int, float]:
    """Return how many stand along a stroke from a point on, and how long it is then."""
    count = 0
    for point in range(first, len(points)):
        begin, behind = due(points, point, point == 0, walked, spacing)
        count += behind - begin
        if point > 0:
            walked += gap_of(points, point)
    return count, walked


@inlined
def turned(a: Three, b: Three, cos: float, sin: float) -> tuple[Three, Three]:
    """Return two axes turned in their plane; both 0 turns nothing."""
    length = math.sqrt(cos * cos + sin * sin)
    if length < 1e-12:
        return a, b
    c, s = cos / length, sin / length
    return (
        (c * a[0] + s * b[0], c * a[1] + s * b[1], c * a[2] + s * b[2]),
        (c * b[0] - s * a[0], c * b[1] - s * a[1], c * b[2] - s * a[2]),
    )


@inlined
def put_billboard(place: Three, half: float, settings: F64, vertices: F32) -> None:
    """Write the places of one particle's corners."""
    for corner in range(4):
        row = vertices[corner]
        row[0], row[1], row[2] = place
        row[3] = 1.0 if corner in (1, 2) else -1.0
        row[4] = 1.0 if corner > 1 else -1.0
        row[5], row[10], row[11] = half, settings[7], settings[8]


@inlined
def put_stamp(
    points: F32, point: int, place: Three, half: float, seed: int, index: int,
    settings: F64, shape: F64, vertices: F32,
) -> None:  # fmt: skip
    """Write the places of one stamp's corners, turned and tilted as the brush wants it."""
    d, s, n = axis_of(points[point], 0), axis_of(points[point], 1), axis_of(points[point], 2)
    if settings[12] >= 0.5 and point > 0:
        wx = np.float64(points[point, 0]) - np.float64(points[point - 1, 0])
        wy = np.float64(points[point, 1]) - np.float64(points[point - 1, 1])
        wz = np.float64(points[point, 2]) - np.float64(points[point - 1, 2])
        d, s = turned(d, s, wx * d[0] + wy * d[1] + wz * d[2], wx * s[0] + wy * s[1] + wz * s[2])
    if settings[9] > 0:
        spin = math.radians(settings[9]) * (2 * chance(seed, index, 5) - 1)
        d, s = turned(d, s, math.cos(spin), math.sin(spin))
    if settings[10] > 0:
        tilt = math.radians(settings[10]) * (2 * chance(seed, index, 6) - 1)
        s, n = turned(s, n, math.cos(tilt), math.sin(tilt))
    for k in range(len(shape)):
        a, b = shape[k, 0], shape[k, 1]
        # folded along its middle, as a leaf is
        rise, lean = settings[11] * abs(b), -settings[11] * (1.0 if b > 0 else -1.0)
        lean = 0.0 if b == 0 else lean
        flat = 1 / math.sqrt(1 + lean * lean)
        row = vertices[k]
        for axis in range(3):
            row[axis] = place[axis] + half * (a * d[axis] + b * s[axis] + rise * n[axis])
            row[3 + axis] = flat * (n[axis] + lean * s[axis])
        row[10], row[11] = 0.5 + 0.5 * a, 0.5 + 0.5 * b


@inlined
def place_of(
    points: F32, point: int, part: float, reach: float, seed: int, index: int, is_flat: bool
) -> Three:
    """Return where one stands: on the path, strayed within a ball, or before the hand."""
    before = max(point - 1, 0)
    angle = 2 * math.pi * chance(seed, index, 0)
    up = 0.0 if is_flat else 2 * chance(seed, index, 1) - 1
    away = chance(seed, index, 2)
    away = reach * (math.sqrt(away) if is_flat else away ** (1 / 3))
    round_ = math.sqrt(1 - up * up)
    a, b, c = away * round_ * math.cos(angle), away * round_ * math.sin(angle), away * up
    x, y, z = axis_of(points[point], 0), axis_of(points[point], 1), axis_of(points[point], 2)
    return (
        points[before, 0] + (points[point, 0] - points[before, 0]) * part
        + a * x[0] + b * y[0] + c * z[0],
        points[before, 1] + (points[point, 1] - points[before, 1]) * part
        + a * x[1] + b * y[1] + c * z[1],
        points[before, 2] + (points[point, 2] - points[before, 2]) * part
        + a * x[2] + b * y[2] + c * z[2],
    )  # fmt: skip


@inlined
def put_triangles(shape: F64, base: int, triangles: U32) -> None:
    """Write two triangles of a billboard, or the fan of a stamp."""
    if len(shape) == 0:
        triangles[0, 0], triangles[0, 1], triangles[0, 2] = base, base + 1, base + 2
        triangles[1, 0], triangles[1, 1], triangles[1, 2] = base, base + 2, base + 3
        return
    rim = len(shape) - 1
    for k in range(rim):
        triangles[k, 0] = base
        triangles[k, 1], triangles[k, 2] = base + 1 + k, base + 1 + (k + 1) % rim


@inlined
def put_shared(
    vertices: F32, look: F64, shade: float, alpha: float, phase: float, time: float
) -> None:
    """Write what all corners of a particle or a stamp have in common."""
    for corner in range(len(vertices)):
        row = vertices[corner]
        row[6], row[7], row[8] = look[1] * shade, look[2] * shade, look[3] * shade
        row[9], row[12], row[13] = alpha, phase, time


@inlined
def strewn(
    points: F32, first: int, walked: float, look: F64, seed: int, settings: F64,
    shape: F64, base: int, vertices: F32, triangles: U32,
) -> int:  # fmt: skip
    """Write what stands along a stroke from a point on; return how many.

    ``walked`` is how long the stroke is at the point before, ``base`` what triangles count from.
    """
    spacing = settings[2] * look[0]
    corners = max(len(shape), 4)
    faces = len(shape) - 1 if len(shape) else 2
    count = 0
    for point in range(first, len(points)):
        begin, behind = due(points, point, point == 0, walked, spacing)
        gap = gap_of(points, point) if point > 0 else 0.0
        for k in range(begin, behind):
            part = (k * spacing - walked) / gap if gap > 0 else 1.0
            before = max(point - 1, 0)
            pressure = points[before, 7] + (points[point, 7] - points[before, 7]) * part
            pressure = min(max(pressure, 0.0), 1.0)
            wide = look[0] * (settings[0] + (1 - settings[0]) * pressure)
            half = 0.5 * wide * settings[4] * (1 - settings[5] * chance(seed, k, 3))
            shade = 1 - settings[6] * chance(seed, k, 4)
            place = place_of(points, point, part, settings[3] * wide, seed, k, len(shape) > 0)
            mine = vertices[count * corners : (count + 1) * corners]
            if len(shape):
                put_stamp(points, point, place, half, seed, k, settings, shape, mine)
            else:
                put_billboard(place, half, settings, mine)
            time = points[before, 8] + (points[point, 8] - points[before, 8]) * part
            phase = math.floor(look[5]) + chance(seed, k, 7)
            alpha = look[4] * (settings[1] + (1 - settings[1]) * pressure)
            put_shared(mine, look, shade, alpha, phase, time)
            put_triangles(shape, base + count * corners, triangles[count * faces :])
            count += 1
        walked += gap
    return count


@compiled(types.void(_POINTS, _OFFSETS, _LOOKS, types.float64, _COUNTS))
def count_many(points: F32, offsets: I64, looks: F64, spacing: float, counts: I64) -> None:
    """Write how many stand along each stroke; ``spacing`` is in widths."""
    for stroke in range(len(looks)):
        mine = points[offsets[stroke] : offsets[stroke + 1]]
        counts[stroke], _ = counted(mine, 0, looks[stroke, 6], spacing * looks[stroke, 0])


@compiled(types.int64(_POINTS, types.int64, _WALKED, types.float64))
def count_on(points: F32, first: int, walked: F64, spacing_m: float) -> int:
    """Return how many stand from a point on; ``walked`` : (1,), becomes the whole length."""
    count, walked[0] = counted(points, first, walked[0], spacing_m)
    return count


@compiled(
    types.void(
        _POINTS, _OFFSETS, _LOOKS, _SEEDS, _SETTINGS, _SHAPE, types.int64, _VERTICES, _TRIANGLES
    )
)
def scatter(
    points: F32, offsets: I64, looks: F64, seeds: npt.NDArray[np.uint64], settings: F64,
    shape: F64, base: int, vertices: F32, triangles: U32,
) -> None:  # fmt: skip
    """Write what stands along many strokes of one brush, one behind the other.

    ``points`` : (n, 9), `SPACE_COLUMNS`. ``offsets`` : (strokes + 1,). ``looks`` : (strokes, 8),
    `LOOK_COLUMNS`. ``settings`` : `SCATTER_COLUMNS`. ``shape`` : (corners, 2), the middle first,
    or no rows for billboards. ``base`` is added to what triangles name.
    """
    corners = max(len(shape), 4)
    faces = len(shape) - 1 if len(shape) else 2
    at = 0
    for stroke in range(len(looks)):
        mine = points[offsets[stroke] : offsets[stroke + 1]]
        at += strewn(
            mine, 0, looks[stroke, 6], looks[stroke], seeds[stroke], settings, shape,
            base + at * corners, vertices[at * corners :], triangles[at * faces :],
        )  # fmt: skip


@compiled(
    types.void(
        _POINTS, types.int64, types.float64, _SETTINGS, types.uint64, _SETTINGS, _SHAPE,
        types.int64, _VERTICES, _TRIANGLES,
    )
)  # fmt: skip
def scatter_on(
    points: F32, first: int, walked: float, look: F64, seed: int, settings: F64,
    shape: F64, base: int, vertices: F32, triangles: U32,
) -> None:  # fmt: skip
    """Write what stands along one stroke that grows, from point ``first`` on.

    ``walked`` is how long it was before; ``base`` its vertices before. ``vertices`` and
    ``triangles`` are for what comes new.
    """
    strewn(points, first, walked, look, seed, settings, shape, base, vertices, triangles)
