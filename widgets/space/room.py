"""What is there to be touched: where a ray meets strokes and clay. No Qt, no OpenGL."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from app.commands.space import parts_of, visible_layers
from app.geometry.clay.shape import ClayShape
from app.geometry.clay.standing import Standing
from app.geometry.picking import StrokePoints, put_all
from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Layer
from app.model.space import Clay, SpaceStroke, Vector
from app.scene.stage import Stage
from widgets.space.aim import Spot

CONE_DEG = 0.7


class Room:
    """Finds what lies under a ray.

    Parameters
    ----------
    document : Document
    stage : Stage
        Whose triangles are seen.

    Attributes
    ----------
    index : StrokePoints
        The strokes that are shown.
    """

    def __init__(self, document: Document, stage: Stage) -> None:
        self._document, self._stage = document, stage
        self._work_uid = ""
        self.index = StrokePoints()

    def show_work(self, work_uid: str) -> None:
        """Look at another page."""
        self._work_uid = work_uid
        self._index_all()

    def apply(self, changes: Changes) -> None:
        """Follow a committed step."""
        if any(isinstance(each.after or each.before, Layer) for each in changes.entities):
            self._index_all()
            return
        seen = set(visible_layers(self._document, self._work_uid))
        for change in changes.entities:
            if isinstance(change.before, SpaceStroke):
                self.index.discard(change.uid)
            stroke = change.after
            if isinstance(stroke, SpaceStroke) and stroke.layer_uid in seen:
                put_all(self.index, [(stroke.uid, stroke.points, stroke.size_m)])

    def shape_of(self, clay_uid: str) -> ClayShape:
        """Return the working shape of a piece of clay that is shown."""
        return self._stage.clay.shape_of(clay_uid)

    def stroke_at(
        self, origin: Vector, direction: Vector, *, cone_deg: float = CONE_DEG
    ) -> tuple[str, Vector] | None:
        """Return the stroke a ray means and the place on it, or None."""
        uid = self.index.pick(origin, direction, cone_deg=cone_deg)
        stroke = self._document.find(uid) if uid is not None else None
        if not isinstance(stroke, SpaceStroke):
            return None
        places = stroke.points[:, :3].astype(float)
        along = (places - origin) @ np.asarray(direction)
        away = np.linalg.norm(places - origin - along[:, None] * np.asarray(direction), axis=1)
        return stroke.uid, _three(places[int(away.argmin())])

    def clay_at(self, origin: Vector, direction: Vector) -> tuple[Clay, Spot, float] | None:
        """Return the nearest clay a ray meets, where in the room, and how far; or None."""
        found: tuple[Clay, Spot, float] | None = None
        for clay in self.clay():
            standing = Standing(clay.pose, turned_rad=self._stage.clay.turned_rad)
            hit = standing.pick(self.shape_of(clay.uid), origin, direction)
            if hit is not None and (found is None or hit.distance_m < found[2]):
                found = clay, Spot(hit.point_m, hit.normal), hit.distance_m
        return found

    def clay(self) -> Iterable[Clay]:
        """Return the clay that can be seen."""
        for clay in parts_of(self._document, self._work_uid, Clay):
            if self._stage.clay.is_shown(clay.uid):
                yield clay

    def surface(self, origin: Vector, direction: Vector) -> Spot | None:
        """Return the place where a ray first meets something, and how that faces there."""
        hit = self._stage.pick(origin, direction)
        return Spot(hit.point_m, hit.normal) if hit is not None else None

    def _index_all(self) -> None:
        self.index = StrokePoints()
        layers = set(visible_layers(self._document, self._work_uid))
        strokes = parts_of(self._document, self._work_uid, SpaceStroke)
        put_all(
            self.index,
            ((one.uid, one.points, one.size_m) for one in strokes if one.layer_uid in layers),
        )


def _three(values: Iterable[float]) -> Vector:
    x, y, z, *_ = (float(value) for value in values)
    return (x, y, z)
