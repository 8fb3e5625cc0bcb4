"""Surfaces in the light of the day: from what a thing is like to the colour one sees."""

from __future__ import annotations

import numpy as np

from app.geometry.place.daylight import Daylight
from app.geometry.place.noise import Floats


def lit(
    colours: Floats,
    normals: Floats,
    day: Daylight,
    *,
    reached: Floats,
    open_to_sky: Floats,
    wrap: float = 0.0,
) -> Floats:
    """Return the colours as shown.

    Parameters
    ----------
    colours : ndarray, shape (n, 3)
        What the surface is painted with, sRGB 0 to 1.
    normals : ndarray, shape (n, 3)
        Length 1.
    reached, open_to_sky : ndarray, shape (n,)
        How much of the direct light, and of the sky, arrives: 0 to 1.
    wrap : float
        How far light creeps around; leaves and snow let some through.

    Returns
    -------
    ndarray, shape (n, 3), float32
        sRGB, 0 to 1, never quite 1: light adds up as on film, 1 - exp(-x).
    """
    facing = normals @ day.towards_light.astype(np.float32)
    facing = np.clip((facing + wrap) / (1 + wrap), 0, 1) * reached
    upward = (normals[:, 1:2] + 1) * 0.5
    around = day.bounce + (day.shade - day.bounce) * upward
    light = around * open_to_sky[:, None] + day.direct * facing[:, None]
    return shown(colours**2.2 * light)


def shown(light: Floats) -> Floats:
    """Return light as sRGB below 1."""
    found: Floats = ((1 - np.exp(-1.5 * light)) ** (1 / 2.2)).astype(np.float32)
    return found
