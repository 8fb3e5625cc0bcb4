"""A page in space as VisPy draws it: the document's view in the room, for any number of eyes.

Whoever embeds it has a GL context and either parents ``root`` into a ViewBox, or draws through
`Stage.eye_views`, which is cheaper and the way of the desktop, of the headset and of
`OffscreenRenderer`. The stage keeps no truth: `rebuild` makes all of it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from vispy.scene import Node

from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Layer, Work
from app.model.space import SpaceStroke, Vector
from app.model.space_brush import SpaceBrush
from app.scene.eye_view import Colour, EyeView
from app.scene.floor import Floor, FloorVisual
from app.scene.quality import LEVELS, Level
from app.scene.room_visual import RoomVisual
from app.scene.shading import encoded, uniforms_of
from app.scene.stroke_shelf import GrowingStroke, StrokeShelf
from app.scene.surroundings import Nowhere, Surroundings

Box = tuple[Vector, Vector]


class Stage:
    """What is shown of one page.

    Parameters
    ----------
    brushes : Mapping[str, SpaceBrush]
        By uid.
    """

    def __init__(self, brushes: Mapping[str, SpaceBrush]) -> None:
        self.root = Node(name="stage")
        self.strokes = StrokeShelf(brushes)
        self.place: Surroundings = Nowhere()
        self._floor: FloorVisual = Floor()
        self._level = LEVELS[-1]
        self._document: Document | None = None
        self._work_uid = ""
        self._time_s = 0.0
        self._is_still = False
        self._may_flash = False
        self._known: dict[RoomVisual, None] = {}
        self._in_order: tuple[RoomVisual, ...] = ()

    @property
    def visuals(self) -> Sequence[RoomVisual]:
        """Return what stands in the room, in the order to be drawn."""
        return self._in_order

    @property
    def background(self) -> Colour:
        """Return what is seen where nothing is: the colour of the air."""
        return (*encoded(self.place.light.fog_colour, self.place.light.exposure), 1.0)

    @property
    def level(self) -> Level:
        """Return how much is drawn."""
        return self._level

    def show_work(self, document: Document, work: Work) -> None:
        """Show a page, all of it."""
        self._document, self._work_uid = document, work.uid
        strokes = [
            entity
            for entity in document.entities.values()
            if isinstance(entity, SpaceStroke) and entity.work_uid == work.uid
        ]
        self.strokes.show(strokes)
        self.strokes.hide_layers(self._hidden_layers())
        self._gather()

    def apply(self, changes: Changes, document: Document) -> None:
        """Follow a committed step: only what it changed is built again."""
        self._document = document
        for change in changes.entities:
            entity = change.after or change.before
            if isinstance(entity, SpaceStroke) and entity.work_uid == self._work_uid:
                if isinstance(change.after, SpaceStroke):
                    self.strokes.put(change.after)
                else:
                    self.strokes.take(change.uid)
        self.strokes.hide_layers(self._hidden_layers())
        self._gather()

    def draw_live(self, growing: Iterable[GrowingStroke]) -> None:
        """Show the strokes under the hands; call with none when they have ended."""
        self.strokes.draw_live(growing)
        self._gather()

    def update(self, time_s: float) -> None:
        """Move on to a time: what is animated moves, what waited is done."""
        if not self._is_still:
            self._time_s = time_s
        self.place.update(self._time_s)
        for visual in self._in_order:
            visual.tell({"u_time": self._time_s % 3600.0})

    def use_place(self, place: Surroundings) -> None:
        """Stand somewhere else."""
        self.place = place
        place.use_quality(self._level)
        self._gather()
        self._light()

    def use_level(self, level: Level) -> None:
        """Draw with more or less."""
        self._level = level
        self.place.use_quality(level)
        for visual in self._in_order:
            visual.tell({"u_detail": float(level.detail)})

    def use_motion(self, *, is_still: bool, may_flash: bool = False) -> None:
        """Reduce motion, or allow what flashes to do so (never above 3 Hz)."""
        self._is_still, self._may_flash = is_still, may_flash

    def bounds(self, uids: Iterable[str] | None = None) -> Box | None:
        """Return the corners of the box that holds these strokes, or everything; None if empty."""
        corners = []
        for uid in self.strokes.uids if uids is None else uids:
            if uid in self.strokes:
                places = self.strokes.geometry_of(uid)[0][:, :3]
                if len(places):
                    corners += [places.min(axis=0), places.max(axis=0)]
        if not corners:
            return None
        low, high = np.min(corners, axis=0).tolist(), np.max(corners, axis=0).tolist()
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def eye_views(self, count: int) -> tuple[EyeView, ...]:
        """Return that many views of the stage, each with a matrix of its own."""
        return tuple(EyeView(lambda: self.visuals) for _ in range(count))

    def rebuild(self) -> None:
        """Make every visual anew: the GL context they lived in is gone."""
        self.strokes.new_visuals()
        self._floor = Floor()
        self._gather()

    def _hidden_layers(self) -> frozenset[str]:
        if self._document is None:
            return frozenset()
        return frozenset(
            uid
            for uid, entity in self._document.entities.items()
            if isinstance(entity, Layer) and not entity.is_visible
        )

    def _gather(self) -> None:
        here = [*self.place.visuals, self._floor, *self.strokes.visuals.values()]
        if set(here) == set(self._known):
            return
        for visual in self._known:
            if visual not in here:
                visual.parent = None
        for visual in here:
            if visual not in self._known:
                visual.parent = self.root
                visual.order = visual.room_order
                visual.tell({"u_detail": float(self._level.detail)})
                visual.tell(uniforms_of(self.place.light))
        self._known = dict.fromkeys(here)
        self._in_order = tuple(sorted(here, key=lambda each: each.room_order))

    def _light(self) -> None:
        for visual in self._in_order:
            visual.tell(uniforms_of(self.place.light))
