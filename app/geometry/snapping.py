"""Snapping: to a grid in the room, and to whole steps of an angle."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.model.space import Vector

Points = npt.NDArray[np.float32]


def snapped_to_grid(points: Points, step_m: float, *, origin_m: Vector = (0.0, 0.0, 0.0)) -> Points:
    """Return points, shape (n, 3 or more), their places at the nearest crossing of a grid.

    Parameters
    ----------
    step_m : float
        From line to line, metres; 0 leaves everything where it is.
    """
    snapped = np.array(points, np.float32)
    if step_m > 0:
        origin = np.asarray(origin_m, np.float64)
        steps = np.round((points[:, :3] - origin) / step_m)
        snapped[:, :3] = origin + steps * step_m
    return snapped


def snapped_direction(direction: Vector, step_deg: float) -> Vector:
    """Return a direction, as long as it was, at the nearest whole step of both its angles.

    Its angles are around the upright axis, from ahead (-z), and above the floor.

    Parameters
    ----------
    step_deg : float
        Degrees; 0 leaves it as it is.
    """
    x, y, z = direction
    length = math.hypot(x, y, z)
    if not length or step_deg <= 0:
        return direction
    around, above = math.atan2(x, -z), math.asin(max(-1.0, min(1.0, y / length)))
    step = math.radians(step_deg)
    around, above = round(around / step) * step, round(above / step) * step
    above = max(-math.pi / 2, min(math.pi / 2, above))
    flat = length * math.cos(above)
    return (flat * math.sin(around), length * math.sin(above), -flat * math.cos(around))
