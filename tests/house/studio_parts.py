"""A Studio with real parts: a library on disk, the document, the brushes, the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from journal_parts import Clock, journal_context
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QImage, QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.catalogue.brushes import brushes
from widgets.context import Context
from widgets.studio.page import StudioPage

_PEN = QPointingDevice.PointerType.Pen
_ERASER = QPointingDevice.PointerType.Eraser
_KINDS = {
    "press": QEvent.Type.TabletPress,
    "move": QEvent.Type.TabletMove,
    "release": QEvent.Type.TabletRelease,
}


class Pen:
    """A graphics tablet: it makes the events Qt makes."""

    def __init__(self, *, is_eraser: bool = False) -> None:
        kind = _ERASER if is_eraser else _PEN
        capabilities = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
        self._device = QPointingDevice(
            "test pen", 77 + is_eraser, QInputDevice.DeviceType.Stylus, kind, capabilities, 1, 3
        )
        self._stamp_ms = 1000

    def send(
        self,
        widget: QWidget,
        kind: str,
        x: float,
        y: float,
        *,
        pressure: float = 0.8,
        tilt: tuple[float, float] = (0.0, 0.0),
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> bool:
        """Send one event to a place of a widget; return whether it was accepted."""
        self._stamp_ms += 8
        place = QPointF(x, y)
        buttons = Qt.MouseButton.NoButton if kind == "release" else button
        acting = Qt.MouseButton.NoButton if kind == "move" else button
        event = QTabletEvent(
            _KINDS[kind], self._device, place, QPointF(widget.mapToGlobal(place)), pressure,
            tilt[0], tilt[1], 0.0, 0.0, 0.0, Qt.KeyboardModifier.NoModifier, acting, buttons,
        )  # fmt: skip
        event.setTimestamp(self._stamp_ms)
        QApplication.sendEvent(widget, event)
        return event.isAccepted()

    def draw(self, widget: QWidget, *places: tuple[float, float], pressure: float = 0.8) -> None:
        """Draw a line through places, with points between them."""
        self.send(widget, "press", *places[0], pressure=pressure)
        for (x0, y0), (x1, y1) in pairwise(places):
            for t in np.linspace(0.05, 1.0, 20):
                self.send(widget, "move", x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, pressure=pressure)
        self.send(widget, "release", *places[-1], pressure=0.0)


@contextmanager
def studio_context(folder: Path, *, theme: str = "paper") -> Iterator[Context]:
    """Give everything the Studio is given."""
    with journal_context(folder, Clock(), theme=theme) as context:
        yield replace(context, brushes=brushes())


def opened(context: Context, qtbot, *, is_full: bool = True, side: bool = False) -> StudioPage:
    """Return a Studio page that is shown with an empty page on the easel."""
    context.settings.change(is_studio_full=is_full)
    page = StudioPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 820)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.canvas.buffer is not None, timeout=60000)
    return page


def pixel(page: StudioPage, x: float, y: float) -> tuple[int, int, int]:
    """Return the colour the window shows at a place of the canvas widget."""
    image = page.canvas.presenter.widget.grab().toImage()
    colour = image.pixelColor(int(x), int(y))
    return colour.red(), colour.green(), colour.blue()


def array_of(image: QImage) -> np.ndarray:
    """Return an image's pixels as RGB."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8)
    rows = raw.reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), 2::-1].copy()


def places(event_points: list[QEventPoint]) -> list[tuple[float, float]]:
    """Return where fingers are."""
    return [(each.position().x(), each.position().y()) for each in event_points]
