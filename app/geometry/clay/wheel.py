"""A potter's wheel: clay that turns under a hand that is held still."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MOST_RPM = 240.0

Points = npt.NDArray[np.float64]


@dataclass(slots=True)
class Wheel:
    """How fast clay turns about its own upright axis, and how far it has turned.

    Seen from above it turns counter-clockwise. It is of the moment: neither kept nor undone.
    """

    rpm: float = 0.0
    turned_rad: float = 0.0

    def set_speed(self, rpm: float) -> float:
        """Turn at a speed within 0 and `MOST_RPM`; return what it is now."""
        self.rpm = min(max(rpm, 0.0), MOST_RPM) if math.isfinite(rpm) else 0.0
        return self.rpm

    def advance(self, seconds: float) -> tuple[float, float]:
        """Let time pass; return how far it had and has turned, radians.

        After a pause longer than a turn takes it goes on with one turn.
        """
        before = self.turned_rad % math.tau
        step = self.rpm * math.tau / 60 * max(seconds, 0.0)
        self.turned_rad = before + min(step, math.tau)
        return before, self.turned_rad


def unturned(places: Points, angle_rad: float | Points) -> Points:
    """Return places, shape (..., 3), as clay sees them that has turned by an angle about y."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    x, y, z = places[..., 0], places[..., 1], places[..., 2]
    return np.stack([c * x - s * z, y, s * x + c * z], axis=-1)


def turned(places: Points, angle_rad: float | Points) -> Points:
    """Return where places of clay are, shape (..., 3), that has turned by an angle about y."""
    return unturned(places, -np.asarray(angle_rad))
