"""Dabs a second on a 2048-pixel canvas with a soft round tip, beside QPainter and libmypaint.

Every engine paints the same dabs, an eighth of a radius apart on a curve as a hand draws it, in
the same batches of 8 to 64, turn by turn in one run, and its best time for each batch counts
(another process that takes the core for a while would decide otherwise). QPainter fills
rectangles without antialiasing, its quickest way with a radial gradient. ``event`` is what
one event of a quick pen costs us: 32 px of path, from points to painted pixels.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QRadialGradient

from app.catalogue.brushes import brushes
from app.model.entities import BlendMode
from app.model.tiles import Rect, TileGrid
from app.painting.composite import LayerPixels, composite, halve
from app.painting.engine import Dabs, StrokeEngine
from tests.benchmarks.mypaint import MyPaintSurface, open_surface

SIDE = 2048
RADII = (3, 12, 40, 120)
COUNTS = {3: 6_400, 12: 3_200, 40: 640, 120: 128}
BATCHES = {3: 64, 12: 64, 40: 32, 120: 8}
EVENT_PX = 32
FLOW = 0.2
TURNS = 50

Rows = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Engine:
    """What paints a batch, and the batches as it likes them."""

    paint: Callable[[Any], object]
    batches: list[Any]


def _along(radius: int) -> Rows:
    turn = np.linspace(0, COUNTS[radius] * radius / 8 / 700, COUNTS[radius])
    reach = 500 + 200 * np.sin(turn * 0.17)
    rows = np.zeros((len(turn), 6), np.float32)
    rows[:, 0], rows[:, 1] = 1024 + reach * np.cos(turn), 1024 + reach * np.sin(turn)
    rows[:, 2], rows[:, 3], rows[:, 4] = radius, FLOW, 1
    return rows


def _batches(rows: Rows) -> list[Rows]:
    size = BATCHES[int(rows[0, 2])]
    return [np.ascontiguousarray(rows[at : at + size]) for at in range(0, len(rows), size)]


def _engine(radius: int) -> StrokeEngine:
    brush = next(brush for brush in brushes() if brush.name == "soft_round")
    return StrokeEngine(
        brush, colour=(51, 102, 153), radius_px=radius, opacity=1, is_eraser=False, seed=1
    )


def _ours(rows: Rows) -> Engine:
    grid, engine = TileGrid.empty(SIDE, SIDE), _engine(40)
    batches = [Dabs(batch) for batch in _batches(rows)]
    return Engine(lambda dabs: engine.paint(lambda _: grid, dabs), batches)


def _mypaint(rows: Rows, surface: MyPaintSurface) -> Engine:
    batches = [surface.arguments(batch, 0.5) for batch in _batches(rows)]
    return Engine(surface.paint, batches)


def _qpainter(rows: Rows, painter: QPainter) -> Engine:
    stops = [(at / 4, QColor.fromRgbF(0.2, 0.4, 0.6, FLOW * _profile(at / 4))) for at in range(5)]

    def paint(batch: list[list[float]]) -> None:
        for x, y, radius in batch:
            gradient = QRadialGradient(x, y, radius)
            gradient.setStops(stops)
            box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
            painter.fillRect(box, QBrush(gradient))

    return Engine(paint, [batch[:, :3].tolist() for batch in _batches(rows)])


def _profile(distance: float) -> float:
    t = 1 - distance * distance
    return t * t * (3 - 2 * t)


def _rates(engines: Mapping[str, Engine], count: int) -> dict[str, float]:
    best = {name: [math.inf] * len(engine.batches) for name, engine in engines.items()}
    for _ in range(TURNS):
        for name, engine in engines.items():
            for at, batch in enumerate(engine.batches):
                started = perf_counter()
                engine.paint(batch)
                best[name][at] = min(best[name][at], perf_counter() - started)
    return {name: round(count / sum(times)) for name, times in best.items()}


def _dabs(rows: Rows) -> dict[str, float]:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    surface = open_surface(SIDE)
    engines = {"ours": _ours(rows), "qpainter": _qpainter(rows, painter)}
    if surface:
        engines["libmypaint"] = _mypaint(rows, surface)
    rates = _rates(engines, len(rows))
    painter.end()
    if surface:
        surface.close()
    figures = {f"{name}_dabs_s": rate for name, rate in rates.items()}
    ratios = {
        f"times_{name}": round(rates["ours"] / rate, 2)
        for name, rate in rates.items()
        if name != "ours"
    }
    return figures | ratios


def _event_ms(radius: int) -> float:
    grid, engine = TileGrid.empty(SIDE, SIDE), _engine(radius)
    turn = np.arange(200) * EVENT_PX / 700
    points = np.zeros((len(turn), 6), np.float32)
    points[:, 0], points[:, 1] = 1024 + 700 * np.cos(turn), 1024 + 700 * np.sin(turn)
    points[:, 2], points[:, 5] = 1, np.arange(200) / 60
    times = []
    for point in points[:, None]:
        started = perf_counter()
        engine.paint(lambda _: grid, engine.add(point))
        times.append(perf_counter() - started)
    return round(median(times) * 1000, 3)


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
        "dabs": {f"r={radius}": _dabs(_along(radius)) for radius in RADII},
        "event": {f"r={radius}_median_ms": _event_ms(radius) for radius in RADII},
        "compositing": _compositing(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
