"""The canvas as the screen shows it: one level of it, moved, scaled and turned.

Both presenters follow this sum; the graphics card does it in a shader, this is it on the CPU.
For the centre of each device pixel the place on the canvas is found, the four pixels around it
are mixed with 8-bit weights (or the nearest is taken), and at the canvas's own edge the result
is laid over the surround by how much of the device pixel the canvas covers.
"""

from __future__ import annotations

from importlib import import_module

import numpy as np
import numpy.typing as npt

Matrix = tuple[float, float, float, float, float, float]


def resample(
    source: npt.NDArray[np.uint8],
    level_from_device: Matrix,
    *,
    size: tuple[float, float],
    zoom: float,
    is_nearest: bool,
    surround: int,
    corner: tuple[int, int],
    out: npt.NDArray[np.uint8],
) -> None:
    """Fill ``out`` with what a rectangle of the screen shows.

    Parameters
    ----------
    source : ndarray, shape (height, width, 4), uint8
        The level shown, BGRA, opaque.
    level_from_device : tuple of 6 floats
        (a, b, c, d, e, f): level x = a·x + c·y + e, level y = b·x + d·y + f.
    size : tuple of 2 floats
        Width and height of the canvas in this level's pixels (fractions where a side is odd).
    zoom : float
        Device pixels a level pixel.
    is_nearest : bool
        Take the pixel itself, for whole multiples; else the four around are mixed.
    surround : int
        Colour beside the canvas, 0xAARRGGBB.
    corner : tuple of 2 ints
        Device pixel of ``out``'s first pixel.
    out : ndarray, shape (rows, columns, 4), uint8
        BGRA.
    """
    # numba takes a third of a second to import, and the first paint does not need it
    fill = import_module("app.painting.resample_kernel").fill
    fill(
        source.view(np.uint32).reshape(source.shape[:2]),
        level_from_device,
        size,
        zoom,
        is_nearest,
        np.uint32(surround),
        *corner,
        out.view(np.uint32).reshape(out.shape[:2]),
    )
