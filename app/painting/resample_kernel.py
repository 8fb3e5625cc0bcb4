"""The sum of `app.painting.resample`, compiled; importing this imports numba."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

Pixels = npt.NDArray[np.uint32]
Matrix = tuple[float, float, float, float, float, float]

# one fixed-point step: fine enough to cross 4096 pixels without drifting by a 256th
_BITS = np.int64(24)
_UNIT = float(1 << 24)
_LANES = np.uint64(0x00FF00FF00FF00FF)
_HALVES = np.uint64(0x0080008000800080)
_EVEN, _ODD = np.uint64(0x00FF00FF), np.uint64(0xFF00FF00)
_SHIFT, _EIGHT, _WHOLE = np.uint64(24), np.uint64(8), np.uint64(256)


@njit(cache=True, inline="always")
def _spread(pixel: np.uint32) -> np.uint64:
    # the four channels, each in 16 bits of its own: one multiplication serves all
    wide = np.uint64(pixel)
    return (wide & _EVEN) | ((wide & _ODD) << _SHIFT)


@njit(cache=True, inline="always")
def _packed(lanes: np.uint64) -> np.uint32:
    return np.uint32((lanes & _EVEN) | ((lanes >> _SHIFT) & _ODD))


@njit(cache=True, inline="always")
def _mixed(first: np.uint64, second: np.uint64, weight: np.uint64) -> np.uint64:
    return ((first * (_WHOLE - weight) + second * weight + _HALVES) >> _EIGHT) & _LANES


@njit(cache=True)
def _at(source: Pixels, x: float, y: float, is_nearest: bool) -> np.uint64:
    """Return the mixed pixel at a point, the canvas's edge pixels going on outside it."""
    rows, columns = source.shape
    if is_nearest:
        column = min(max(math.floor(x), 0), columns - 1)
        row = min(max(math.floor(y), 0), rows - 1)
        return _spread(source[row, column])
    x = min(max(x, 0.5), columns - 0.5) - 0.5
    y = min(max(y, 0.5), rows - 0.5) - 0.5
    left, top = int(x), int(y)
    right, bottom = min(left + 1, columns - 1), min(top + 1, rows - 1)
    across = np.uint64((x - left) * 256.0 + 0.5)
    down = np.uint64((y - top) * 256.0 + 0.5)
    upper = _mixed(_spread(source[top, left]), _spread(source[top, right]), across)
    lower = _mixed(_spread(source[bottom, left]), _spread(source[bottom, right]), across)
    return _mixed(upper, lower, down)


@njit(cache=True)
def _within(start: float, step: float, low: float, high: float, count: int) -> tuple[int, int]:
    """Return the first and past-the-last index i with low <= start + step * i <= high."""
    if step == 0.0:
        return (0, count) if low <= start <= high else (0, 0)
    first, last = (low - start) / step, (high - start) / step
    if step < 0.0:
        first, last = last, first
    begin = max(0, int(min(max(math.ceil(first + 1e-7), 0.0), float(count))))
    end = int(min(max(math.floor(last - 1e-7) + 1.0, 0.0), float(count)))
    return begin, end


@njit(cache=True)
def _edge(
    source: Pixels,
    start: tuple[float, float, float, float],
    size: tuple[float, float],
    zoom: float,
    is_nearest: bool,
    surround: np.uint32,
    span: tuple[int, int],
    out: Pixels,
) -> None:
    """Fill a stretch of a row where the canvas may end."""
    x0, y0, a, b = start
    for column in range(span[0], span[1]):
        x, y = x0 + a * column, y0 + b * column
        inside = min(x, size[0] - x, y, size[1] - y) * zoom + 0.5
        if inside <= 0.0:
            out[column] = surround
            continue
        pixel = _at(source, x, y, is_nearest)
        if inside < 1.0:
            pixel = _mixed(_spread(surround), pixel, np.uint64(inside * 256.0 + 0.5))
        out[column] = _packed(pixel)


@njit(cache=True)
def _middle(
    source: Pixels, start: tuple[float, float, float, float], span: tuple[int, int], out: Pixels
) -> None:
    """Fill a stretch of a row that lies well inside the canvas, in fixed point."""
    x = np.int64((start[0] + start[2] * span[0] - 0.5) * _UNIT)
    y = np.int64((start[1] + start[3] * span[0] - 0.5) * _UNIT)
    dx, dy = np.int64(round(start[2] * _UNIT)), np.int64(round(start[3] * _UNIT))
    half = np.int64(1 << 15)
    for column in range(span[0], span[1]):
        left, top = x >> _BITS, y >> _BITS
        across = np.uint64(((x & 0xFFFFFF) + half) >> 16)
        down = np.uint64(((y & 0xFFFFFF) + half) >> 16)
        upper = _mixed(_spread(source[top, left]), _spread(source[top, left + 1]), across)
        lower = _mixed(_spread(source[top + 1, left]), _spread(source[top + 1, left + 1]), across)
        out[column] = _packed(_mixed(upper, lower, down))
        x += dx
        y += dy


@njit(
    "void(uint32[:,::1], UniTuple(float64, 6), UniTuple(float64, 2), float64, boolean, uint32,"
    "int64, int64, uint32[:,::1])",
    cache=True,
    nogil=True,
)
def fill(
    source: Pixels,
    matrix: Matrix,
    size: tuple[float, float],
    zoom: float,
    is_nearest: bool,
    surround: np.uint32,
    left: int,
    top: int,
    out: Pixels,
) -> None:
    """Fill ``out``; see `app.painting.resample.resample` for what each is."""
    a, b, c, d, e, f = matrix
    columns = out.shape[1]
    margin = max(1.0, 0.5 / zoom + 1e-6)
    for row in range(out.shape[0]):
        x0 = a * (left + 0.5) + c * (top + row + 0.5) + e
        y0 = b * (left + 0.5) + d * (top + row + 0.5) + f
        start = (x0, y0, a, b)
        begin, end = 0, 0
        if not is_nearest:
            # past size - margin - 1 the four pixels might leave the picture
            first = _within(x0, a, margin, size[0] - margin - 1.0, columns)
            second = _within(y0, b, margin, size[1] - margin - 1.0, columns)
            begin, end = max(first[0], second[0]), min(first[1], second[1])
        if begin >= end:
            begin = end = 0
        line = out[row]
        _edge(source, start, size, zoom, is_nearest, surround, (0, begin), line)
        _middle(source, start, (begin, end), line)
        _edge(source, start, size, zoom, is_nearest, surround, (end, columns), line)
