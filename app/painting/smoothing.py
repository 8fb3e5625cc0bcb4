"""The one-euro filter: calm when the hand is slow, close behind it when it is quick."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Point = npt.NDArray[np.float64]

SHORTEST_S = 1e-3
SPEED_HZ = 3.0
PRESSURE_HZ = 12.0


def weight(cutoff_hz: float, seconds: float) -> float:
    """Return how far a low-pass moves to a new value; the same path at any event rate."""
    return 1.0 - math.exp(-2.0 * math.pi * cutoff_hz * seconds)


class OneEuro:
    """Smooths points as they come (Casiez, Roussel and Vogel, CHI 2012).

    Parameters
    ----------
    smoothing : float
        0 follows exactly; 1 is as calm as it gets.
    """

    def __init__(self, smoothing: float) -> None:
        self._is_exact = smoothing <= 0
        self._least_hz = 14.0 * (0.08 ** max(smoothing, 0.0))
        self._hz_per_px_s = 0.035 * (0.25**smoothing)
        self._at: Point | None = None
        self._raw: Point | None = None
        self._speed = np.zeros(2)

    @property
    def speed_px_s(self) -> float:
        """Return the smoothed speed of the hand, canvas pixels a second."""
        return float(np.hypot(*self._speed))

    def add(self, point: Point) -> Point:
        """Return the smoothed point.

        ``point`` : (6,), `POINT_COLUMNS`: canvas px, pressure, degrees, seconds.
        """
        if self._at is None or self._raw is None:
            self._at = self._raw = point
            return point
        seconds = max(float(point[5] - self._raw[5]), SHORTEST_S)
        velocity = (point[:2] - self._raw[:2]) / seconds
        self._speed = self._speed + (velocity - self._speed) * weight(SPEED_HZ, seconds)
        self._raw = point
        if self._is_exact:
            self._at = point
            return point
        cutoff = self._least_hz + self._hz_per_px_s * self.speed_px_s
        at = self._at.copy()
        at[:2] += (point[:2] - at[:2]) * weight(cutoff, seconds)
        at[2:5] += (point[2:5] - at[2:5]) * weight(PRESSURE_HZ, seconds)
        at[5] = point[5]
        self._at = at
        return at
