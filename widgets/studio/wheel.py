"""A colour wheel: hue around, greyness and lightness in the square inside."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.words import tr
from widgets.studio.kit import Colour
from widgets.theme import Theme

Plane = npt.NDArray[np.float64]

_RING_SHARE = 0.12
_NUDGE = {
    Qt.Key.Key_Left: (0.0, -0.02, 0.0),
    Qt.Key.Key_Right: (0.0, 0.02, 0.0),
    Qt.Key.Key_Up: (0.0, 0.0, 0.02),
    Qt.Key.Key_Down: (0.0, 0.0, -0.02),
    Qt.Key.Key_PageUp: (1 / 72, 0.0, 0.0),
    Qt.Key.Key_PageDown: (-1 / 72, 0.0, 0.0),
}


def _image(red: Plane, green: Plane, blue: Plane, alpha: Plane) -> QImage:
    stacked = np.stack([blue * alpha, green * alpha, red * alpha, alpha], axis=-1)
    pixels = np.ascontiguousarray(np.round(stacked * 255).astype(np.uint8))
    height, width = alpha.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, pixels.strides[0], form).copy()


def _ring(side: int) -> QImage:
    """Return the ring of hues, red at the right, going counter-clockwise."""
    line = np.arange(side) + 0.5 - side / 2
    x, y = line[None, :], line[:, None]
    hue = (np.arctan2(-y, x) / (2 * math.pi)) % 1.0 * 6
    distance = np.hypot(x, y)
    inner = side / 2 * (1 - 2 * _RING_SHARE)
    alpha = np.clip(side / 2 - distance, 0, 1) * np.clip(distance - inner, 0, 1)
    red = np.clip(np.abs(hue - 3) - 1, 0, 1)
    green = np.clip(2 - np.abs(hue - 2), 0, 1)
    blue = np.clip(2 - np.abs(hue - 4), 0, 1)
    return _image(red, green, blue, alpha)


class ColourWheel(QWidget):
    """Choose a colour by hand or by keys: arrows in the square, Page Up and Down around."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, *, side_px: int = 208) -> None:
        super().__init__()
        self._theme = theme
        self._hue, self._saturation, self._value = 0.0, 0.0, 0.0
        self._ring = QImage()
        self._square: tuple[float, QImage] = (-1.0, QImage())
        self._is_turning = False
        self._side_px = side_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Colour wheel"))
        self.setToolTip(tr("Arrows: greyer and lighter. Page Up and Down: around the wheel."))

    def sizeHint(self) -> QSize:
        """Return the wheel's size."""
        return QSize(self._theme.px(self._side_px), self._theme.px(self._side_px))

    def show_colour(self, colour: Colour) -> None:
        """Point at a colour; greys keep the hue they came from."""
        shown = QColor(*colour)
        self._hue = shown.hsvHueF() if shown.hsvHueF() >= 0 else self._hue
        self._saturation, self._value = shown.hsvSaturationF(), shown.valueF()
        self._speak()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the ring or of the square."""
        way = event.position() - self._middle()
        inner = self._outer() * (1 - 2 * _RING_SHARE)
        self._is_turning = math.hypot(way.x(), way.y()) >= inner
        self._point(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._point(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by keys."""
        nudge = _NUDGE.get(Qt.Key(event.key()))
        if nudge is None:
            super().keyPressEvent(event)
            return
        self._hue = (self._hue + nudge[0]) % 1.0
        self._saturation = min(max(self._saturation + nudge[1], 0.0), 1.0)
        self._value = min(max(self._value + nudge[2], 0.0), 1.0)
        self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ring, square and the two marks."""
        side, ratio = min(self.width(), self.height()), self.devicePixelRatioF()
        if self._ring.width() != round(side * ratio):
            self._ring = _ring(round(side * ratio))
            self._ring.setDevicePixelRatio(ratio)
        square = self._square_rect()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QPointF(0, 0), self._ring)
            painter.drawImage(square, self._square_image())
            angle = self._hue * 2 * math.pi
            radius = self._outer() * (1 - _RING_SHARE)
            on_ring = QPointF(math.cos(angle), -math.sin(angle)) * radius + self._middle()
            at = QPointF(
                square.left() + self._saturation * square.width(),
                square.bottom() - self._value * square.height(),
            )
            for place in (on_ring, at):
                for colour, width in ((QColor("white"), 4.0), (QColor(30, 28, 36), 1.5)):
                    painter.setPen(QPen(colour, width))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawEllipse(place, 7, 7)
            if self.hasFocus():
                painter.setPen(QPen(self._theme.colour("accent"), 2))
                painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _square_image(self) -> QImage:
        if self._square[0] != self._hue:
            pure = QColor.fromHsvF(self._hue, 1.0, 1.0)
            saturation, value = np.linspace(0, 1, 64)[None, :], np.linspace(1, 0, 64)[:, None]
            planes = [
                value * (1 - saturation * (1 - channel))
                for channel in (pure.redF(), pure.greenF(), pure.blueF())
            ]
            self._square = (self._hue, _image(planes[0], planes[1], planes[2], np.ones((64, 64))))
        return self._square[1]

    def _point(self, place: QPointF) -> None:
        if self._is_turning:
            way = place - self._middle()
            self._hue = (math.atan2(-way.y(), way.x()) / (2 * math.pi)) % 1.0
        else:
            square = self._square_rect()
            self._saturation = min(max((place.x() - square.left()) / square.width(), 0.0), 1.0)
            self._value = min(max((square.bottom() - place.y()) / square.height(), 0.0), 1.0)
        self._tell()

    def _tell(self) -> None:
        self._speak()
        colour = QColor.fromHsvF(self._hue, self._saturation, self._value)
        self.chosen.emit((colour.red(), colour.green(), colour.blue()))

    def _speak(self) -> None:
        colour = QColor.fromHsvF(self._hue, self._saturation, self._value)
        self.setAccessibleDescription(colour.name())
        self.update()

    def _outer(self) -> float:
        return min(self.width(), self.height()) / 2

    def _middle(self) -> QPointF:
        return QPointF(self._outer(), self._outer())

    def _square_rect(self) -> QRectF:
        half = self._outer() * (1 - 2 * _RING_SHARE) / math.sqrt(2) - 6
        return QRectF(self._outer() - half, self._outer() - half, 2 * half, 2 * half)
