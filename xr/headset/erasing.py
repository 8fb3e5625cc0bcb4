"""Erasing with the hand: every stroke that a small ball at the hand touches goes."""

from __future__ import annotations

from app.commands.space_erase import erase_strokes
from app.model.entities import new_uid
from app.model.inside import Tuning
from headset.page import InsidePage
from headset.working import Working


class SpaceErasing:
    """From the trigger's pull until it is let go: one undo step."""

    def __init__(self, page: InsidePage, tuning: Tuning, hand: Working, time_s: float) -> None:
        self._page, self._tuning = page, tuning
        self._merge = new_uid()
        self._may = page.may_change()
        self.move(hand, time_s)

    def move(self, hand: Working, _time_s: float) -> None:
        """Touch what is there."""
        page = self._page
        if not self._may or page.document.is_editing(page.work_uid):
            return
        erase_strokes(
            page.document, page.work_uid, centre_m=hand.tip_m,
            radius_m=self._tuning["eraser_m"] * page.scale, merge=self._merge, index=page.index,
        )  # fmt: skip

    def finish(self) -> None:
        """Nothing stays to be done."""
