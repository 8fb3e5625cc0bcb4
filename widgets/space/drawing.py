"""Drawing in the room: from marks on the screen to points of a stroke."""

from __future__ import annotations

from collections.abc import Sequence
from random import SystemRandom
from typing import Final

import numpy as np
import numpy.typing as npt

from app.commands.space import parts_of
from app.commands.space_stroke import LiveSpaceStroke
from app.geometry.guides import guided
from app.geometry.mirrors import kaleidoscope, plane_mirror, turned
from app.geometry.snapping import snapped_to_grid
from app.geometry.straight import straight_edge
from app.geometry.strokes import StrokeBuilder
from app.model.entities import Layer
from app.model.space import Guide
from app.model.words import PersonError
from widgets.reading_only import READING
from widgets.space.aim import Aim, Mark, Points, Spot, point
from widgets.space.kit import DrawOn, Mirror, SpaceKit, Way
from widgets.space.stand import SpaceStand
from widgets.studio.stand import HIDDEN

REACH_STEP_M: Final = 0.03
GUIDE_REACH_M: Final = 0.12
_UP: Final = (0.0, 1.0, 0.0)
_SEEDS = SystemRandom()

Matrix = npt.NDArray[np.float64]


def mirrors_of(way: Way) -> Sequence[Matrix]:
    """Return the copies that are drawn beside a stroke; all mirrors meet where they stand."""
    middle = way.mirror_at_m
    if way.mirror is Mirror.ONE:
        return plane_mirror(middle, way.mirror_faces)
    if way.mirror is Mirror.TURNED:
        return turned(way.copies, middle, _UP)
    if way.mirror is Mirror.KALEIDOSCOPE:
        return kaleidoscope(way.copies, middle, _UP, way.mirror_faces)
    return ()


class Pen:
    """Finds where in the room a mark is, as the kit says: view, ground, surface or free."""

    def __init__(self, kit: SpaceKit, stand: SpaceStand) -> None:
        self._kit, self._stand = kit, stand
        self._nearer_m = 0.0
        self._last: Spot | None = None

    def reach(self, notches: float) -> None:
        """Come nearer or go away while drawing."""
        self._nearer_m += notches * REACH_STEP_M

    def point(self, mark: Mark, aim: Aim) -> Points:
        """Return the point of a stroke, snapped as the kit says."""
        spot = self._spot(mark, aim)
        self._last = spot
        points = point(aim.camera, spot, mark)
        points = snapped_to_grid(points, self._kit.way.grid_m)
        work = self._stand.work
        guides = list(parts_of(self._stand.document, work.uid, Guide)) if work else []
        return guided(points, guides, reach_m=GUIDE_REACH_M) if guides else points

    def _spot(self, mark: Mark, aim: Aim) -> Spot:
        draw_on = self._kit.way.draw_on
        if draw_on is DrawOn.FREE:
            return aim.free(mark, nearer_m=self._nearer_m)
        spot = None
        if draw_on is DrawOn.GROUND:
            spot = aim.on_ground(mark)
        elif draw_on is DrawOn.SURFACE:
            spot = aim.on_surface(mark)
        if spot is not None:
            return spot
        # past the edge of a thing, or above the horizon, the stroke goes on as deep as it was
        through = self._last.place_m if self._last and draw_on is not DrawOn.VIEW else None
        return aim.on_view(mark, nearer_m=self._nearer_m, through_m=through)


class Drawing:
    """A freehand stroke."""

    def __init__(self, kit: SpaceKit, stand: SpaceStand) -> None:
        self._kit, self._stand = kit, stand
        self._pen = Pen(kit, stand)
        self._live: LiveSpaceStroke | None = None

    def begin(self, mark: Mark, aim: Aim) -> None:
        """Put the pen down."""
        self._live = started(self._kit, self._stand)
        if self._live is not None:
            uids = [stroke.uid for stroke in self._live.strokes]
            self._stand.show_live((), uids)
            self._live.begin(self._pen.point(mark, aim))
            self._stand.show_live(self._live.builders, uids)

    def move(self, mark: Mark, aim: Aim) -> None:
        """Draw on."""
        if self._live is not None:
            self._live.move(self._pen.point(mark, aim))
            uids = [stroke.uid for stroke in self._live.strokes]
            self._stand.show_live(self._live.builders, uids)

    def finish(self) -> None:
        """Lift the pen."""
        if self._live is not None:
            live, self._live = self._live, None
            self._stand.end_live(live.finish)
            self._kit.used_colour()

    def reach(self, notches: float) -> bool:
        """Bring the pen nearer or away."""
        self._pen.reach(notches)
        return True


class Ruling:
    """A straight stroke: from where the pen came down to where it is lifted."""

    def __init__(self, kit: SpaceKit, stand: SpaceStand) -> None:
        self._kit, self._stand = kit, stand
        self._pen = Pen(kit, stand)
        self._points: list[Points] = []

    def begin(self, mark: Mark, aim: Aim) -> None:
        """Put the pen down."""
        if may_draw(self._stand):
            self._points = [self._pen.point(mark, aim)]

    def move(self, mark: Mark, aim: Aim) -> None:
        """Show the edge as it would be."""
        if not self._points:
            return
        self._points = [self._points[0], self._pen.point(mark, aim)]
        kit = self._kit
        builder = StrokeBuilder(
            kit.brush, colour=kit.colour, opacity=kit.opacity, size_m=kit.size_m, seed=1
        )
        builder.add(self._edge())
        self._stand.show_live((builder,))

    def finish(self) -> None:
        """Draw it."""
        if len(self._points) < 2:
            self._stand.show_live(())
            return
        edge, self._points = self._edge(), []
        live = started(self._kit, self._stand)
        if live is None:
            return

        def draw() -> None:
            live.begin(edge[:1])
            live.move(edge[1:])
            live.finish()

        self._stand.end_live(draw)
        self._kit.used_colour()

    def reach(self, notches: float) -> bool:
        """Bring the pen nearer or away."""
        self._pen.reach(notches)
        return True

    def _edge(self) -> Points:
        return straight_edge(np.concatenate(self._points), step_deg=self._kit.way.angle_deg)


def may_draw(stand: SpaceStand) -> bool:
    """Return whether one can draw on the chosen layer; tells why not."""
    layer = stand.document.find(stand.layer_uid)
    if stand.work is None or not isinstance(layer, Layer) or not stand.is_ready:
        return False
    if stand.document.is_read_only:
        stand.refused.emit(READING)
        return False
    if not layer.is_visible:
        stand.refused.emit(HIDDEN)
        return False
    return True


def started(kit: SpaceKit, stand: SpaceStand) -> LiveSpaceStroke | None:
    """Return a stroke that can begin, or None where nothing can be drawn; it is said why."""
    work = stand.work
    if work is None or not may_draw(stand):
        return None
    try:
        return LiveSpaceStroke(
            stand.document,
            work=work,
            layer_uid=stand.layer_uid,
            brush=kit.brush,
            colour=kit.colour,
            size_m=kit.size_m,
            opacity=kit.opacity,
            seed=_SEEDS.getrandbits(31),
            started_at=stand.now(),
            mirrors=mirrors_of(kit.way),
        )
    except PersonError as error:
        stand.refused.emit(error.sentence)
        return None
