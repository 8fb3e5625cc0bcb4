"""What the chooser is told, and what of it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.model.care import Standing
from app.model.entities import Answer, CheckIn, Estimate, SafetyMark, Suggestion
from app.model.prompt import Medium, Prompt

CHECK_IN_COUNTS: Final = timedelta(hours=12)
VERY: Final = 0.6
NOT_LIKE_THIS_COUNTS: Final = timedelta(days=180)


class Surprise(StrEnum):
    """How much of what comes up may be new: the person says so themselves."""

    LESS = "less"
    USUAL = "usual"
    MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All the chooser may read; ``history``, ``check_ins`` and ``marks`` in any order.

    ``reading`` counts only where ``may_use_reading`` (the person's consent) and where the model
    was sure and was neither corrected nor refused. ``now`` is aware. ``seed`` decides between
    prompts that fit about equally.

    Answers are learned from only where ``may_learn``, and only those since ``learns_since``.
    ``check_ins`` are the earlier ones: an answer is read beside the one it came with. ``only``
    are the prompts of the plan's step and ``minutes`` the time there is; None is no limit.
    Prompts for more than one come up only where ``is_group``.
    """

    now: datetime
    media_at_hand: frozenset[Medium]
    check_in: CheckIn | None = None
    reading: Estimate | None = None
    may_use_reading: bool = False
    history: tuple[Suggestion, ...] = ()
    marks: tuple[SafetyMark, ...] = ()
    seed: int = 0
    check_ins: tuple[CheckIn, ...] = ()
    may_learn: bool = False
    learns_since: datetime | None = None
    surprise: Surprise = Surprise.USUAL
    standings: tuple[Standing, ...] = ()
    only: frozenset[str] | None = None
    minutes: int | None = None
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What of a situation counts: this alone is scored, and this alone makes the reason."""

    valence: float | None = None
    arousal: float | None = None
    reading: Estimate | None = None
    last_offered: Prompt | None = None
    last_tried: Prompt | None = None
    last_not_now: Prompt | None = None
    not_liked: tuple[Prompt, ...] = ()

    @property
    def is_tense(self) -> bool:
        """Whether the check-in or the reading is very activated."""
        read = self.reading.arousal if self.reading else None
        return any(value is not None and value > VERY for value in (self.arousal, read))

    @property
    def is_heavy(self) -> bool:
        """Whether the check-in or the reading is very unpleasant."""
        read = self.reading.valence if self.reading else None
        return any(value is not None and value < -VERY for value in (self.valence, read))


def what_counts(situation: Situation, prompts: Sequence[Prompt]) -> Known:
    """Return what of a situation counts, prompts looked up."""
    by_uid = {prompt.uid: prompt for prompt in prompts}
    offered = sorted(situation.history, key=lambda suggestion: suggestion.at)
    check_in = _fresh_check_in(situation)
    return Known(
        valence=check_in.valence if check_in else None,
        arousal=check_in.arousal if check_in else None,
        reading=_sure_reading(situation),
        last_offered=by_uid.get(offered[-1].prompt_uid) if offered else None,
        last_tried=_last(offered, Answer.TRY_IT, by_uid),
        last_not_now=_last(offered[-1:], Answer.NOT_NOW, by_uid),
        not_liked=_not_liked(situation, by_uid),
    )


def _fresh_check_in(situation: Situation) -> CheckIn | None:
    check_in = situation.check_in
    if check_in is None or abs(situation.now - check_in.at) > CHECK_IN_COUNTS:
        return None
    return check_in


def _sure_reading(situation: Situation) -> Estimate | None:
    reading = situation.reading
    if reading is None or not situation.may_use_reading or not reading.labels:
        return None
    if reading.is_unsure or reading.is_refused or reading.correction:
        return None
    return reading


def _last(
    offered: Sequence[Suggestion], answer: Answer, by_uid: Mapping[str, Prompt]
) -> Prompt | None:
    for suggestion in reversed(offered):
        if suggestion.answer is answer:
            return by_uid.get(suggestion.prompt_uid)
    return None


def _not_liked(situation: Situation, by_uid: Mapping[str, Prompt]) -> tuple[Prompt, ...]:
    return tuple(
        by_uid[suggestion.prompt_uid]
        for suggestion in situation.history
        if suggestion.answer is Answer.NOT_LIKE_THIS
        and situation.now - suggestion.at < NOT_LIKE_THIS_COUNTS
        and suggestion.prompt_uid in by_uid
    )
