"""Dabs a second on a 2048-pixel canvas with a soft round tip, beside QPainter and libmypaint.

Every engine paints the same dabs in the same batches in the same run, single-threaded as
far as it lets us. ``along`` dabs follow a curve as a hand does, an eighth of a radius apart;
``scattered`` dabs lie anywhere. Times are the best of several passes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QRadialGradient

from app.catalogue.brushes import brushes
from app.model.entities import BlendMode
from app.model.tiles import Rect, TileGrid
from app.painting.composite import LayerPixels, composite, halve
from app.painting.engine import Dabs, StrokeEngine
from tests.benchmarks.mypaint import open_surface

SIDE = 2048
RADII = (3, 12, 40, 120)
COUNTS = {3: 24_000, 12: 12_000, 40: 2_400, 120: 480}
BATCH = 96
FLOW = 0.2
PASSES = 5

Rows = npt.NDArray[np.float32]


def _rows(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], radius: int) -> Rows:
    rows = np.zeros((len(x), 6), np.float32)
    rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3], rows[:, 4] = x, y, radius, FLOW, 1
    return rows


def along(radius: int) -> Rows:
    """Return dabs that follow a slowly turning line."""
    turn = np.linspace(0, COUNTS[radius] * radius / 8 / 700, COUNTS[radius])
    reach = 500 + 200 * np.sin(turn * 0.17)
    return _rows(1024 + reach * np.cos(turn), 1024 + reach * np.sin(turn), radius)


def scattered(radius: int) -> Rows:
    """Return dabs anywhere on the canvas."""
    spots = np.random.default_rng(radius).uniform(radius, SIDE - radius, (COUNTS[radius], 2))
    return _rows(spots[:, 0], spots[:, 1], radius)


def _batches(rows: Rows) -> list[Rows]:
    return [np.ascontiguousarray(rows[at : at + BATCH]) for at in range(0, len(rows), BATCH)]


def _rate(paint: Callable[[Any], object], batches: Iterable[Any], count: int) -> float:
    batches = list(batches)
    best = math.inf
    for _ in range(PASSES):
        started = perf_counter()
        for batch in batches:
            paint(batch)
        best = min(best, perf_counter() - started)
    return count / best


def _ours(rows: Rows) -> float:
    brush = next(brush for brush in brushes() if brush.name == "soft_round")
    grid = TileGrid.empty(SIDE, SIDE)
    engine = StrokeEngine(
        brush, colour=(51, 102, 153), radius_px=40, opacity=1, is_eraser=False, seed=1
    )
    batches = [Dabs(batch) for batch in _batches(rows)]
    return _rate(lambda dabs: engine.paint(lambda _: grid, dabs), batches, len(rows))


def _mypaint(rows: Rows) -> float | None:
    surface = open_surface(SIDE)
    if surface is None:
        return None
    batches = [surface.arguments(batch, 0.5) for batch in _batches(rows)]
    rate = _rate(surface.paint, batches, len(rows))
    surface.close()
    return rate


def _qpainter(rows: Rows) -> float:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stops = [(at / 4, QColor.fromRgbF(0.2, 0.4, 0.6, FLOW * _profile(at / 4))) for at in range(5)]

    def paint(batch: list[tuple[float, float, float]]) -> None:
        for x, y, radius in batch:
            gradient = QRadialGradient(x, y, radius)
            gradient.setStops(stops)
            painter.setBrush(QBrush(gradient))
            painter.drawEllipse(QPointF(x, y), radius, radius)

    rate = _rate(paint, [batch[:, :3].tolist() for batch in _batches(rows)], len(rows))
    painter.end()
    return rate


def _profile(distance: float) -> float:
    t = 1 - distance * distance
    return t * t * (3 - 2 * t)


def _dabs(rows: Rows) -> dict[str, float | None]:
    ours, theirs, qt = _ours(rows), _mypaint(rows), _qpainter(rows)
    return {
        "ours_dabs_s": round(ours),
        "libmypaint_dabs_s": round(theirs) if theirs else None,
        "qpainter_dabs_s": round(qt),
        "times_libmypaint": round(ours / theirs, 2) if theirs else None,
        "times_qpainter": round(ours / qt, 2),
    }


def _best_ms(run: Callable[[], object], repeats: int) -> float:
    run()
    times = []
    for _ in range(repeats):
        started = perf_counter()
        run()
        times.append(perf_counter() - started)
    return round(min(times) * 1000, 3)


def _compositing() -> dict[str, float]:
    chance = np.random.default_rng(1)
    modes = [BlendMode.NORMAL, BlendMode.MULTIPLY, BlendMode.SCREEN, BlendMode.OVERLAY]
    layers = []
    for mode in (*modes, *modes[:2]):
        grid = TileGrid.empty(SIDE, SIDE)
        grid.tiles[:] = chance.integers(0, 1 << 15, grid.tiles.shape[-3:], np.uint16)
        grid.tiles[..., :3] = np.minimum(grid.tiles[..., :3], grid.tiles[..., 3:])
        layers.append(LayerPixels(grid, mode, 0.8))
    out = np.empty((SIDE, SIDE, 4), np.uint8)
    small = np.empty((SIDE // 2, SIDE // 2, 4), np.uint8)
    part, whole = Rect(501, 333, 757, 589), Rect(0, 0, SIDE, SIDE)
    return {
        "six_layers_256_ms": _best_ms(lambda: composite(layers, part, out), 40),
        "six_layers_2048_ms": _best_ms(lambda: composite(layers, whole, out), 5),
        "halve_256_ms": _best_ms(lambda: halve(out, part, small), 40),
        "halve_2048_ms": _best_ms(lambda: halve(out, whole, small), 5),
    }


def run() -> dict[str, Any]:
    """Measure and return the figures; ratios of one run are to be trusted."""
    return {
        "dabs": {
            place.__name__: {f"r={radius}": _dabs(place(radius)) for radius in RADII}
            for place in (along, scattered)
        },
        "compositing": _compositing(),
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))  # noqa: T201
