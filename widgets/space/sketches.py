"""Small pictures of layers in space: strokes as lines, clay as dots, seen from the front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from app.geometry.similarity import Similarity, matrix_of_pose
from app.model.document import Document
from app.model.entities import Entity
from app.model.meshes import Mesh
from app.model.space import Clay, Pose, SpaceStroke

WIDTH_PX, HEIGHT_PX = 144, 108
_EDGE_PX = 10
_MOST_STROKES, _MOST_POINTS, _MOST_DOTS = 300, 60, 600
_GAMMA = 1 / 2.2

Places = npt.NDArray[np.float64]


def sketch_of_layer(document: Document, parts: Iterable[Entity], layer_uid: str) -> QImage:
    """Return a layer of a page: its strokes and its clay are among ``parts``."""
    strokes: list[SpaceStroke] = []
    clay: list[tuple[Mesh, Pose]] = []
    for part in parts:
        if isinstance(part, SpaceStroke) and part.layer_uid == layer_uid:
            strokes.append(part)
        elif isinstance(part, Clay) and part.layer_uid == layer_uid:
            clay.append((document.mesh(part.mesh_uid), part.pose))
    return layer_sketch(strokes, clay)


def layer_sketch(strokes: Sequence[SpaceStroke], clay: Sequence[tuple[Mesh, Pose]] = ()) -> QImage:
    """Return a layer on white paper; of very much some stands for all."""
    image = QImage(WIDTH_PX, HEIGHT_PX, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    drawn = [each for each in strokes if len(each.points)]
    drawn = drawn[:: max(1, len(drawn) // _MOST_STROKES)]
    lines = [_line(each) for each in drawn]
    dots = [_dots(mesh, pose) for mesh, pose in clay]
    every = [each for each in lines + dots if len(each)]
    if not every:
        return image
    low, high = np.concatenate(every).min(axis=0), np.concatenate(every).max(axis=0)
    room = (WIDTH_PX - 2 * _EDGE_PX, HEIGHT_PX - 2 * _EDGE_PX)
    scale = min(room[0] / max(high[0] - low[0], 0.05), room[1] / max(high[1] - low[1], 0.05))
    middle = (low + high) / 2
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (mesh, _), places in zip(clay, dots, strict=True):
            painter.setPen(_pen(_colour(mesh), 7.0))
            painter.drawPoints(_polygon(places - middle, scale))
        for stroke, places in zip(drawn, lines, strict=True):
            width = min(max(stroke.size_m * scale, 1.2), 14.0)
            painter.setPen(_pen(QColor(*stroke.colour), width))
            painter.drawPolyline(_polygon(places - middle, scale))
    return image


def _line(stroke: SpaceStroke) -> Places:
    step = max(1, len(stroke.points) // _MOST_POINTS)
    return stroke.points[::step, :2].astype(np.float64)


def _dots(mesh: Mesh, pose: Pose) -> Places:
    places = mesh.positions_m[:: max(1, len(mesh.values) // _MOST_DOTS)]
    return Similarity.of(matrix_of_pose(pose)).places(places)[:, :2]


def _colour(mesh: Mesh) -> QColor:
    red, green, blue = np.clip(mesh.values[:, 3:6].mean(axis=0), 0, 1) ** _GAMMA * 255
    return QColor(round(float(red)), round(float(green)), round(float(blue)))


def _polygon(places: npt.NDArray[np.floating], scale: float) -> QPolygonF:
    return QPolygonF(
        [
            QPointF(WIDTH_PX / 2 + float(x) * scale, HEIGHT_PX / 2 - float(y) * scale)
            for x, y in places
        ]
    )


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
