"""The pill over the canvas: zoom and turn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.model.words import tr
from widgets.canvas.canvas import Canvas
from widgets.canvas.navigation import WHEEL_STEP
from widgets.canvas.view import ViewTransform, stepped_zoom
from widgets.parts import PlainButton, ToolButton
from widgets.parts.buttons import with_keys
from widgets.theme import Theme

TURN_DEG = 15.0


class ViewPill(QWidget):
    """Zoom out, how large, zoom in; turn left, how far, turn right; all of it."""

    def __init__(self, theme: Theme, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._theme, self._canvas = theme, canvas
        self.smaller = self._tool("mdi6.minus", tr("Smaller"), "-", lambda: self.zoom(False))
        self.zoom_label = self._word(tr("At 100 %"), "1", lambda: canvas.zoom_to(1.0))
        self.larger = self._tool("mdi6.plus", tr("Larger"), "+", lambda: self.zoom(True))
        self.left = self._tool(
            "mdi6.rotate-left", tr("Turn left"), "Shift+[", lambda: self.turn(-TURN_DEG)
        )
        self.angle_label = self._word(tr("Upright"), "", lambda: canvas.rotate_to(0.0))
        self.right = self._tool(
            "mdi6.rotate-right", tr("Turn right"), "Shift+]", lambda: self.turn(TURN_DEG)
        )
        self.whole = self._tool("mdi6.fit-to-page-outline", tr("All of it"), "0", canvas.fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(0)
        for widget in (self.smaller, self.zoom_label, self.larger):
            row.addWidget(widget)
        row.addSpacing(8)
        for widget in (self.left, self.angle_label, self.right):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.whole)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        canvas.view_changed.connect(self._follow)
        self._follow(canvas.view)

    def zoom(self, is_larger: bool) -> None:
        """Take one step in or out."""
        factor = WHEEL_STEP if is_larger else 1 / WHEEL_STEP
        self._canvas.zoom_to(stepped_zoom(self._canvas.view.zoom, factor))

    def turn(self, by_deg: float) -> None:
        """Turn the canvas by a step."""
        angle = self._canvas.view.angle_deg + by_deg
        self._canvas.rotate_to(round(angle / TURN_DEG) * TURN_DEG)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.setBrush(self._theme.colour("surface"))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)

    def _tool(self, icon: str, name: str, keys: str, pressed: object) -> ToolButton:
        button = ToolButton(self._theme, icon, name, role="soft", size=16)
        button.setToolTip(with_keys(name, keys))
        button.setFixedSize(self._theme.px(30), self._theme.px(30))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: pressed() if callable(pressed) else None)
        return button

    def _word(self, name: str, keys: str, pressed: object) -> QPushButton:
        button = PlainButton("")
        button.setToolTip(with_keys(name, keys))
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumWidth(self._theme.px(58))
        button.clicked.connect(lambda: pressed() if callable(pressed) else None)
        return button

    def _follow(self, view: ViewTransform) -> None:
        percent = tr("{share} %", share=round(view.zoom * 100))
        angle = tr("{angle}°", angle=round(view.angle_deg))
        self.zoom_label.setText(percent)
        self.zoom_label.setAccessibleDescription(percent)
        self.angle_label.setText(angle)
        self.angle_label.setAccessibleDescription(angle)
