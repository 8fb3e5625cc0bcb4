"""A page in space to work on, and a hand."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from app.catalogue.space_brushes import space_brushes
from app.commands.space import new_space
from app.commands.space_stroke import LiveSpaceStroke
from app.model.document import Document
from app.model.entities import Work, WorkKind
from app.model.meshes import Mesh
from app.model.space import Clay, SpaceStroke

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BRUSHES = space_brushes()
RED = (200, 30, 30)


def new_page(
    document: Document, *, kind: WorkKind = WorkKind.SPACE, body: Mesh | None = None
) -> Work:
    """A page in a meadow."""
    return new_space(
        document, kind=kind, created_at=NOW, environment_uid="meadow", seed=3, body=body
    )


def a_box(side_m: float = 0.5) -> Mesh:
    """A little box of clay."""
    values = np.zeros((8, 7), np.float32)
    values[:, :3] = (np.indices((2, 2, 2)).reshape(3, 8).T - 0.5) * side_m
    values[:, 3:6] = 0.5
    sides = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [corners for a, b, c, d in sides for corners in ((a, b, c), (a, c, d))]
    return Mesh(values, np.array(faces, np.uint32))


def path(first=(0.0, 1.0, 0.0), last=(1.0, 1.0, 0.0), *, seconds: float = 0.5, count: int = 40):
    """The poses of a hand that goes from one place to another in a wave."""
    points = np.zeros((count, 9), np.float32)
    points[:, :3] = np.linspace(first, last, count)
    points[:, 1] += 0.05 * np.sin(np.linspace(0, 6, count))
    points[:, 6] = 1
    points[:, 7] = 0.8
    points[:, 8] = np.linspace(0, seconds, count)
    return points


def live(document: Document, work: Work, *, layer_uid: str = "", brush: int = 0, mirrors=()):
    """A stroke that is about to be drawn."""
    return LiveSpaceStroke(
        document, work=work, layer_uid=layer_uid or work.layers[0], brush=BRUSHES[brush],
        colour=RED, size_m=0.02, opacity=1.0, seed=7, started_at=NOW, mirrors=mirrors,
    )  # fmt: skip


def draw(document: Document, work: Work, points=None, **more) -> SpaceStroke:
    """A stroke from pen-down to pen-up."""
    stroke, points = live(document, work, **more), path() if points is None else points
    stroke.begin(points[:1])
    stroke.move(points[1:])
    stroke.finish()
    return stroke.strokes[0]


def clay_on(document: Document, work: Work) -> Clay:
    """The page's clay."""
    (found,) = (one for one in document.entities.values() if isinstance(one, Clay))
    assert found.work_uid == work.uid
    return found
