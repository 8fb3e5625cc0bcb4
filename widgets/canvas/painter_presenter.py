"""The canvas through QPainter: the choice where the graphics driver works in software."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from app.model.tiles import Rect
from app.model.words import Sentence
from app.painting.resample import resample
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.presenter import argb, level_from_device
from widgets.canvas.view import ViewTransform

FORMAT = QImage.Format.Format_RGB32


def image_over(pixels: npt.NDArray[np.uint8]) -> QImage:
    """Return an image that shares the array's memory (BGRA rows); keep the array alive."""
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, pixels.strides[0], FORMAT)


class _Sheet(QWidget):
    """The widget the picture is drawn into."""

    def __init__(self, presenter: PainterPresenter, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rectangles that changed, and only those."""
        with QPainter(self) as painter:
            self._presenter.draw(painter, event.region())


class PainterPresenter:
    """Shows the buffer with QPainter; at 100 % and 0° the buffer itself, without a copy.

    Elsewhere the rectangle is resampled by `app.painting.resample`: QPainter's own smooth
    transform mixes with 4-bit weights, which is up to 16/255 away from what a graphics card does.

    Parameters
    ----------
    reason : Sentence
        Why this presenter was chosen.
    parent : QWidget, optional
    """

    name = "QPainter"

    def __init__(self, reason: Sentence, parent: QWidget | None = None) -> None:
        self.reason = reason
        self._buffer: CanvasBuffer | None = None
        self._image = QImage()
        self._transform = ViewTransform()
        self._surround = QColor("#F6F3EC")
        self._scratch = np.empty((0, 4), np.uint8)
        self._sheet = _Sheet(self, parent)

    @property
    def widget(self) -> QWidget:
        """Return the widget it draws into."""
        return self._sheet

    def show(self, buffer: CanvasBuffer, transform: ViewTransform) -> None:
        """Show this buffer this way from now on."""
        if buffer is not self._buffer:
            self._buffer, self._image = buffer, image_over(buffer.pixels)
        self._transform = transform
        self._sheet.update()

    def update(self, rect: Rect) -> None:
        """Redraw what changed: a rectangle of canvas pixels."""
        device, ratio = self._transform.device_rect(rect), self._transform.ratio
        left, top = int(device.left // ratio), int(device.top // ratio)
        right, bottom = -int(-device.right // ratio), -int(-device.bottom // ratio)
        self._sheet.update(QRect(left, top, right - left, bottom - top))

    def set_surround(self, colour: QColor) -> None:
        """Choose the colour beside the canvas."""
        self._surround = colour
        self._sheet.update()

    def picture(self, width: int, height: int) -> npt.NDArray[np.uint8]:
        """Return what it shows at a size in device pixels: (height, width, 4), BGRA."""
        ratio = self._transform.ratio
        pixels = np.zeros((height, width, 4), np.uint8)
        image = image_over(pixels)
        image.setDevicePixelRatio(ratio)
        with QPainter(image) as painter:
            whole = QRect(0, 0, int(width / ratio) + 2, int(height / ratio) + 2)
            self.draw(painter, QRegion(whole))
        return pixels

    def close(self) -> None:
        """Let go of the buffer."""
        self._buffer, self._image = None, QImage()
        # until it is deleted it would hide the one that comes after it
        self._sheet.hide()
        self._sheet.deleteLater()

    def draw(self, painter: QPainter, region: QRegion) -> None:
        """Draw parts of the view (logical pixels) in whole device pixels."""
        ratio = self._transform.ratio
        origin = painter.deviceTransform()
        # a widget may begin between two device pixels: draw from the whole one
        painter.translate(
            (round(origin.dx()) - origin.dx()) / ratio, (round(origin.dy()) - origin.dy()) / ratio
        )
        painter.scale(1.0 / ratio, 1.0 / ratio)
        for part in _parts(region):
            left, top = int(part.left() * ratio), int(part.top() * ratio)
            right = -int(-(part.right() + 1) * ratio // 1)
            bottom = -int(-(part.bottom() + 1) * ratio // 1)
            self._draw_part(painter, Rect(left, top, right, bottom))

    def _draw_part(self, painter: QPainter, part: Rect) -> None:
        width, height = part.right - part.left, part.bottom - part.top
        if self._buffer is None or self._transform.zoom != 1.0 or not self._transform.is_exact:
            painter.drawImage(part.left, part.top, self._resampled(part))
            return
        left, top = int(self._transform.left_px), int(self._transform.top_px)
        shown = QRect(left, top, self._buffer.width, self._buffer.height)
        visible = shown & QRect(part.left, part.top, width, height)
        if visible != QRect(part.left, part.top, width, height):
            painter.fillRect(QRectF(part.left, part.top, width, height), self._surround)
        source = QRectF(visible.translated(-left, -top))
        painter.drawImage(QPointF(visible.topLeft()), self._image, source)

    def _resampled(self, part: Rect) -> QImage:
        width, height = part.right - part.left, part.bottom - part.top
        if self._scratch.shape[0] < width * height:
            self._scratch = np.empty((width * height, 4), np.uint8)
        out = self._scratch[: width * height].reshape(height, width, 4)
        if self._buffer is None:
            out.view(np.uint32)[...] = argb(self._surround)
            return image_over(out)
        view = self._transform
        scale = 1 << view.level
        resample(
            self._buffer.level(view.level),
            level_from_device(view),
            size=(self._buffer.width / scale, self._buffer.height / scale),
            zoom=view.zoom * scale,
            is_nearest=view.is_exact,
            surround=argb(self._surround),
            corner=(part.left, part.top),
            out=out,
        )
        return image_over(out)


def _parts(region: QRegion) -> list[QRect]:
    # many slivers cost more than the rectangle around them
    if region.rectCount() > 4:
        return [region.boundingRect()]
    # a region is iterable; PySide's type stubs do not say so
    return list(cast("Iterable[QRect]", region))
