"""Dabs onto the coverage of a stroke."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.painting.kernel import kernel

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

DAB_COLUMNS = ("x_px", "y_px", "radius_px", "flow", "aspect", "angle_rad")
CLEAN = (64, 64, 0, 0)


@kernel("void(float32[:,::1], float64, float32[:,::1])")
def shape(dabs: F32, hardness: float, out: F32) -> None:
    """Write dabs as quadratic forms that `stamp` can fill.

    ``dabs`` : (n, 6), `DAB_COLUMNS`, canvas space. ``hardness`` 0 falls off from the centre, 1
    has an edge one pixel wide. ``out`` : (n, 9): x, y, the form's three numbers (1 at the rim),
    half width and height of the box, the reciprocal of the fall-off, flow.
    """
    for k in range(dabs.shape[0]):
        radius, narrow = dabs[k, 2], dabs[k, 2] * dabs[k, 4]
        # the rim lies half a pixel out, and as much further along as the dab is longer, so that
        # a hard dab of radius r covers half at r
        wide, high = max(radius, 0.6), max(narrow, 0.6)
        major, minor = wide + 0.5 * min(wide / high, 3.0), high + 0.5
        # a dab thinner than a pixel gets fainter, not narrower
        thin = min(radius / 0.6, 1.0) * min(narrow / 0.6, 1.0)
        cos, sin = math.cos(dabs[k, 5]), math.sin(dabs[k, 5])
        along, across = 1 / (major * major), 1 / (minor * minor)
        out[k, 0], out[k, 1] = dabs[k, 0], dabs[k, 1]
        out[k, 2] = cos * cos * along + sin * sin * across
        out[k, 3] = cos * sin * (along - across)
        out[k, 4] = sin * sin * along + cos * cos * across
        out[k, 5] = math.hypot(major * cos, minor * sin)
        out[k, 6] = math.hypot(major * sin, minor * cos)
        out[k, 7] = 1 / max(1 - hardness, min(2 / minor, 1.0))
        out[k, 8] = dabs[k, 3] * thin


@kernel(
    "int64(float32[:,::1], float32[:,:,:,::1], int32[:,:,::1], int32[:,::1], int32[::1], "
    "int64, int64, boolean)"
)
def stamp(
    dabs: F32,
    coverage: F32,
    dirty: I32,
    touched: I32,
    bounds: I32,
    width: int,
    height: int,
    is_maximum: bool,
) -> int:
    """Add dabs to a stroke's coverage; return how many tiles they touched.

    ``dabs`` from `shape`. ``coverage`` : (rows, columns, 64, 64); c' = c + (1 - c) a, or
    max(c, a). ``dirty`` : (rows, columns, 4): left, top, right, bottom inside each tile.
    ``touched`` : row and column of each touched tile. ``bounds`` : all of it, canvas pixels.
    """
    zero, one, two, three = np.float32(0), np.float32(1), np.float32(2), np.float32(3)
    # slices and a ramp instead of indexes: LLVM makes vector code of the inner loop then
    ramp = np.arange(64).astype(np.float32)
    count = 0
    bounds[0], bounds[1], bounds[2], bounds[3] = width, height, 0, 0
    for k in range(dabs.shape[0]):
        x, y, qa, qb, qc = dabs[k, 0], dabs[k, 1], dabs[k, 2], dabs[k, 3], dabs[k, 4]
        wide, high, steep, flow = dabs[k, 5], dabs[k, 6], dabs[k, 7], dabs[k, 8]
        left, right = max(0, math.floor(x - wide)), min(width, math.ceil(x + wide))
        top, bottom = max(0, math.floor(y - high)), min(height, math.ceil(y + high))
        if left >= right or top >= bottom:
            continue
        bounds[0], bounds[1] = min(bounds[0], left), min(bounds[1], top)
        bounds[2], bounds[3] = max(bounds[2], right), max(bounds[3], bottom)
        for row in range(top >> 6, ((bottom - 1) >> 6) + 1):
            y0, y1 = max(top - row * 64, 0), min(bottom - row * 64, 64)
            for column in range(left >> 6, ((right - 1) >> 6) + 1):
                box = dirty[row, column]
                if box[2] == 0:
                    touched[count, 0], touched[count, 1] = row, column
                    count += 1
                box[0], box[1] = min(box[0], max(left - column * 64, 0)), min(box[1], y0)
                box[2], box[3] = max(box[2], min(right - column * 64, 64)), max(box[3], y1)
            for j in range(y0, y1):
                dy = np.float32(row * 64 + j + 0.5) - y
                slant, rest = qb * dy, one - qc * dy * dy
                chord = math.sqrt(max(slant * slant + qa * rest, zero)) / qa
                middle = x - slant / qa - np.float32(0.5)
                first = max(left, math.ceil(middle - chord))
                last = min(right, math.floor(middle + chord) + 1)
                bend, lean, rest = qa * steep, two * slant * steep, rest * steep
                for column in range(first >> 6, ((last - 1) >> 6) + 1):
                    # whole vectors of eight: outside the rim a is 0
                    x0 = max(first - column * 64, 0) & ~7
                    x1 = min((last - column * 64 + 7) & ~7, 64, width - column * 64)
                    line, steps = coverage[row, column, j, x0:x1], ramp[x0:x1]
                    from_left = np.float32(column * 64 + 0.5) - x
                    for i in range(len(line)):
                        dx = steps[i] + from_left
                        t = min(max(rest - (bend * dx + lean) * dx, zero), one)
                        a = t * t * (three - two * t) * flow
                        line[i] = max(line[i], a) if is_maximum else line[i] + (one - line[i]) * a
    return count
