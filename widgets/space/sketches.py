"""Small pictures of layers in space: their strokes as lines, seen from the front."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from app.model.space import SpaceStroke

WIDTH_PX, HEIGHT_PX = 144, 108
_EDGE_PX = 10
_MOST_STROKES, _MOST_POINTS = 300, 60


def layer_sketch(strokes: Sequence[SpaceStroke]) -> QImage:
    """Return a layer on white paper; of very many strokes some stand for all."""
    image = QImage(WIDTH_PX, HEIGHT_PX, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    drawn = [each for each in strokes if len(each.points)]
    drawn = drawn[:: max(1, len(drawn) // _MOST_STROKES)]
    if not drawn:
        return image
    every = np.concatenate([each.points[:, :2] for each in drawn])
    low, high = every.min(axis=0), every.max(axis=0)
    room = (WIDTH_PX - 2 * _EDGE_PX, HEIGHT_PX - 2 * _EDGE_PX)
    scale = min(room[0] / max(high[0] - low[0], 0.05), room[1] / max(high[1] - low[1], 0.05))
    middle = (low + high) / 2
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in drawn:
            places = stroke.points[:: max(1, len(stroke.points) // _MOST_POINTS), :2] - middle
            line = QPolygonF(
                [
                    QPointF(WIDTH_PX / 2 + float(x) * scale, HEIGHT_PX / 2 - float(y) * scale)
                    for x, y in places
                ]
            )
            width = min(max(stroke.size_m * scale, 1.2), 14.0)
            pen = QPen(QColor(*stroke.colour), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(line)
    return image
