"""Layers over white paper to eight bits, by W3C Compositing and Blending level 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.model.entities import BlendMode
from app.model.tiles import TILE_PX, Rect, TileGrid
from app.painting.kernel import kernel

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]

PAPER = (255, 255, 255)

_MODES = {
    BlendMode.NORMAL: 0,
    BlendMode.MULTIPLY: 1,
    BlendMode.SCREEN: 2,
    BlendMode.OVERLAY: 3,
}


@dataclass(frozen=True, eq=False, slots=True)
class LayerPixels:
    """A visible layer as it is composited."""

    grid: TileGrid
    mode: BlendMode = BlendMode.NORMAL
    opacity: float = 1.0


@kernel("void(uint16[:,:,:,::1], float32[:,::1], int64, int64, int64, float32)")
def blend(tiles: U16, under: F32, left: int, top: int, mode: int, opacity: float) -> None:
    """Lay a layer over an opaque backdrop, in place.

    ``tiles`` : (rows, columns, 64, 256). ``under`` : (height, 4 width), RGBA, 0 to 1, its corner
    at (left, top) of the canvas. With an opaque backdrop b and a premultiplied source s of
    alpha a, sections 5 and 10 of the W3C text become polynomials without a division.
    """
    scale = np.float32(opacity) / np.float32(32768)
    zero, one, two = np.float32(0), np.float32(1), np.float32(2)
    width = under.shape[1] // 4
    for y in range(under.shape[0]):
        row, j = (top + y) >> 6, (top + y) & 63
        x = 0
        while x < width:
            column, i = (left + x) >> 6, (left + x) & 63
            length = min(64 - i, width - x)
            # flat slices: LLVM makes vector code of them
            line = tiles[row, column, j, 4 * i : 4 * (i + length)]
            out = under[y, 4 * x : 4 * (x + length)]
            for k in range(length):
                a = np.float32(line[4 * k + 3]) * scale
                for c in range(4):
                    s, b = np.float32(line[4 * k + c]) * scale, out[4 * k + c]
                    if mode == 0:
                        out[4 * k + c] = b - b * a + s
                    elif mode == 1:
                        out[4 * k + c] = b - b * a + b * s
                    elif mode == 2:
                        out[4 * k + c] = b + s - b * s
                    else:
                        low, high = min(two * b, one), max(two * b - one, zero)
                        out[4 * k + c] = b - b * a + low * s + high * (a - s)
            x += length


@kernel("void(float32[:,::1], uint8[:,:,::1], int64, int64)")
def quantise(under: F32, out: U8, left: int, top: int) -> None:
    """Write an opaque RGB backdrop as 8-bit BGRA at (left, top), rounded to the nearest."""
    full, half = np.float32(255), np.float32(0.5)
    for y in range(under.shape[0]):
        line = under[y]
        for x in range(under.shape[1] // 4):
            out[top + y, left + x, 0] = np.uint8(line[4 * x + 2] * full + half)
            out[top + y, left + x, 1] = np.uint8(line[4 * x + 1] * full + half)
            out[top + y, left + x, 2] = np.uint8(line[4 * x] * full + half)
            out[top + y, left + x, 3] = np.uint8(255)


@kernel("void(uint8[:,:,::1], uint8[:,:,::1], int64, int64, int64, int64)")
def box_halve(source: U8, out: U8, left: int, top: int, right: int, bottom: int) -> None:
    """Average 2 by 2 pixels into each of ``out`` from (left, top) to (right, bottom)."""
    last_row, last_column = source.shape[0] - 1, source.shape[1] - 1
    for y in range(top, bottom):
        upper, lower = source[2 * y], source[min(2 * y + 1, last_row)]
        line = out[y]
        for x in range(left, right):
            i, j = 2 * x, min(2 * x + 1, last_column)
            for c in range(4):
                four = np.uint32(upper[i, c]) + upper[j, c] + lower[i, c] + lower[j, c]
                line[x, c] = np.uint8((four + np.uint32(2)) >> np.uint32(2))


def _composite(layers: Sequence[LayerPixels], rect: Rect, out: U8, corner: tuple[int, int]) -> None:
    flat = [layer.grid.tiles.reshape(*layer.grid.tiles.shape[:3], -1) for layer in layers]
    for top in range(rect.top, rect.bottom, TILE_PX):
        # a strip at a time stays in the processor's cache
        height = min(TILE_PX, rect.bottom - top)
        under = np.ones((height, 4 * (rect.right - rect.left)), np.float32)
        for layer, tiles in zip(layers, flat, strict=True):
            blend(tiles, under, rect.left, top, _MODES[layer.mode], layer.opacity)
        quantise(under, out, rect.left - corner[0], top - corner[1])


def composite(layers: Sequence[LayerPixels], rect: Rect, out: U8) -> None:
    """Composite a rectangle of the canvas over white paper.

    Parameters
    ----------
    layers : sequence of LayerPixels
        The visible ones, bottom first, all of the canvas's size.
    rect : Rect
        Canvas pixels; only these are written. It is clipped to the canvas.
    out : ndarray, shape (height, width, 4), uint8
        The whole canvas as BGRA, opaque (the memory of QImage.Format_RGB32).
    """
    rect = rect.clipped(out.shape[1], out.shape[0])
    if not rect.is_empty:
        _composite(layers, rect, out, (0, 0))


def part(layers: Sequence[LayerPixels], rect: Rect) -> U8:
    """Return a rectangle of the canvas over white paper, shape (height, width, 4), BGRA."""
    out = np.empty((rect.bottom - rect.top, rect.right - rect.left, 4), np.uint8)
    _composite(layers, rect, out, (rect.left, rect.top))
    return out


def halve(source: U8, rect: Rect, out: U8) -> Rect:
    """Average 2 by 2 pixels: the next smaller level of a picture.

    Parameters
    ----------
    source : ndarray, shape (h, w, 4), uint8
        A level.
    rect : Rect
        What changed in it.
    out : ndarray, shape ((h + 1) // 2, (w + 1) // 2, 4), uint8
        The next level; only what the rectangle covers is written.

    Returns
    -------
    Rect
        What was written, in pixels of ``out``; hand it on to halve again.
    """
    rect = rect.clipped(source.shape[1], source.shape[0])
    if rect.is_empty:
        return rect
    small = Rect(rect.left // 2, rect.top // 2, -(-rect.right // 2), -(-rect.bottom // 2))
    box_halve(source, out, small.left, small.top, small.right, small.bottom)
    return small


def pick(layers: Sequence[LayerPixels], x: int, y: int) -> tuple[int, int, int]:
    """Return the colour that is seen at a pixel, sRGB 0 to 255."""
    pixel = np.empty((1, 1, 4), np.uint8)
    _composite(layers, Rect(x, y, x + 1, y + 1), pixel, (x, y))
    blue, green, red = (int(channel) for channel in pixel[0, 0, :3])
    return red, green, blue
