"""Taking away and painting over what the pointer touches."""

from __future__ import annotations

import math

from app.commands import space_erase, space_looks
from app.model.entities import new_uid
from app.model.space import Vector
from widgets.reading_only import READING
from widgets.space.aim import Aim, Mark
from widgets.space.kit import SpaceKit
from widgets.space.stand import SpaceStand

_TOUCH_M = 0.0005


class _Touching:
    """Finds the stroke under the pointer: the pointer is as wide on the screen as its tool."""

    def __init__(self, kit: SpaceKit, stand: SpaceStand) -> None:
        self._kit, self._stand = kit, stand
        self._merge = new_uid()

    def begin(self, mark: Mark, aim: Aim) -> None:
        """Touch what is there."""
        if self._stand.document.is_read_only:
            self._stand.refused.emit(READING)
        else:
            self.move(mark, aim)

    def move(self, mark: Mark, aim: Aim) -> None:
        """Touch what is there."""
        if self._stand.work is None or self._stand.document.is_read_only:
            return
        found = self._stand.room.stroke_at(*aim.ray(mark), cone_deg=self._cone_deg(aim))
        self._touch(found, mark, aim)

    def finish(self) -> None:
        """Nothing stays to be done."""

    def reach(self, _notches: float) -> bool:
        """Leave the wheel to the view."""
        return False

    def _cone_deg(self, aim: Aim) -> float:
        away = math.dist(aim.focus_m, aim.camera.position_m)
        return math.degrees(math.atan(self._kit.size_m / 2 / max(away, 0.05)))

    def _touch(self, found: tuple[str, Vector] | None, mark: Mark, aim: Aim) -> None:
        raise NotImplementedError


class Erasing(_Touching):
    """The eraser: the whole stroke goes."""

    def _touch(self, found: tuple[str, Vector] | None, _mark: Mark, _aim: Aim) -> None:
        if found is not None:
            space_erase.erase_strokes(
                self._stand.document,
                self._uid,
                centre_m=found[1],
                radius_m=_TOUCH_M,
                merge=self._merge,
                index=self._stand.room.index,
            )

    @property
    def _uid(self) -> str:
        work = self._stand.work
        return work.uid if work is not None else ""


class Cutting(_Touching):
    """The knife: what it passes over goes, the rest of the stroke stays."""

    _before: Vector | None = None

    def _touch(self, found: tuple[str, Vector] | None, mark: Mark, aim: Aim) -> None:
        work = self._stand.work
        if found is None or work is None:
            self._before = None
            return
        # the pointer itself, as deep in the room as what it touches
        here = aim.on_view(mark, through_m=found[1]).place_m
        away = math.dist(found[1], aim.camera.position_m)
        near = math.dist(aim.focus_m, aim.camera.position_m)
        start = self._before or here
        if math.dist(start, here) > 0.5 * away:
            start = here
        space_erase.cut_strokes(
            self._stand.document,
            work.uid,
            start_m=start,
            end_m=here,
            radius_m=self._kit.size_m / 2 * away / max(near, 0.05),
            merge=self._merge,
            index=self._stand.room.index,
        )
        self._before = here


class Repainting(_Touching):
    """The repainter: what it passes over gets the colour and the brush in the hand."""

    def __init__(self, kit: SpaceKit, stand: SpaceStand) -> None:
        super().__init__(kit, stand)
        self._done: set[str] = set()

    def _touch(self, found: tuple[str, Vector] | None, _mark: Mark, _aim: Aim) -> None:
        work = self._stand.work
        if found is None or work is None or found[0] in self._done:
            return
        self._done.add(found[0])
        space_looks.repaint(
            self._stand.document,
            work.uid,
            [found[0]],
            colour=self._kit.colour,
            brush_uid=self._kit.brush.uid,
            merge=self._merge,
        )


class Picking(_Touching):
    """The dropper: brush, colour and width of what it touches come into the hand."""

    def begin(self, mark: Mark, aim: Aim) -> None:
        """Touch what is there; looking is allowed always."""
        self.move(mark, aim)

    def move(self, mark: Mark, aim: Aim) -> None:
        """Touch what is there."""
        found = self._stand.room.stroke_at(*aim.ray(mark))
        if found is not None and self._stand.work is not None:
            self._kit.take_look(space_looks.look_of(self._stand.document, found[0]))
