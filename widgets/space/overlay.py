"""What lies over the room, drawn flat: the pointer's ring, and the box one chooses with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.space.choosing import Choice
from widgets.theme import Theme

_LEAST_PX = 2.5


class Overlay(QWidget):
    """Lies over the glass and takes no input.

    Parameters
    ----------
    ring_px : callable
        Returns the radius of the pointer's ring, logical pixels; 0 for none.
    """

    def __init__(
        self, theme: Theme, picked: Choice, *, ring_px: Callable[[], float], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._choice, self._ring_px = theme, picked, ring_px
        self._pointer: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        picked.changed.connect(self.update)

    def point(self, place: QPointF | None) -> None:
        """Show the ring here, or nowhere."""
        self._pointer = place
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all of it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._choice.box is not None:
                self._draw_box(painter)
            if self._pointer is not None:
                self._draw_ring(painter, self._pointer)

    def _draw_ring(self, painter: QPainter, place: QPointF) -> None:
        radius = self._ring_px()
        if radius <= 0:
            return
        radius = max(radius, _LEAST_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # light around dark: one of the two shows on any colour
        for colour, width in ((QColor(255, 255, 255, 200), 2.6), (QColor(30, 28, 36, 230), 1.1)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(place, radius, radius)

    def _draw_box(self, painter: QPainter) -> None:
        accent = QColor(self._theme.colour("accent"))
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
        accent.setAlpha(36)
        painter.setBrush(accent)
        if self._choice.box is not None:
            painter.drawRoundedRect(self._choice.box, 4, 4)
