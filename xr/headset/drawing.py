"""Drawing with the hand: the brush is where the hand is, as firm as the trigger is pulled."""

from __future__ import annotations

from collections.abc import Sequence
from random import SystemRandom
from typing import Final

import numpy as np
import numpy.typing as npt

from app.commands.space_stroke import LiveSpaceStroke
from app.geometry.guides import guided
from app.geometry.mirrors import kaleidoscope, plane_mirror, turned
from app.model.inside import Tuning
from app.model.space import Vector
from app.model.words import PersonError
from headset.kit import InsideKit, InsideMirror
from headset.page import InsidePage
from headset.working import Working, point_of

_MIDDLE: Final[Vector] = (0.0, 0.0, 0.0)
_UP: Final[Vector] = (0.0, 1.0, 0.0)
_SEEDS = SystemRandom()

Matrix = npt.NDArray[np.float64]


def mirrors_of(kit: InsideKit) -> Sequence[Matrix]:
    """Return the copies that are drawn beside a stroke; all mirrors meet above the middle."""
    if kit.mirror is InsideMirror.ONE:
        return plane_mirror(_MIDDLE, (1.0, 0.0, 0.0))
    if kit.mirror is InsideMirror.TURNED:
        return turned(kit.copies, _MIDDLE, _UP)
    if kit.mirror is InsideMirror.KALEIDOSCOPE:
        return kaleidoscope(kit.copies, _MIDDLE, _UP, (1.0, 0.0, 0.0))
    return ()


class SpaceDrawing:
    """One stroke, from the trigger's pull until it is let go.

    Its first point is that of the very frame in which the trigger was pulled.
    """

    def __init__(
        self, page: InsidePage, kit: InsideKit, tuning: Tuning, hand: Working, time_s: float
    ) -> None:
        self._page, self._kit, self._tuning = page, kit, tuning
        self._began_s = time_s
        self._live = self._started()
        if self._live is not None:
            self._page.stage.draw_live((), self._uids)
            self._live.begin(self._point(hand, time_s))
            self._page.stage.draw_live(self._live.builders, self._uids)

    def move(self, hand: Working, time_s: float) -> None:
        """Draw on."""
        if self._live is not None:
            self._live.move(self._point(hand, time_s))
            self._page.stage.draw_live(self._live.builders, self._uids)

    def finish(self) -> None:
        """Let go: the stroke is committed."""
        live, self._live = self._live, None
        if live is not None:
            live.finish()
            self._page.stage.draw_live(())
            self._kit.used_colour()

    @property
    def _uids(self) -> list[str]:
        return [] if self._live is None else [stroke.uid for stroke in self._live.strokes]

    def _started(self) -> LiveSpaceStroke | None:
        page, kit = self._page, self._kit
        if not page.may_draw():
            return None
        try:
            return LiveSpaceStroke(
                page.document, work=page.work, layer_uid=page.layer_uid, brush=kit.brush,
                colour=kit.colour, size_m=kit.size_m * page.scale, opacity=kit.opacity,
                seed=_SEEDS.getrandbits(31), started_at=page.now(), mirrors=mirrors_of(kit),
            )  # fmt: skip
        except PersonError as error:
            page.refused.emit(error.sentence)
            return None

    def _point(self, hand: Working, time_s: float) -> npt.NDArray[np.float32]:
        least = self._tuning["draw"]
        pressure = (hand.pull - least) / (1.0 - least)
        point = point_of(hand, pressure=pressure, time_s=time_s - self._began_s)
        guides = self._page.guides
        reach_m = self._tuning["guide_reach_m"] * self._page.scale
        return guided(point, guides, reach_m=reach_m) if guides else point
