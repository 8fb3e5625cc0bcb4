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
    "void(uint16[:,:,:,:,::1], uint16[:,:,:,:,::1], uint8[:,::1], float32[:,:,:,::1], "
    "int32[:,:,::1], int64[:,::1], float32[::1], float32[:,::1], float32[::1])"
)
def resolve(
    tiles: U16,
    before: U16,
    is_kept: U8,
    coverage: F32,
    dirty: I32,
    touched: npt.NDArray[np.int64],
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
    alpha = np.empty(64, np.float32)
    for k in range(touched.shape[0]):
        row, column = touched[k, 0], touched[k, 1]
        if not is_kept[row, column]:
            before[row, column] = tiles[row, column]
            is_kept[row, column] = 1
        box = dirty[row, column]
        x0, y0, x1, y1 = box[0], box[1], box[2], box[3]
        box[0], box[1], box[2], box[3] = 64, 64, 0, 0
        for j in range(y0, y1):
            line = coverage[row, column, j]
            for i in range(x0, x1):
                alpha[i] = line[i]
            if grain + wet + bleed > zero:
                heights = paper[(row * 64 + j) & side]
                for i in range(x0, x1):
                    m, h = alpha[i], heights[(column * 64 + i) & side]
                    # bleed moves the edge of the wet area to and fro with the paper
                    m = min(m * (one + bleed * (two * h - one)), one)
                    # pigment gathers where the wet area ends (Deegan 1997, coffee ring)
                    t = min(m * np.float32(5), one)
                    body = t * t * (np.float32(3) - two * t)
                    q = (m - np.float32(0.22)) * np.float32(6)
                    rim = body / ((one + q * q) * (one + q * q))
                    m += wet * (body * np.float32(0.55) + rim * np.float32(0.45) - m)
                    # light pressure reaches only the peaks of the paper
                    peak = (m * np.float32(1.25) + h - one) * tooth
                    alpha[i] = m + grain * (min(max(peak, zero), one) - m)
            old, new = before[row, column, j], tiles[row, column, j]
            for i in range(x0, x1):
                a = min(max(alpha[i], zero), one) * opacity
                under = np.float32(old[i, 3])
                for c in range(4):
                    b = np.float32(old[i, c])
                    source = colour[c] * (one - glaze * (under - b))
                    new[i, c] = np.uint16(b + (source - b) * a + half)
