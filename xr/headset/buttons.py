"""Sticks and buttons: undo and redo, the brush's width, turns, the eraser, the palette."""

from __future__ import annotations

import math
from collections.abc import Mapping

from psygnal import Signal

from app.model.inside import Choices, Tuning
from headset.at_work import AtWork
from headset.comfort import Steps
from headset.hands import Button, Side
from headset.kit import InsideKit, InsideTool
from headset.working import Working


class Buttons:
    """What is pressed beside the trigger.

    The drawing hand's stick undoes to the left, does again to the right, and makes the brush
    wider and narrower; the other hand's stick turns. The first button changes between brush and
    eraser, the second shows and hides the palette.
    """

    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, kit: InsideKit, tuning: Tuning, choices: Choices, main: Side) -> None:
        self._kit, self._tuning, self._choices, self._main = kit, tuning, choices, main
        self._steps = Steps(tuning)
        self._down: set[tuple[Side, Button]] = set()
        self.is_palette_wanted = True

    def follow(self, hands: Mapping[Side, Working], at_work: AtWork, step_s: float) -> int:
        """Do what was pressed; return 1 for a turn to the left, -1 to the right, else 0."""
        main, other = hands[self._main], hands[self._main.other]
        is_working = at_work.is_working(self._main)
        is_first = self._is_new(main, Button.PRIMARY)
        # both are looked at in every frame: each remembers what was before
        seconds = [self._is_new(hand, Button.SECONDARY) for hand in (main, other)]
        if any(seconds):
            self.is_palette_wanted = not self.is_palette_wanted
        if not is_working:
            self._use_stick(main, step_s)
            if is_first:
                is_brush = self._kit.tool is InsideTool.BRUSH
                self._kit.take(InsideTool.ERASER if is_brush else InsideTool.BRUSH)
        if self._choices.is_one_handed:
            return 0
        return -self._steps.step(other.side, *other.stick)

    def _use_stick(self, hand: Working, step_s: float) -> None:
        across, along = hand.stick
        way = self._steps.step(hand.side, across, along)
        if way > 0:
            self.redo_wanted.emit()
        elif way < 0:
            self.undo_wanted.emit()
        if abs(along) > max(self._tuning["stick"], abs(across)):
            # as quick whatever the frame rate
            grown = self._tuning["size_a_second"] ** (math.copysign(1, along) * step_s)
            self._kit.set_size(self._kit.size_m * grown)

    def _is_new(self, hand: Working, button: Button) -> bool:
        key = hand.side, button
        if button not in hand.pressed:
            self._down.discard(key)
            return False
        is_new = key not in self._down
        self._down.add(key)
        return is_new
