"""The pointer over the canvas: a ring as large as the brush."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

# larger pointers are cut off by some window systems
MAX_RING_PX = 240
_MIN_RING_PX = 4


class Tool(StrEnum):
    """What the pointer does on the canvas."""

    DRAW = "draw"
    PICK = "pick"
    HAND = "hand"


def pointer(tool: Tool, diameter_px: float, ratio: float) -> QCursor:
    """Return the pointer of a tool; a brush ``diameter_px`` logical pixels wide gets a ring."""
    if tool is Tool.HAND:
        return QCursor(Qt.CursorShape.OpenHandCursor)
    if tool is Tool.PICK:
        return QCursor(Qt.CursorShape.CrossCursor)
    return ring_cursor(round(diameter_px), ratio)


@lru_cache(maxsize=64)
def ring_cursor(diameter_px: int, ratio: float) -> QCursor:
    """Return a ring pointer; a cross where the ring would be too small or too large to show.

    Parameters
    ----------
    diameter_px : int
        Of the brush as it is shown, logical pixels.
    ratio : float
        Device pixels a logical pixel.
    """
    if not _MIN_RING_PX <= diameter_px <= MAX_RING_PX:
        return QCursor(Qt.CursorShape.CrossCursor)
    side = diameter_px + 4
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    middle = QPointF(side / 2, side / 2)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # light around dark: one of the two shows on any colour
        for colour, width in ((QColor(255, 255, 255, 200), 2.6), (QColor(30, 28, 36, 230), 1.1)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(middle, diameter_px / 2, diameter_px / 2)
        painter.drawPoint(middle)
    return QCursor(pixmap, side // 2, side // 2)
