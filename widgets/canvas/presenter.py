"""What every presenter does: show a canvas buffer through a view transform."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.model.tiles import Rect
from app.model.words import Sentence
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.view import Matrix, ViewTransform


class Presenter(Protocol):
    """Shows the canvas; QPainter and VisPy give the same pixels."""

    name: str
    reason: Sentence

    @property
    def widget(self) -> QWidget:
        """Return the widget it draws into; it takes no input of its own."""
        ...

    def show(self, buffer: CanvasBuffer, transform: ViewTransform) -> None:
        """Show this buffer this way from now on."""
        ...

    def update(self, rect: Rect) -> None:
        """Redraw what changed: a rectangle of canvas pixels."""
        ...

    def set_surround(self, colour: QColor) -> None:
        """Choose the colour beside the canvas."""
        ...

    def picture(self, width: int, height: int) -> npt.NDArray[np.uint8]:
        """Return what it shows at a size in device pixels: (height, width, 4), BGRA."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


def level_from_device(transform: ViewTransform) -> Matrix:
    """Return the matrix from device pixels to pixels of the level that is shown."""
    shrink = 1.0 / (1 << transform.level)
    a, b, c, d, e, f = transform.canvas_from_device
    return a * shrink, b * shrink, c * shrink, d * shrink, e * shrink, f * shrink


def argb(colour: QColor) -> int:
    """Return an opaque colour as 0xAARRGGBB."""
    return 0xFF000000 | (colour.rgb() & 0x00FFFFFF)
