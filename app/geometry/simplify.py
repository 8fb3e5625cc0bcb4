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
def is_turn_within(points: F32, a: int, b: int, row: int, t: float, least: float) -> bool:
    """Return whether a point is turned as that part of the way from a to b is.

    ``least`` is the square of the cosine of half the angle allowed.
    """
    same = 0.0
    for k in range(3, 7):
        same += np.float64(points[a, k]) * np.float64(points[b, k])
    sign = -1.0 if same < 0 else 1.0
    length, mine, cosine = 0.0, 0.0, 0.0
    for k in range(3, 7):
        q = (1 - t) * np.float64(points[a, k]) + t * sign * np.float64(points[b, k])
        own = np.float64(points[row, k])
        length += q * q
        mine += own * own
        cosine += q * own
    if length < 1e-12 or mine < 1e-12:
        # one that turns nothing is not told by one that does
        return length < 1e-12 and mine < 1e-12
    return cosine * cosine >= least * length * mine


@inlined
def is_told(points: F32, a: int, b: int, bounds: F64) -> bool:
    """Return whether the line between two points tells all those in between."""
    ax, ay, az = np.float64(points[a, 0]), np.float64(points[a, 1]), np.float64(points[a, 2])
    ux, uy, uz = (
        np.float64(points[b, 0]) - ax,
        np.float64(points[b, 1]) - ay,
        np.float64(points[b, 2]) - az,
    )
    square = ux * ux + uy * uy + uz * uz
    press, time = np.float64(points[a, 7]), np.float64(points[a, 8])
    pressing, lasting = np.float64(points[b, 7]) - press, np.float64(points[b, 8]) - time
    for row in range(a + 1, b):
        x, y, z = (
            np.float64(points[row, 0]) - ax,
            np.float64(points[row, 1]) - ay,
            np.float64(points[row, 2]) - az,
        )
        t = (ux * x + uy * y + uz * z) / square if square > 1e-18 else 0.0
        t = min(max(t, 0.0), 1.0)
        x, y, z = x - t * ux, y - t * uy, z - t * uz
        if x * x + y * y + z * z > bounds[0]:
            return False
        if abs(press + t * pressing - np.float64(points[row, 7])) > bounds[2]:
            return False
        if abs(time + t * lasting - np.float64(points[row, 8])) > bounds[3]:
            return False
        if not is_turn_within(points, a, b, row, t, bounds[1]):
            return False
    return True


@compiled(types.void(_POINTS, _BOUNDS, _MARKS))
def mark_kept(points: F32, bounds: F64, is_kept: Marks) -> None:
    """Mark the points to keep: from each on, the furthest that tells all in between.

    It is looked for by doubling the reach and then halving it; not every reach is tried.
    ``points`` : (n, 9), `SPACE_COLUMNS`. ``bounds`` : (4,): metres squared, the squared cosine
    of half the angle, pressure, seconds.
    """
    a, last = 0, len(points) - 1
    is_kept[0] = True
    while a < last:
        longest = min(LONGEST_RUN, last - a)
        good, reach = 1, 2
        while reach <= longest and is_told(points, a, a + reach, bounds):
            good, reach = reach, 2 * reach
        bad = min(reach, longest + 1)
        while bad - good > 1:
            middle = (good + bad) // 2
            if is_told(points, a, a + middle, bounds):
                good = middle
            else:
                bad = middle
        a += good
        is_kept[a] = True


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
    cosine = math.cos(math.radians(bounds.angle_deg) / 2)
    limits = np.array([bounds.place_m**2, cosine**2, bounds.pressure, bounds.time_s])
    mark_kept(np.ascontiguousarray(points, np.float32), limits, is_kept)
    return np.ascontiguousarray(points[is_kept])
