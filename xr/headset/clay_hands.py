"""Clay under both hands: they press and pull it together, or hold and turn it."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from app.commands.clay import LiveClay
from app.commands.space_move import LiveMove
from app.geometry.clay.dab import Symmetry
from app.geometry.clay.standing import Standing
from app.model.clay import ClayAction
from app.model.inside import Tuning
from app.model.space import Clay, Vector
from app.scene.turning import matrix_of
from headset.hands import Side
from headset.kit import InsideKit
from headset.page import InsidePage
from headset.working import Working

# these follow one hand from where it was: another one between would tear the clay
_FROM_ONE_HAND = {ClayAction.DRAG, ClayAction.TWIST}

Matrix = npt.NDArray[np.float64]


class ClayWork:
    """Hands on one piece of clay: one undo step from the first pull until both have let go.

    With two hands each touches in its turn; a hand touches again once it went as far as the
    tool's touches lie apart, however many frames that takes.
    """

    def __init__(self, page: InsidePage, kit: InsideKit, clay: Clay, time_s: float) -> None:
        self._page, self._kit, self._clay = page, kit, clay
        self._began_s = time_s
        self._tool = kit.clay_tool
        radius_m = kit.size_m / 2 * page.scale
        self._spacing_m = max(self._tool["spacing"] * radius_m, 1e-4)
        self._last: dict[Side, Vector] = {}
        self._first: Side | None = None
        self._live: LiveClay | None = LiveClay(
            page.document, work=page.work, clay=clay, shape=page.stage.clay.shape_of(clay.uid),
            tool=self._tool, radius_m=radius_m, strength=self._tool["strength"],
            symmetry=Symmetry(), colour=kit.colour,
        )  # fmt: skip

    def work(self, hands: Iterable[Working], time_s: float) -> None:
        """Follow the hands that are pulled now."""
        live = self._live
        if live is None:
            return
        working = list(hands)
        if working and self._first is None:
            self._first = working[0].side
        if len(working) > 1 and self._tool.action in _FROM_ONE_HAND:
            working = [each for each in working if each.side is self._first] or working[:1]
        if len(working) == 1:
            live.touch(working[0].tip_m, time_s=time_s - self._began_s, pressure=working[0].pull)
            self._last = {working[0].side: working[0].tip_m}
        else:
            for hand in working:
                self._touch_in_turn(live, hand, time_s)
        self._page.stage.clay_touched(self._clay.uid)

    def finish(self) -> None:
        """Lift the hands."""
        live, self._live = self._live, None
        if live is not None:
            live.finish()
            self._page.stage.clay_touched(self._clay.uid)

    def _touch_in_turn(self, live: LiveClay, hand: Working, time_s: float) -> None:
        last = self._last.get(hand.side)
        if last is not None and math.dist(last, hand.tip_m) < self._spacing_m:
            return
        self._last[hand.side] = hand.tip_m
        live.leave()
        live.touch(hand.tip_m, time_s=time_s - self._began_s, pressure=hand.pull)
        live.leave()


class Held:
    """Something held in one or two hands: it goes where they go, turns and grows with them."""

    def __init__(self, page: InsidePage, uid: str) -> None:
        self._live = LiveMove(page.document, page.work_uid, [uid])
        self._page = page
        self._total: Matrix = np.eye(4)
        self._begun: Matrix | None = None
        self._sides: tuple[Side, ...] = ()

    def follow(self, hands: Iterable[Working]) -> None:
        """Go where the hands are; when one comes or goes, it is held anew as it is now."""
        holding = tuple(hands)
        sides = tuple(each.side for each in holding)
        if not holding or self._page.document.is_editing(self._page.work_uid):
            self._sides = ()
            return
        now = frame_of(holding)
        if sides != self._sides or self._begun is None:
            # from here on: what was done up to now stays
            self._sides, self._begun = sides, np.linalg.inv(now) @ self._total
            return
        total = now @ self._begun
        if not np.allclose(total, self._total, atol=1e-5):
            self._total = total
            self._live.to(total)


def frame_of(hands: tuple[Working, ...]) -> Matrix:
    """Return where what is held stands, shape (4, 4): one hand's own turn, or that of two."""
    matrix = np.eye(4)
    if len(hands) == 1:
        matrix[:3, :3] = matrix_of(hands[0].rotation)
        matrix[:3, 3] = hands[0].tip_m
        return matrix
    first, second = (np.asarray(each.tip_m) for each in hands[:2])
    along = second - first
    apart = max(float(np.linalg.norm(along)), 1e-3)
    x = along / apart
    up = matrix_of(hands[0].rotation)[:, 1] + matrix_of(hands[1].rotation)[:, 1]
    up = up - (up @ x) * x
    if np.linalg.norm(up) < 1e-3:
        up = np.eye(3)[int(np.argmin(np.abs(x)))]
        up = up - (up @ x) * x
    y = up / np.linalg.norm(up)
    matrix[:3, :3] = np.stack([x, y, np.cross(x, y)], axis=1) * apart
    matrix[:3, 3] = (first + second) / 2
    return matrix


def clay_near(page: InsidePage, place_m: Vector, reach_m: float) -> Clay | None:
    """Return the piece of clay whose skin is within reach of a place, the last one that came."""
    found = None
    for clay in page.clay:
        shape = page.stage.clay.shape_of(clay.uid)
        own = Standing(clay.pose).into_clay(place_m)
        if len(shape.within(own[None], reach_m / clay.pose.scale)):
            found = clay
    return found


def clay_to_hold(page: InsidePage, place_m: Vector, tuning: Tuning) -> Clay | None:
    """Return the piece of clay whose box is within reach of a place."""
    reach_m = tuning["hold_reach_m"] * page.scale
    for clay in page.clay:
        low, high = page.stage.clay.shape_of(clay.uid).bounds_m
        own = Standing(clay.pose).into_clay(place_m)
        away = np.maximum(np.maximum(np.subtract(low, own), np.subtract(own, high)), 0.0)
        if float(np.linalg.norm(away)) * clay.pose.scale <= reach_m:
            return clay
    return None
