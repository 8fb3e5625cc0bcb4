"""A choice of one among a few."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from widgets import icons
from widgets.theme import Theme


class Choice(QComboBox):
    """A box that opens a list; the wheel passes by, so that scrolling a page changes nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow in the colour of the theme; a style sheet can only load a picture."""
        super().paintEvent(event)
        side = self._theme.px(18)
        painter = QPainter(self)
        place = QRectF(self.width() - side - 12, (self.height() - side) / 2, side, side)
        icons.draw(painter, place, "mdi6.chevron-down", self._theme.colour("soft"))
        painter.end()
