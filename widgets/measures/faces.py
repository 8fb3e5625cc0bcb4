"""Small faces at the ends of a line, drawn by us: how pleasant it is, and how awake."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.theme import Theme

_SIDE = 40


class Face(QWidget):
    """A face at one end: ``kind`` is "pleasure" or "arousal"."""

    def __init__(self, theme: Theme, kind: str, *, is_high: bool) -> None:
        super().__init__()
        self._theme, self._kind, self._is_high = theme, kind, is_high
        self.setFixedSize(theme.px(_SIDE), theme.px(_SIDE))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colour of secondary words: no end is the better one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.width() / _SIDE
        painter.scale(scale, scale)
        pen = QPen(self._theme.colour("soft"), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawEllipse(QRectF(3, 3, 34, 34))
        self._draw_eyes(painter)
        self._draw_mouth(painter)
        painter.end()

    def _draw_eyes(self, painter: QPainter) -> None:
        is_awake = self._kind == "arousal" and self._is_high
        is_asleep = self._kind == "arousal" and not self._is_high
        for x in (14.0, 26.0):
            if is_asleep:
                painter.drawLine(QLineF(x - 3, 17, x + 3, 17))
            else:
                radius = 3.2 if is_awake else 1.2
                painter.drawEllipse(QPointF(x, 16), radius, radius)

    def _draw_mouth(self, painter: QPainter) -> None:
        if self._kind == "arousal":
            painter.drawLine(QLineF(15, 27, 25, 27))
        elif self._is_high:
            painter.drawArc(QRectF(12, 17, 16, 12), 200 * 16, 140 * 16)
        else:
            painter.drawArc(QRectF(12, 25, 16, 12), 20 * 16, 140 * 16)
