"""The one-euro filter for poses; importing imports numba.

Calm when the hand is slow, close behind it when it is quick (Casiez, Roussel and Vogel, CHI
2012).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, inlined, reading, types

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

# the last point and its smoothed one, the hand's velocity, whether there was one
STATE = 9 + 9 + 3 + 1
SHORTEST_S = 1e-3
SPEED_HZ = 3.0
PRESSURE_HZ = 12.0
# a hand in the room shakes at 8 to 12 Hz and moves some decimetres a second
LEAST_HZ, LEAST_FALL = 12.0, 0.05
HZ_PER_M_S, HZ_FALL = 30.0, 0.25


@inlined
def weight(cutoff_hz: float, seconds: float) -> float:
    """Return how far a low-pass moves to a new value; the same path at any event rate."""
    return 1.0 - math.exp(-2.0 * math.pi * cutoff_hz * seconds)


@compiled(
    types.void(reading(types.float32, 2), types.float64, types.float64[::1], types.float32[:, ::1])
)
def smooth(points: F32, smoothing: float, state: F64, out: F32) -> None:
    """Write points smoothed; what came before is in ``state``.

    ``points``, ``out`` : (n, 9), `SPACE_COLUMNS`; quaternions come out with length 1. ``state``
    : (`STATE`,), zeros before the first point. ``smoothing`` 0 follows exactly, 1 is calmest.
    """
    least_hz = LEAST_HZ * LEAST_FALL**smoothing
    hz_per_m_s = HZ_PER_M_S * HZ_FALL**smoothing
    raw, at, velocity = state[0:9], state[9:18], state[18:21]
    for row in range(len(points)):
        new = points[row].astype(np.float64)
        turn = math.sqrt(new[3] ** 2 + new[4] ** 2 + new[5] ** 2 + new[6] ** 2)
        if turn < 1e-9:
            new[3], new[4], new[5], new[6], turn = 0.0, 0.0, 0.0, 1.0, 1.0
        # of the two quaternions of one orientation the one that is nearer to the last
        same = new[3] * at[3] + new[4] * at[4] + new[5] * at[5] + new[6] * at[6]
        if same < 0:
            turn = -turn
        for column in range(3, 7):
            new[column] /= turn
        if state[21] == 0.0:
            state[21] = 1.0
            at[:] = new
        else:
            seconds = max(new[8] - raw[8], SHORTEST_S)
            for axis in range(3):
                fresh = (new[axis] - raw[axis]) / seconds
                velocity[axis] += (fresh - velocity[axis]) * weight(SPEED_HZ, seconds)
            speed = math.sqrt(velocity[0] ** 2 + velocity[1] ** 2 + velocity[2] ** 2)
            part = weight(least_hz + hz_per_m_s * speed, seconds)
            pressed = weight(PRESSURE_HZ, seconds)
            if smoothing <= 0:
                part = pressed = 1.0
            for column in range(7):
                at[column] += (new[column] - at[column]) * part
            at[7] += (new[7] - at[7]) * pressed
            at[8] = new[8]
            length = math.sqrt(at[3] ** 2 + at[4] ** 2 + at[5] ** 2 + at[6] ** 2)
            for column in range(3, 7):
                at[column] /= max(length, 1e-9)
        raw[:] = new
        for column in range(9):
            out[row, column] = at[column]
