"""A stroke's coverage laid over the pixels that were there before it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.painting.kernel import kernel

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U16 = npt.NDArray[np.uint16]
U8 = npt.NDArray[np.uint8]

LOOK_COLUMNS = ("grain", "tooth", "wet_edge", "bleed")


@kernel(
    "void(float32[:,:,:,::1], int32[:,:,::1], int32[:,::1], float32[:,::1], float32[::1], "
    "float32[:,:,:,::1])"
)
def texture(coverage: F32, dirty: I32, touched: I32, paper: F32, look: F32, out: F32) -> None:
    """Write what paper and water make of a stroke's coverage, where tiles are dirty.

    ``paper`` : heights 0 to 1, tiled over the canvas. ``look`` : `LOOK_COLUMNS`.
    """
    zero, one, two, three = np.float32(0), np.float32(1), np.float32(2), np.float32(3)
    grain, tooth, wet, bleed = look[0], look[1], look[2], look[3]
    side = paper.shape[0] - 1
    for k in range(touched.shape[0]):
        row, column = touched[k, 0], touched[k, 1]
        box = dirty[row, column]
        x0, y0, x1, y1 = box[0], box[1], box[2], box[3]
        across = (column * 64) & side
        for j in range(y0, y1):
            line, wanted = coverage[row, column, j, x0:x1], out[row, column, j, x0:x1]
            heights = paper[(row * 64 + j) & side, across + x0 : across + x1]
            for i in range(len(line)):
                m, h = line[i], heights[i]
                # bleed moves the edge of the wet area to and fro with the paper
                m += m * (one - m) * bleed * (two * h - one)
                # pigment gathers where the wet area ends (Deegan 1997, coffee ring)
                t = min(m * np.float32(6), one)
                body = t * t * (three - two * t)
                q = (m - np.float32(0.17)) * np.float32(9)
                rim = body / ((one + q * q) * (one + q * q))
                pool = body * (np.float32(0.62) - np.float32(0.18) * bleed * h * m)
                m += wet * (pool + rim * np.float32(0.42) - m)
                # light pressure reaches only the peaks of the paper
                peak = (m * np.float32(1.25) + h - one) * tooth
                m += grain * (min(max(peak, zero), one) - m)
                wanted[i] = min(max(m, zero), one)


@kernel(
    "void(uint16[:,:,:,::1], uint16[:,:,:,::1], uint8[:,::1], float32[:,:,:,::1], "
    "int32[:,:,::1], int32[:,::1], float32[::1], float32, float32)"
)
def resolve(
    tiles: U16,
    before: U16,
    is_kept: U8,
    coverage: F32,
    dirty: I32,
    touched: I32,
    colour: F32,
    opacity: float,
    glaze: float,
) -> None:
    """Write ``before + (colour - before) * coverage * opacity`` where tiles are dirty.

    Because it starts from what was there before the stroke, a stroke never exceeds its
    opacity, however often it crosses itself, and rounds once, not once a dab.

    ``tiles`` and ``before`` : (rows, columns, 64, 256). ``touched`` : (n, 2): row, column.
    ``colour`` : premultiplied RGBA 0 to `ONE`, all zero for the eraser. ``glaze`` : how much
    of what lies under filters the colour, as the multiply mode does.
    """
    one, half, filtering = np.float32(1), np.float32(0.5), glaze / np.float32(32768)
    for k in range(touched.shape[0]):
        row, column = touched[k, 0], touched[k, 1]
        if not is_kept[row, column]:
            before[row, column] = tiles[row, column]
            is_kept[row, column] = 1
        box = dirty[row, column]
        x0, y0, x1, y1 = box[0], box[1], box[2], box[3]
        for j in range(y0, y1):
            line = coverage[row, column, j, x0:x1]
            old = before[row, column, j, 4 * x0 : 4 * x1]
            new = tiles[row, column, j, 4 * x0 : 4 * x1]
            for i in range(0 if glaze > 0 else len(line)):
                a = line[i] * opacity
                for c in range(4):
                    b = np.float32(old[4 * i + c])
                    new[4 * i + c] = np.uint16(b + (colour[c] - b) * a + half)
            for i in range(len(line) if glaze > 0 else 0):
                a, under = line[i] * opacity, np.float32(old[4 * i + 3])
                for c in range(4):
                    b = np.float32(old[4 * i + c])
                    source = colour[c] * (one - filtering * (under - b))
                    new[4 * i + c] = np.uint16(b + (source - b) * a + half)
        box[0], box[1], box[2], box[3] = 64, 64, 0, 0
