"""A page in space as VisPy draws it: the document's view in the room, for any number of eyes.

Whoever embeds it has a GL context and either parents ``root`` into a ViewBox, or draws through
`Stage.eye_views`, which is cheaper and the way of the desktop, of the headset and of
`OffscreenRenderer`. The stage keeps no truth: `rebuild` makes all of it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from vispy.scene import Node

from app.model.changes import Changes, EntityChange
from app.model.document import Document
from app.model.entities import Entity, Layer, Picture, Work
from app.model.space import Clay, Guide, Reference, SpaceStroke, Vector
from app.model.space_brush import SpaceBrush
from app.scene.clay_shelf import ClayShelf
from app.scene.eye_view import Colour, EyeView
from app.scene.floor import Floor, FloorVisual
from app.scene.guide_shelf import GuideShelf
from app.scene.hand import HandsShown
from app.scene.picking import Box, Floats, Hit, Indices, Part, bounds_of, nearest_hit
from app.scene.quality import LEVELS, Level
from app.scene.reference_shelf import Model, ReadModel, ReferenceShelf
from app.scene.room_visual import RoomVisual
from app.scene.shade_textures import shade_uniforms
from app.scene.shading import encoded, uniforms_of
from app.scene.shadow import ShadeKeeper
from app.scene.stroke_shelf import GrowingStroke, StrokeShelf
from app.scene.surroundings import Nowhere, Surroundings

LIVE_SHADE_S = 0.3


def without_models(_picture: Picture) -> Model | None:
    """Return nothing: for a stage that shows no models."""
    return None


class Stage:
    """What is shown of one page.

    Parameters
    ----------
    brushes : Mapping[str, SpaceBrush]
        By uid.
    read_model : Callable[[Picture], Model or None]
        Reads the bytes of a model that stands as a reference.

    Attributes
    ----------
    root : vispy.scene.Node
        Holds every visual.
    strokes, clay, references, guides, hands
        The shelves of what is shown.
    """

    def __init__(
        self, brushes: Mapping[str, SpaceBrush], read_model: ReadModel = without_models
    ) -> None:
        self.root = Node(name="stage")
        self.strokes = StrokeShelf(brushes, detail=LEVELS[-1].detail)
        self.clay = ClayShelf(detail=LEVELS[-1].detail)
        self.references = ReferenceShelf(read_model)
        self.guides = GuideShelf()
        self.hands = HandsShown()
        self.place: Surroundings = Nowhere()
        self._level = LEVELS[-1]
        self._floor: FloorVisual = Floor(self._level.detail)
        self._document: Document | None = None
        self._work_uid = ""
        self._live_uids: frozenset[str] = frozenset()
        self._time_s = 0.0
        self._shaded_s = 0.0
        self._is_still = False
        self._may_flash = False
        self._uniforms: dict[str, object] = {}
        self._in_order: tuple[RoomVisual, ...] = ()
        self._shade = ShadeKeeper(self._shadow_parts, self._shadow_box)
        self._uniforms.update(uniforms_of(self.place.light))
        self._gather()

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
        self._live_uids = frozenset()
        mine = [each for each in document.entities.values() if self._is_mine(each)]
        self.strokes.show([each for each in mine if isinstance(each, SpaceStroke)])
        self.clay.clear()
        self.references.clear()
        self.guides.clear()
        for each in mine:
            if not isinstance(each, SpaceStroke):
                self._put(each)
        self._hide_layers()
        self._shade.spoil()
        self._gather()

    def apply(self, changes: Changes, document: Document) -> None:
        """Follow a committed step: only what it changed is built again."""
        self._document = document
        for change in changes.entities:
            self._follow(change)
        for vertices in changes.vertices:
            self.clay.rewritten(vertices.mesh_uid, vertices.indices)
        self._hide_layers()
        self._shade.spoil()
        self._gather()

    def draw_live(self, growing: Iterable[GrowingStroke], stroke_uids: Iterable[str] = ()) -> None:
        """Show the strokes under the hands; call with none when they have ended.

        Parameters
        ----------
        growing : Iterable[StrokeBuilder]
            What is being drawn; asked for what is fresh.
        stroke_uids : Iterable[str]
            The strokes these are in the document: what is committed of them meanwhile is not
            shown beside them, and all of it once they are not named any more.
        """
        self.strokes.draw_live(growing)
        ended, self._live_uids = self._live_uids, frozenset(stroke_uids)
        for uid in self._live_uids - ended:
            self.strokes.take(uid)
        for uid in ended - self._live_uids:
            stroke = self._document.find(uid) if self._document else None
            if isinstance(stroke, SpaceStroke):
                self.strokes.put(stroke)
        if self._live_uids and self._time_s - self._shaded_s > LIVE_SHADE_S:
            self._shade.spoil()
        self._gather()

    def show_moment(self, seconds: Mapping[str, float] | None) -> None:
        """Show only what was drawn by a moment (a replay); None shows everything again.

        Parameters
        ----------
        seconds : Mapping[str, float] or None
            How many seconds of each stroke are shown, by uid; those not named are not begun.
        """
        self.strokes.show_moment(seconds)
        self._shade.spoil()

    def clay_touched(self, clay_uid: str) -> None:
        """Follow what a tool did to ``clay.shape_of(clay_uid)`` since the last call."""
        self.clay.touched(clay_uid)
        if self._time_s - self._shaded_s > LIVE_SHADE_S:
            self._shade.spoil()

    def update(self, time_s: float) -> None:
        """Move on to a time: what is animated moves, and what waited is done, a share a frame."""
        if self._shade.work(self.place.light.direction, self._level.shadow_px):
            self._shaded_s = time_s
            self._tell(shade_uniforms(self._shade.shade))
        flashing_s = time_s if self._may_flash and not self._is_still else 0.0
        if not self._is_still:
            self._time_s = time_s
        self.place.update(self._time_s)
        self._tell({"u_time": self._time_s % 3600.0})
        self.strokes.use_flashing(flashing_s % 3600.0)

    def settle(self) -> None:
        """Do all that waits at once: when the hand rests, or for a picture made only once."""
        if not self._live_uids:
            self.strokes.compact()
        if self._shade.finish(self.place.light.direction, self._level.shadow_px):
            self._tell(shade_uniforms(self._shade.shade))

    def use_place(self, place: Surroundings | None) -> None:
        """Stand somewhere else; None is the plain floor."""
        self.place = place or Nowhere()
        self.place.use_quality(self._level)
        self.relight()
        self._gather()

    def relight(self) -> None:
        """Take up the place's light: call it when an hour or the weather was changed."""
        self._tell(uniforms_of(self.place.light))
        self._shade.spoil()

    def use_level(self, level: Level) -> None:
        """Draw with more or less."""
        if level.shadow_px != self._level.shadow_px:
            self._shade.spoil()
        is_redrawn = level.detail != self._level.detail
        self._level = level
        self.place.use_quality(level)
        if is_redrawn:
            self.strokes.use_detail(level.detail)
            self.clay.use_detail(level.detail)
            self._new_floor()
            self._gather()

    def use_motion(self, *, is_still: bool, may_flash: bool = False) -> None:
        """Reduce motion, or allow what flashes to do so (never above 3 Hz)."""
        self._is_still, self._may_flash = is_still, may_flash

    def show_grid(self, *, is_shown: bool) -> None:
        """Show the metre grid on the floor, or not."""
        self._floor.show_grid(is_shown=is_shown)
        self._gather()

    def highlight(self, uids: Iterable[str]) -> None:
        """Mark what is selected, and nothing else."""
        chosen = frozenset(uids)
        self.strokes.highlight(chosen)
        self.clay.highlight(chosen)
        self.references.highlight(chosen)

    def bounds(self, uids: Iterable[str] | None = None) -> Box | None:
        """Return the corners of the box that holds these things, or all that is shown."""
        wanted = None if uids is None else frozenset(uids)
        return bounds_of(part for part in self._parts() if wanted is None or part[0] in wanted)

    def pick(self, origin: Vector, direction: Vector) -> Hit | None:
        """Return the nearest thing a ray meets: strokes, clay and references that are shown."""
        return nearest_hit(self._parts(), origin, direction)

    def eye_views(self, count: int) -> tuple[EyeView, ...]:
        """Return that many views of the stage, each with a matrix of its own."""
        return tuple(EyeView(lambda: self.visuals) for _ in range(count))

    def make_ready(self) -> None:
        """Make every visual that a brush can need; `EyeView.warm` then compiles their shaders."""
        self.strokes.make_ready()
        self._gather()

    def rebuild(self) -> None:
        """Make every visual anew: the GL context they lived in is gone.

        A place lives in the same context: give a new one to `use_place`.
        """
        for shelf in (self.strokes, self.clay, self.guides, self.hands):
            shelf.new_visuals()
        if self._document is not None:
            self.references.new_visuals(self._document)
        self._new_floor()
        self._uniforms.update(shade_uniforms(self._shade.shade))
        self._gather()

    def _new_floor(self) -> None:
        grid = self._floor.has_grid
        self._floor = Floor(self._level.detail)
        self._floor.show_grid(is_shown=grid)

    def _is_mine(self, entity: Entity | None) -> bool:
        return (
            isinstance(entity, SpaceStroke | Clay | Reference | Guide)
            and entity.work_uid == self._work_uid
        )

    def _put(self, entity: Entity) -> None:
        if self._document is None:
            return
        if isinstance(entity, SpaceStroke) and entity.uid not in self._live_uids:
            self.strokes.put(entity)
        elif isinstance(entity, Clay):
            self.clay.put(entity, self._document)
        elif isinstance(entity, Reference):
            self.references.put(entity, self._document)
        elif isinstance(entity, Guide):
            self.guides.put(entity)

    def _follow(self, change: EntityChange) -> None:
        if change.after is not None and self._is_mine(change.after):
            self._put(change.after)
        elif self._is_mine(change.before):
            for shelf in (self.strokes, self.clay, self.references, self.guides):
                shelf.take(change.uid)

    def _hide_layers(self) -> None:
        if self._document is None:
            return
        find = self._document.find
        work = find(self._work_uid)
        layers = [find(uid) for uid in work.layers] if isinstance(work, Work) else []
        hidden = frozenset(
            each.uid for each in layers if isinstance(each, Layer) and not each.is_visible
        )
        for shelf in (self.strokes, self.clay, self.references):
            shelf.hide_layers(hidden)

    def _parts(self) -> Iterable[Part]:
        """Return all that is shown: uid, places in the room, triangles."""
        for uid in self.strokes.uids:
            if self.strokes.is_shown(uid):
                vertices, triangles, _ = self.strokes.geometry_of(uid)
                yield uid, vertices, triangles
        for uid in self.clay:
            if self.clay.is_shown(uid):
                yield (uid, *self.clay.geometry_of(uid))
        for uid in self.references.uids:
            if self.references.is_shown(uid):
                yield (uid, *self.references.geometry_of(uid))

    def _shadow_parts(self) -> list[tuple[Floats, Indices]]:
        parts = self.strokes.shadow_parts()
        parts += [self.clay.geometry_of(uid) for uid in self.clay if self.clay.is_shown(uid)]
        shown = [uid for uid in self.references.uids if self.references.is_shown(uid)]
        return parts + [self.references.geometry_of(uid) for uid in shown]

    def _shadow_box(self) -> Box | None:
        corners = [self.strokes.rough_bounds()]
        for uid in (*self.clay, *self.references.uids):
            shelf = self.clay if uid in self.clay else self.references
            if shelf.is_shown(uid):
                places, _ = shelf.geometry_of(uid)
                if len(places):
                    corners.append((places.min(axis=0), places.max(axis=0)))
        found = [pair for pair in corners if pair is not None]
        if not found:
            return None
        low = np.min([pair[0] for pair in found], axis=0).tolist()
        high = np.max([pair[1] for pair in found], axis=0).tolist()
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def _tell(self, uniforms: Mapping[str, object]) -> None:
        changed = {
            name: value for name, value in uniforms.items() if self._uniforms.get(name) is not value
        }
        self._uniforms.update(changed)
        for visual in self._in_order:
            visual.tell(changed)

    def _gather(self) -> None:
        """Take in visuals that came and let go of those that went."""
        here: list[RoomVisual] = [*self.place.visuals]
        if not here or self._floor.has_grid:
            self._floor.use_bare(is_bare=bool(here))
            here.append(self._floor)
        for shelf in (self.strokes, self.clay, self.references, self.guides, self.hands):
            here += shelf.visuals
        before = set(self._in_order)
        if set(here) == before:
            return
        for visual in before - set(here):
            visual.parent = None
        for visual in here:
            if visual not in before:
                visual.parent = self.root
                visual.order = visual.room_order
                visual.tell(self._uniforms)
        self._in_order = tuple(sorted(here, key=lambda each: each.room_order))
