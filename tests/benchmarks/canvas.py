"""From a pen's event to the picture on screen, with both presenters; and the longest stall.

Three layers of 2048 pixels a side at 100 %, the ink brush, points as a tablet sends them. A time
runs from before the event is sent until every repaint it asked for is done.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.model.words import Sentence

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "house")]

EVENTS = 240
STROKES = 4


def run() -> dict[str, Any]:
    """Return the figures, in milliseconds; VisPy's are missing where there is no OpenGL."""
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication.instance() or QApplication([])
    from studio_parts import studio_context

    from widgets.canvas.choose_presenter import renderer_here

    renderer = renderer_here()
    figures: dict[str, Any] = {"renderer": renderer or "none"}
    with TemporaryDirectory() as folder, studio_context(Path(folder)) as context:
        page, opening_ms = _opened(app, context)
        figures["opening_longest_gap_ms"] = opening_ms
        for name in ("QPainter", *(("VisPy",) if renderer else ())):
            figures[name.casefold()] = _drawn(app, page, name)
        page.flush()
        page.close()
        page.deleteLater()
        app.processEvents()
    return figures


def _opened(app: Any, context: Any) -> tuple[Any, float]:
    """Return a page with three layers, and the main thread's longest gap until it stood."""
    from widgets.studio.page import StudioPage

    page = StudioPage(context)
    page.resize(1400, 860)
    page.show()
    page.refresh()
    ticks = [time.perf_counter()]
    timer, loop = QTimer(), QEventLoop()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(1)
    page.easel.opened.connect(loop.quit)
    loop.exec()
    timer.stop()
    app.processEvents()
    for _ in range(2):
        page.layers.add.click()
    return page, round(float(np.diff(ticks).max()) * 1000, 2)


def _strokes(page: Any) -> Iterator[list[tuple[float, float]]]:
    x, y = page.canvas.width() / 2, page.canvas.height() / 2
    for number in range(STROKES):
        t = np.linspace(0, 6, EVENTS)
        turn = number * 0.7
        yield list(zip(x + 220 * np.sin(t + turn), y + 200 * np.sin(1.7 * t), strict=True))


def _drawn(app: Any, page: Any, name: str) -> dict[str, float]:
    from studio_parts import Pen

    from widgets.canvas.choose_presenter import Choice, build

    page.canvas.use_presenter(build(Choice(name, Sentence("a benchmark"))))
    page.kit.choose_brush(next(each for each in page.kit.brushes if each.name == "ink"))
    page.canvas.zoom_to(1.0)
    for _ in range(20):
        app.processEvents()
    finish = _finish_frame(page) if name == "VisPy" else app.processEvents
    paints = _Paints()
    page.canvas.presenter.widget.installEventFilter(paints)
    changes: list[object] = []
    page.easel.drawn.connect(changes.append)
    pen, times = Pen(), []
    # a frame in software GL takes a thousand times as long: fewer of them tell as much
    strokes = list(_strokes(page))
    for places in strokes if name == "QPainter" else [strokes[0][:60]]:
        pen.send(page.canvas, "press", *places[0])
        app.processEvents()
        for place in places[1:]:
            changes.clear()
            paints.count = 0
            start = time.perf_counter()
            pen.send(page.canvas, "move", *place, pressure=0.6)
            while changes and not paints.count and time.perf_counter() < start + 0.5:
                app.processEvents()
            finish()
            if changes and paints.count:
                times.append((time.perf_counter() - start) * 1000)
        pen.send(page.canvas, "release", *places[-1])
        app.processEvents()
    return {
        "event_to_shown_median_ms": round(statistics.median(times), 3),
        "event_to_shown_p95_ms": round(float(np.percentile(times, 95)), 3),
        "longest_stall_ms": round(max(times), 2),
        "events": len(times),
    }


class _Paints(QObject):
    """Counts how often a widget was painted."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def _finish_frame(page: Any) -> Callable[[], None]:
    """Return what waits until the graphics card has drawn what it was told."""
    from vispy import gloo

    def finish() -> None:
        page.canvas.presenter.widget.makeCurrent()
        gloo.finish()

    return finish


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
