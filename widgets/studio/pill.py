"""A pill over the canvas that holds a few small buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from widgets.parts import PlainButton, ToolButton
from widgets.parts.buttons import with_keys
from widgets.theme import Theme

_GAP_PX = 8


class Pill(QWidget):
    """Lies over a canvas; whoever makes it adds its buttons."""

    def __init__(self, theme: Theme, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 2, 8, 2)
        self._row.setSpacing(0)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def add(self, *widgets: QWidget, begins: bool = False) -> None:
        """Add buttons; ``begins`` leaves a gap before them."""
        if begins:
            self._row.addSpacing(_GAP_PX)
        for widget in widgets:
            self._row.addWidget(widget)

    def tool(self, icon: str, name: str, keys: str, pressed: Callable[[], object]) -> ToolButton:
        """Return a small button that shows an icon."""
        button = ToolButton(self._theme, icon, name, pressed, role="soft", size=16)
        button.setToolTip(with_keys(name, keys))
        button.setFixedSize(self._theme.px(30), self._theme.px(30))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def word(self, name: str, keys: str, pressed: Callable[[], object]) -> QPushButton:
        """Return a small button that shows a word, to be set later."""
        button = PlainButton("", pressed)
        button.setToolTip(with_keys(name, keys))
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumWidth(self._theme.px(58))
        return button

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.setBrush(self._theme.colour("surface"))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
