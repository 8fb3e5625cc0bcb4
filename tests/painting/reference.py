"""The same painting in plain numpy and float64, slow and easy to read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.model.entities import BlendMode
from app.model.tiles import ONE, Rect, TileGrid
from app.painting.composite import LayerPixels

F64 = npt.NDArray[np.float64]


def flat(grid: TileGrid) -> F64:
    """Return a layer as one picture, shape (height, width, 4), premultiplied, 0 to 1."""
    rows, columns = grid.tiles.shape[:2]
    whole = grid.tiles.transpose(0, 2, 1, 3, 4).reshape(rows * 64, columns * 64, 4)
    return whole[: grid.height, : grid.width].astype(np.float64) / ONE


def dab(shape: tuple[int, int], row: npt.NDArray[np.float32], hardness: float) -> F64:
    """Return what one dab covers of every pixel of a canvas, 0 to 1."""
    x, y, radius, flow, aspect, angle = (float(value) for value in row)
    ys, xs = np.mgrid[: shape[0], : shape[1]] + 0.5
    along = np.cos(angle) * (xs - x) + np.sin(angle) * (ys - y)
    across = -np.sin(angle) * (xs - x) + np.cos(angle) * (ys - y)
    wide, high = max(radius, 0.6), max(radius * aspect, 0.6)
    major, minor = wide + 0.5 * min(wide / high, 3), high + 0.5
    t = 1 - (along / major) ** 2 - (across / minor) ** 2
    t = np.clip(t / max(1 - hardness, min(2 / minor, 1)), 0, 1)
    faint = min(radius / 0.6, 1) * min(radius * aspect / 0.6, 1)
    return t * t * (3 - 2 * t) * flow * faint


def dabs_one_by_one(
    before: F64,
    rows: npt.NDArray[np.float32],
    colour: tuple[float, ...],
    *,
    hardness: float,
    cap: float,
) -> F64:
    """Return a picture after dabs blended into it one after the other, under a cap.

    Every dab raises a mask m to m' = m + (cap - m) a and blends with (m' - m) / (1 - m).
    """
    out, mask = before.copy(), np.zeros(before.shape[:2])
    for row in rows:
        a = dab(before.shape[:2], row, hardness)
        risen = mask + (cap - mask) * a
        step = np.where(mask < 1, (risen - mask) / np.maximum(1 - mask, 1e-12), 0)[..., None]
        out = out * (1 - step) + np.array(colour) * step
        mask = risen
    return out


def _mixed(mode: BlendMode, under: F64, source: F64) -> F64:
    if mode is BlendMode.MULTIPLY:
        return under * source
    if mode is BlendMode.SCREEN:
        return under + source - under * source
    if mode is BlendMode.OVERLAY:
        low, high = 2 * under * source, 1 - 2 * (1 - under) * (1 - source)
        return np.where(under <= 0.5, low, high)
    return source


def over_paper(layers: list[LayerPixels], rect: Rect) -> F64:
    """Return layers over white paper, (height, width, 3), 0 to 1, by the W3C formulas.

    Section 5 and 10: co = (1 - as) cb + as B(cb, cs) over an opaque backdrop.
    """
    out = np.ones((rect.bottom - rect.top, rect.right - rect.left, 3))
    for layer in layers:
        picture = flat(layer.grid)[rect.top : rect.bottom, rect.left : rect.right]
        alpha = picture[..., 3:]
        colour = np.divide(picture[..., :3], alpha, out=np.zeros_like(out), where=alpha > 0)
        alpha = alpha * layer.opacity
        out = (1 - alpha) * out + alpha * _mixed(layer.mode, out, colour)
    return out
