"""A stroke's coverage laid over the pixels that were there before it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.painting.kernel import kernel

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U16 = npt.NDArray[np.uint16]
U8 = npt.NDArray[np.uint8]

LOOK_COLUMNS = ("opacity", "grain", "tooth", "wet_edge", "bleed", "glaze")


@kernel(
    "void(uint16[:,:,:,::1], uint16[:,:,:,::1], uint8[:,::1], float32[:,:,:,::1], "
    "int32[:,:,::1], int32[:,::1], float32[::1], float32[:,::1], float32[::1])"
)
def resolve(
    tiles: U16,
    before: U16,
    is_kept: U8,
    coverage: F32,
    dirty: I32,
    touched: I32,
    colour: F32,
    paper: F32,
    look: F32,
) -> None:
    """Write ``before + (colour - before) * alpha(coverage)`` where tiles are dirty.

    Because it starts from what was there before the stroke, a stroke never exceeds its
    opacity, however often it crosses itself, and rounds once, not once a dab.

    ``touched`` : (n, 2): row, column. ``colour`` : premultiplied RGBA 0 to `ONE`, all zero for
    the eraser. ``paper`` : heights 0 to 1, tiled over the canvas. ``look`` : `LOOK_COLUMNS`.
    """
    zero, half, one, two, full = (
        np.float32(0), np.float32(0.5), np.float32(1), np.float32(2), np.float32(32768),
    )  # fmt: skip
    opacity, grain, tooth, wet, bleed = look[0], look[1], look[2], look[3], look[4]
    glaze = look[5] / full
    side = paper.shape[0] - 1
    is_plain = grain + wet + bleed == zero
    cover, source = np.empty(64, np.float32), np.empty(256, np.float32)
    for k in range(256):
        source[k] = colour[k & 3]
    for k in range(touched.shape[0]):
        row, column = touched[k, 0], touched[k, 1]
        if not is_kept[row, column]:
            before[row, column] = tiles[row, column]
            is_kept[row, column] = 1
        box = dirty[row, column]
        x0, y0, x1, y1 = box[0], box[1], box[2], box[3]
        box[0], box[1], box[2], box[3] = 64, 64, 0, 0
        across = (column * 64) & side
        for j in range(y0, y1):
            line = coverage[row, column, j, x0:x1]
            heights = paper[(row * 64 + j) & side, across + x0 : across + x1]
            old = before[row, column, j, 4 * x0 : 4 * x1]
            new = tiles[row, column, j, 4 * x0 : 4 * x1]
            for i in range(len(line) if is_plain else 0):
                cover[i] = line[i] * opacity
            for i in range(0 if is_plain else len(line)):
                m, h = line[i], heights[i]
                # bleed moves the edge of the wet area to and fro with the paper
                m += m * (one - m) * bleed * (two * h - one)
                # pigment gathers where the wet area ends (Deegan 1997, coffee ring)
                t = min(m * np.float32(6), one)
                body = t * t * (np.float32(3) - two * t)
                q = (m - np.float32(0.17)) * np.float32(9)
                rim = body / ((one + q * q) * (one + q * q))
                pool = body * (np.float32(0.62) - np.float32(0.18) * bleed * h * m)
                m += wet * (pool + rim * np.float32(0.42) - m)
                # light pressure reaches only the peaks of the paper
                peak = (m * np.float32(1.25) + h - one) * tooth
                m += grain * (min(max(peak, zero), one) - m)
                cover[i] = min(max(m, zero), one) * opacity
            if glaze > zero:
                for i in range(len(line)):
                    under = np.float32(old[4 * i + 3])
                    for c in range(4):
                        see = np.float32(old[4 * i + c])
                        source[4 * i + c] = colour[c] * (one - glaze * (under - see))
            for i in range(len(line)):
                a = cover[i]
                for c in range(4):
                    b = np.float32(old[4 * i + c])
                    new[4 * i + c] = np.uint16(b + (source[4 * i + c] - b) * a + half)
