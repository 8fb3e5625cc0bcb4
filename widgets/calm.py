"""The calm scene: from anywhere, in the next frame, never brighter than what it replaces."""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRadialGradient,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.words import tr
from widgets.overlay import Overlay
from widgets.parts import GhostButton
from widgets.theme import Theme

FADE_S = 2.4
BREATH_IN_S, BREATH_OUT_S = 4.0, 6.0
_FRAME_MS = 33
# dark enough for a dark room, and near the dusk theme's ground
_ABOVE, _BELOW, _SHAPE = QColor("#141820"), QColor("#1B2530"), QColor("#3F6270")
_WORDS = "#C9D3D6"


def breath(seconds: float) -> float:
    """Return how wide the shape is, 0 to 1: in for 4 s, out for 6 s, without a corner."""
    at = seconds % (BREATH_IN_S + BREATH_OUT_S)
    if at < BREATH_IN_S:
        return 0.5 - 0.5 * math.cos(math.pi * at / BREATH_IN_S)
    return 0.5 + 0.5 * math.cos(math.pi * (at - BREATH_IN_S) / BREATH_OUT_S)


class CalmScene(Overlay):
    """A shape that breathes slowly; Esc, a press or *Back* leads back to what was.

    The first frame is, pixel by pixel, the darker one of what was there and the scene; from
    there light fades in slowly. With reduced motion the shape stands still; the fade stays, for
    a step of light would be the larger movement.
    """

    help_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        # where a sibling has a window of its own, the first hide comes from the constructor
        self._replaced, self._timer = QPixmap(), QTimer()
        super().__init__(theme, parent)
        self._timer.setParent(self)
        self.setObjectName("calm")
        self.setAccessibleName(tr("Calm scene"))
        self._clock = QElapsedTimer()
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)
        self.back = self._button(tr("Back"), self.leave)
        self.back.setObjectName("calm.back")
        self.back.setToolTip(tr("Back to where you were (Esc)"))
        self.help = self._button(tr("I need help"), self._to_help)
        self.help.setObjectName("calm.help")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch()
        row.addWidget(self.back)
        row.addWidget(self.help)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 48)
        column.addStretch()
        column.addLayout(row)

    def open(self) -> None:
        """Show it in the next frame."""
        if self.isVisible():
            return
        self._replaced = self._darker(self.below.grab())
        self._clock.start()
        self._timer.start()
        self.open_over(self.back)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the clock and forget the picture of what was."""
        self._timer.stop()
        self._replaced = QPixmap()
        super().hideEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Any press leads back."""
        self.leave()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with the keys that lead here, too."""
        if event.key() == Qt.Key.Key_F9:
            self.leave()
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the scene, and over it what is still left of what was."""
        painter = QPainter(self)
        seconds = self._clock.elapsed() / 1000 if self._clock.isValid() else 0.0
        self._paint_scene(painter, 0.0 if self.theme.is_motion_reduced else seconds)
        left = 1.0 - min(seconds / FADE_S, 1.0)
        if left > 0 and not self._replaced.isNull():
            painter.setOpacity(left * left * (3 - 2 * left))
            painter.drawPixmap(0, 0, self._replaced)
        painter.end()

    def _paint_scene(self, painter: QPainter, seconds: float) -> None:
        sky = QLinearGradient(0, 0, 0, self.height())
        sky.setColorAt(0, _ABOVE)
        sky.setColorAt(1, _BELOW)
        painter.fillRect(self.rect(), sky)
        centre, radius = self._circle(seconds)
        glow = QRadialGradient(centre, radius)
        for place, alpha in ((0.0, 170), (0.55, 120), (0.9, 40), (1.0, 0)):
            colour = QColor(_SHAPE)
            colour.setAlpha(alpha)
            glow.setColorAt(place, colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        painter.drawEllipse(centre, radius, radius)

    def _circle(self, seconds: float) -> tuple[QPointF, float]:
        side = min(self.width(), self.height())
        wide = 0.5 if self.theme.is_motion_reduced else breath(seconds)
        return QPointF(self.width() / 2, self.height() * 0.44), side * (0.2 + 0.13 * wide)

    def _darker(self, replaced: QPixmap) -> QPixmap:
        scene = QPixmap(replaced.size())
        scene.setDevicePixelRatio(replaced.devicePixelRatio())
        self.resize(self.below.size())
        painter = QPainter(scene)
        self._paint_scene(painter, 0.0)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Darken)
        painter.drawPixmap(0, 0, replaced)
        painter.end()
        return scene

    def _tick(self) -> None:
        seconds = self._clock.elapsed() / 1000
        if seconds <= FADE_S + 0.1:
            self.update()
        elif self.theme.is_motion_reduced:
            self._timer.stop()
        else:
            self._replaced = QPixmap()
            centre, _ = self._circle(seconds)
            reach = min(self.width(), self.height()) * 0.34
            area = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
            self.update(area.toAlignedRect())

    def _to_help(self) -> None:
        self.leave()
        self.help_wanted.emit()

    def _button(self, text: str, pressed: object) -> GhostButton:
        button = GhostButton(text, pressed if callable(pressed) else None)
        # the scene is dark in every theme, so its buttons are too
        button.setStyleSheet(
            f"QPushButton {{ background: #1B2530; color: {_WORDS}; border: 1px solid #70808A; }}"
            f"QPushButton:hover {{ background: #24323E; }}"
            f"QPushButton:focus {{ border: 2px solid {_WORDS}; }}"
        )
        return button
