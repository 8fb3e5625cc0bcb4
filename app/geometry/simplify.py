"""Leaving out points of a finished stroke that the others tell; importing imports numba."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, inlined, reading, types

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

# so that a long stroke costs no more than its length
LONGEST_RUN = 192

_POINTS = reading(types.float32, 2)
_BOUNDS = reading(types.float64, 1)
_MARKS = types.boolean[::1]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a point that was left out may lie from where the line between its neighbours is.

    Metres, degrees between orientations, pressure 0 to 1, seconds.
    """

    place_m: float
    angle_deg: float = 2.0
    pressure: float = 0.02
    time_s: float = 0.05


@inlined
def turn_of(points: F32, a: int, b: int, row: int, t: float) -> float:
    """Return the radians between a point's orientation and that part of the way from a to b."""
    same = 0.0
    for k in range(3, 7):
        same += float(points[a, k]) * float(points[b, k])
    sign = -1.0 if same < 0 else 1.0
    length, mine, cosine = 0.0, 0.0, 0.0
    for k in range(3, 7):
        q = (1 - t) * float(points[a, k]) + t * sign * float(points[b, k])
        own = float(points[row, k])
        length += q * q
        mine += own * own
        cosine += q * own
    if length < 1e-12 or mine < 1e-12:
        # one that turns nothing is kept beside one that does
        return 0.0 if length < 1e-12 and mine < 1e-12 else math.pi
    return 2 * math.acos(min(abs(cosine) / math.sqrt(length * mine), 1.0))


@inlined
def error_of(points: F32, a: int, b: int, row: int, bounds: F64) -> float:
    """Return how far a point is from the line between two others, 1 being the bound."""
    ux, uy, uz = (
        float(points[b, 0]) - points[a, 0],
        float(points[b, 1]) - points[a, 1],
        float(points[b, 2]) - points[a, 2],
    )
    vx, vy, vz = (
        float(points[row, 0]) - points[a, 0],
        float(points[row, 1]) - points[a, 1],
        float(points[row, 2]) - points[a, 2],
    )
    square = ux * ux + uy * uy + uz * uz
    t = (ux * vx + uy * vy + uz * vz) / square if square > 1e-18 else 0.0
    t = min(max(t, 0.0), 1.0)
    x, y, z = vx - t * ux, vy - t * uy, vz - t * uz
    pressure = float(points[a, 7]) + t * (float(points[b, 7]) - float(points[a, 7]))
    time = float(points[a, 8]) + t * (float(points[b, 8]) - float(points[a, 8]))
    return max(
        math.sqrt(x * x + y * y + z * z) / float(bounds[0]),
        turn_of(points, a, b, row, t) / float(bounds[1]),
        abs(pressure - float(points[row, 7])) / float(bounds[2]),
        abs(time - float(points[row, 8])) / float(bounds[3]),
    )


@compiled(types.void(_POINTS, _BOUNDS, _MARKS))
def mark_kept(points: F32, bounds: F64, is_kept: Marks) -> None:
    """Mark the points to keep (Douglas and Peucker, 1973, over all that a point has).

    ``points`` : (n, 9), `SPACE_COLUMNS`. ``bounds`` : (4,): metres, radians, pressure, seconds.
    """
    last = len(points) - 1
    stack = np.empty((len(points) + 1, 2), np.int64)
    depth = 0
    for start in range(0, max(last, 1), LONGEST_RUN):
        stack[depth, 0], stack[depth, 1] = start, min(start + LONGEST_RUN, last)
        depth += 1
    while depth > 0:
        depth -= 1
        a, b = stack[depth, 0], stack[depth, 1]
        is_kept[a] = is_kept[b] = True
        worst, found = 1.0, -1
        for row in range(a + 1, b):
            error = error_of(points, a, b, row, bounds)
            if error > worst:
                worst, found = error, row
        if found >= 0:
            stack[depth, 0], stack[depth, 1] = a, found
            stack[depth + 1, 0], stack[depth + 1, 1] = found, b
            depth += 2


def simplified(points: F32, bounds: Bounds) -> F32:
    """Return the points without those that the others tell within some bounds.

    Parameters
    ----------
    points : ndarray, shape (n, 9), float32, columns `SPACE_COLUMNS`
        The first and the last stay.

    Returns
    -------
    ndarray, shape (m, 9), float32
        Rows of ``points``, unchanged.
    """
    if len(points) < 3:
        return points.copy()
    is_kept = np.zeros(len(points), np.bool_)
    limits = np.array(
        [bounds.place_m, math.radians(bounds.angle_deg), bounds.pressure, bounds.time_s]
    )
    mark_kept(np.ascontiguousarray(points, np.float32), limits, is_kept)
    return np.ascontiguousarray(points[is_kept])
