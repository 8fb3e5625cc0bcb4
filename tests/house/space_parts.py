"""A page in space for tests: brushes, strokes, clay, and a GL context without a window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import numpy as np

from app.catalogue.space_brushes import space_brushes
from app.model.document import Document
from app.model.entities import Entity, Layer, Work, WorkKind
from app.model.meshes import Mesh
from app.model.space import SpaceStroke
from app.model.space_brush import SpaceBrush

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@cache
def brushes() -> Mapping[str, SpaceBrush]:
    return {brush.uid: brush for brush in space_brushes()}


def brush(name: str) -> SpaceBrush:
    return next(each for each in brushes().values() if each.name == name)


def line(start, end, *, count: int = 24, pressure: float = 1.0) -> np.ndarray:
    """Return the points of a straight stroke, drawn in a second."""
    points = np.zeros((count, 9), np.float32)
    share = np.linspace(0, 1, count)
    points[:, :3] = np.outer(1 - share, start) + np.outer(share, end)
    points[:, 6], points[:, 7], points[:, 8] = 1.0, pressure, share
    return points


def stroke(uid: str, points, *, name="matte", colour=(200, 80, 60), size_m=0.1, layer="layer"):
    return SpaceStroke(
        uid, "work", layer, brush(name).uid, colour, size_m, 5, NOW, np.array(points, np.float32)
    )


def page(*entities: Entity, meshes: Mapping[str, Mesh] | None = None) -> tuple[Document, Work]:
    """Return a document with one page of two layers and what stands on it."""
    document = Document()
    work = Work("work", WorkKind.SPACE, "", 0, 0, ("layer", "upper"), NOW)
    layers = (Layer("layer", "work", "Below"), Layer("upper", "work", "Above"))
    all_of_it = {each.uid: each for each in (work, *layers, *entities)}
    document.load(all_of_it, {}, scope="work", meshes=meshes or {})
    return document, work


def ball(radius_m: float = 0.3, subdivisions: int = 4) -> Mesh:
    import trimesh

    shape = trimesh.creation.icosphere(subdivisions=subdivisions, radius=radius_m)
    values = np.zeros((len(shape.vertices), 7), np.float32)
    values[:, :3], values[:, 3:6] = shape.vertices, (0.6, 0.35, 0.25)
    return Mesh(values, shape.faces.astype(np.uint32))


@contextmanager
def hidden_context() -> Iterator[object]:
    """Yield a GL context as the studio makes it for software OpenGL: no window at all."""
    from PySide6.QtGui import QOffscreenSurface, QOpenGLContext

    from app.scene.borrowed import BorrowedContext

    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    assert context.create()
    borrowed = BorrowedContext(lambda: context.makeCurrent(surface))
    borrowed.set_current()
    try:
        yield borrowed
    finally:
        borrowed.close()
        context.doneCurrent()
        surface.destroy()
