"""What is asked by the clock inside: how sick one feels, and whether it is time for a rest."""

from __future__ import annotations

import math

from app.model.inside import Choices, Tuning
from headset.board import Board
from headset.comfort import InsideClock, SicknessQuestion
from headset.dialogue import Dialogue


class Reminders:
    """Opens the question and the offer of a rest when it is time; both wait and go away."""

    def __init__(self, tuning: Tuning, choices: Choices, dialogue: Dialogue, board: Board) -> None:
        self._tuning, self._dialogue, self._board = tuning, dialogue, board
        self._choices = choices
        self._question = SicknessQuestion.of(tuning, choices)
        self._rest_minutes = choices.stop_minutes
        self._asked_s = math.inf

    def use(self, choices: Choices, clock: InsideClock) -> None:
        """Go by other choices from now on."""
        is_other = (choices.sickness_minutes, choices.sickness_stop) != (
            self._choices.sickness_minutes,
            self._choices.sickness_stop,
        )
        if is_other:
            self._question = SicknessQuestion.of(self._tuning, choices)
            self._question.next_s += clock.inside_s
        if choices.stop_minutes != self._choices.stop_minutes:
            self._rest_minutes = choices.stop_minutes
        self._choices = choices

    def is_stop(self, answer: float) -> bool:
        """Whether an answer, 0 to 20, is one at which to stop."""
        return self._question.is_stop(answer)

    def follow(self, clock: InsideClock) -> None:
        """Ask what is due."""
        inside_s = clock.inside_s
        if self._question.is_due(inside_s):
            self._dialogue.ask_sickness()
            self._asked_s = inside_s
        if inside_s - self._asked_s > self._tuning["sickness_ask_s"]:
            self._board.close("sickness")
            self._asked_s = math.inf
        if self._rest_minutes and clock.minutes >= self._rest_minutes:
            self._rest_minutes += max(self._choices.stop_minutes, 1.0)
            self._dialogue.ask_break(round(clock.minutes))
