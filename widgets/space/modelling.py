"""Working clay: what the pen does to it."""

from __future__ import annotations

from app.commands.clay import LiveClay
from app.geometry.clay.dab import Symmetry
from app.model.clay import ClayAction
from app.model.space import Clay, Vector
from widgets.reading_only import READING
from widgets.space.aim import Aim, Mark
from widgets.space.kit import SpaceKit
from widgets.space.stand import SpaceStand
from widgets.space.wheel import PottersWheel

_DRAGS = (ClayAction.DRAG, ClayAction.TWIST)


class Modelling:
    """A tool on the clay from where it touches first; Shift does the opposite.

    On the wheel the clay turns under it, whether the pen moves or not.
    """

    def __init__(self, kit: SpaceKit, stand: SpaceStand, wheel: PottersWheel) -> None:
        self._kit, self._stand, self._wheel = kit, stand, wheel
        self._held: tuple[Mark, Aim] | None = None
        self._held_s = 0.0
        self._live: LiveClay | None = None
        self._clay: Clay | None = None
        self._last_m: Vector = (0.0, 0.0, 0.0)

    def begin(self, mark: Mark, aim: Aim) -> None:
        """Touch the clay, if there is any under the pen."""
        if self._stand.document.is_read_only:
            self._stand.refused.emit(READING)
            return
        work, hit = self._stand.work, self._stand.room.clay_at(*aim.ray(mark))
        if work is None or hit is None:
            return
        self._clay = hit[0]
        hand = self._kit.clay
        self._live = LiveClay(
            self._stand.document,
            work=work,
            clay=hit[0],
            shape=self._stand.room.shape_of(hit[0].uid),
            tool=hand.tool,
            radius_m=hand.radius_m,
            strength=hand.strength,
            symmetry=Symmetry(*hand.symmetry),
            colour=self._kit.colour,
            is_inverted=hand.is_inverted != (mark.has_shift or mark.is_eraser),
        )
        self._wheel.turned.connect(self._turn_under)
        self._held, turned_rad = (mark, aim), self._wheel.turned_rad
        self._touch(hit[1].place_m, mark, aim, from_rad=turned_rad, to_rad=turned_rad)

    def move(self, mark: Mark, aim: Aim) -> None:
        """Go on over it."""
        if self._live is None:
            return
        self._held_s = 0.0
        turned_rad = self._wheel.turned_rad
        self._work(mark, aim, turned_rad, turned_rad)

    def _turn_under(self, from_rad: float, to_rad: float, seconds: float) -> None:
        if self._live is not None and self._held is not None:
            self._held_s += seconds
            self._work(*self._held, from_rad, to_rad)

    def _work(self, mark: Mark, aim: Aim, from_rad: float, to_rad: float) -> None:
        self._held = mark, aim
        if self._live is None:
            return
        if self._kit.clay.tool.action in _DRAGS:
            place = aim.on_view(mark, through_m=self._last_m).place_m
        else:
            hit = self._stand.room.clay_at(*aim.ray(mark))
            if hit is None or self._clay is None or hit[0].uid != self._clay.uid:
                self._live.leave()
                return
            place = hit[1].place_m
        self._touch(place, mark, aim, from_rad=from_rad, to_rad=to_rad)

    def finish(self) -> None:
        """Lift the tool."""
        if self._live is not None:
            live, self._live = self._live, None
            self._wheel.turned.disconnect(self._turn_under)
            live.finish()
            self._stand.clay_touched(self._clay.uid if self._clay else "")
            if self._kit.clay.tool.action is ClayAction.PAINT:
                self._kit.used_colour()

    def reach(self, _notches: float) -> bool:
        """Leave the wheel to the view."""
        return False

    def _touch(
        self, place_m: Vector, mark: Mark, aim: Aim, *, from_rad: float, to_rad: float
    ) -> None:
        if self._live is None or self._clay is None:
            return
        self._last_m = place_m
        x, y, z = aim.camera.forward
        is_drag = self._kit.clay.tool.action in _DRAGS
        self._live.hold(
            place_m,
            time_s=mark.time_s + self._held_s,
            from_rad=from_rad,
            to_rad=to_rad,
            direction=(-x, -y, -z) if is_drag else None,
            pressure=mark.pressure,
        )
        self._stand.clay_touched(self._clay.uid)
