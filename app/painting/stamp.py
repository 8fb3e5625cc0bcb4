"""Dabs onto the coverage of a stroke."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.painting.kernel import kernel

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

DAB_COLUMNS = ("x_px", "y_px", "radius_px", "flow", "aspect", "angle_rad")
LEAST_RADIUS_PX = 0.6
CLEAN = (64, 64, 0, 0)


def ellipses(dabs: F32, hardness: float) -> F32:
    """Return dabs as quadratic forms that `stamp` can fill.

    Parameters
    ----------
    dabs : ndarray, shape (n, 6), float32
        Columns `DAB_COLUMNS`, canvas space.
    hardness : float
        0 falls off from the centre, 1 has an edge one pixel wide.

    Returns
    -------
    ndarray, shape (n, 9), float32
        x, y, the form's three numbers (1 at the rim), half width and height of the box,
        the reciprocal of the fall-off, flow.
    """
    x, y, radius, flow, aspect, angle = dabs.T
    # the rim lies half a pixel out, so that a hard dab of radius r covers half at r
    major = np.maximum(radius, LEAST_RADIUS_PX) + 0.5
    minor = np.maximum(radius * aspect, LEAST_RADIUS_PX) + 0.5
    # a dab thinner than a pixel gets fainter, not narrower
    thin = np.minimum(radius / LEAST_RADIUS_PX, 1) * np.minimum(
        radius * aspect / LEAST_RADIUS_PX, 1
    )
    cos, sin = np.cos(angle), np.sin(angle)
    along, across = 1 / (major * major), 1 / (minor * minor)
    out = np.empty((len(dabs), 9), np.float32)
    out[:, 0], out[:, 1] = x, y
    out[:, 2] = cos * cos * along + sin * sin * across
    out[:, 3] = cos * sin * (along - across)
    out[:, 4] = sin * sin * along + cos * cos * across
    out[:, 5] = np.hypot(major * cos, minor * sin)
    out[:, 6] = np.hypot(major * sin, minor * cos)
    out[:, 7] = 1 / np.maximum(1 - hardness, np.minimum(2 / minor, 1))
    out[:, 8] = flow * thin
    return out


@kernel("void(float32[:,::1], float32[:,:,:,::1], int32[:,:,::1], int64, int64, boolean)")
def stamp(dabs: F32, coverage: F32, dirty: I32, width: int, height: int, is_maximum: bool) -> None:
    """Add dabs to a stroke's coverage and note what they touched.

    ``coverage`` : (rows, columns, 64, 64); c' = c + (1 - c) a, or max(c, a).
    ``dirty`` : (rows, columns, 4): left, top, right, bottom inside each tile.
    """
    zero, one, two, three = np.float32(0), np.float32(1), np.float32(2), np.float32(3)
    for k in range(dabs.shape[0]):
        x, y, qa, qb, qc = dabs[k, 0], dabs[k, 1], dabs[k, 2], dabs[k, 3], dabs[k, 4]
        wide, high, steep, flow = dabs[k, 5], dabs[k, 6], dabs[k, 7], dabs[k, 8]
        left, right = max(0, math.floor(x - wide)), min(width, math.ceil(x + wide))
        top, bottom = max(0, math.floor(y - high)), min(height, math.ceil(y + high))
        if left >= right or top >= bottom:
            continue
        for row in range(top >> 6, ((bottom - 1) >> 6) + 1):
            y0, y1 = max(top - row * 64, 0), min(bottom - row * 64, 64)
            for column in range(left >> 6, ((right - 1) >> 6) + 1):
                x0, x1 = max(left - column * 64, 0), min(right - column * 64, 64)
                box = dirty[row, column]
                box[0], box[1] = min(box[0], x0), min(box[1], y0)
                box[2], box[3] = max(box[2], x1), max(box[3], y1)
                from_left = np.float32(column * 64 + 0.5) - x
                for j in range(y0, y1):
                    dy = np.float32(row * 64 + j + 0.5) - y
                    slant, rest = qb * dy, one - qc * dy * dy
                    square = slant * slant + qa * rest
                    if square <= zero:
                        continue
                    chord, middle = math.sqrt(square) / qa, -slant / qa - from_left
                    first = max(x0, math.ceil(middle - chord))
                    last = min(x1, math.floor(middle + chord) + 1)
                    line = coverage[row, column, j]
                    for i in range(first, last):
                        dx = np.float32(i) + from_left
                        t = (rest - (qa * dx + two * slant) * dx) * steep
                        t = min(max(t, zero), one)
                        a = t * t * (three - two * t) * flow
                        line[i] = max(line[i], a) if is_maximum else line[i] + (one - line[i]) * a
