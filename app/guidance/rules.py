"""The rules every offer keeps, whatever was learned: they only ever take away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from app.guidance.continuum import is_small_move
from app.guidance.situation import Known, Situation
from app.model.prompt import Medium, NotWhen, Prompt

MARK_WAITS: Final = timedelta(days=7)
FOR_MORE_THAN_ONE: Final = "group"
RECENT: Final = timedelta(days=7)


def allowed(situation: Situation, known: Known, prompts: Sequence[Prompt]) -> list[Prompt]:
    """Return what may be offered, in the order of ``prompts``.

    What was offered in the last week is left out as long as there is something else.
    """
    waiting, barred = _waiting_tags(situation), _barred(situation)
    open_to = [
        prompt
        for prompt in prompts
        if _is_at_hand(prompt, situation)
        and (situation.is_group or FOR_MORE_THAN_ONE not in prompt.tags)
        and prompt.uid not in barred
        and waiting.isdisjoint(prompt.not_after)
        and _is_welcome(prompt, known)
        and _is_gentle(prompt, known)
    ]
    recent = {s.prompt_uid for s in situation.history if situation.now - s.at < RECENT}
    return [prompt for prompt in open_to if prompt.uid not in recent] or open_to


def listed(situation: Situation, prompts: Sequence[Prompt]) -> tuple[Prompt, ...]:
    """Return what a person may choose from by themselves, in the order of ``prompts``."""
    waiting, barred = _waiting_tags(situation), _barred(situation)
    return tuple(
        prompt
        for prompt in prompts
        if _is_at_hand(prompt, situation)
        and prompt.uid not in barred
        and waiting.isdisjoint(prompt.not_after)
    )


def pins(situation: Situation) -> dict[str, int]:
    """Return what the clinician put first, with its order, smallest first."""
    return {s.prompt_uid: s.pin for s in situation.standings if s.pin is not None}


def _barred(situation: Situation) -> frozenset[str]:
    return frozenset(s.prompt_uid for s in situation.standings if s.is_barred)


def _is_at_hand(prompt: Prompt, situation: Situation) -> bool:
    if situation.only is not None and prompt.uid not in situation.only:
        return False
    if situation.minutes is not None and prompt.minutes > situation.minutes:
        return False
    return prompt.medium is Medium.ANY or prompt.medium in situation.media_at_hand


def _waiting_tags(situation: Situation) -> frozenset[str]:
    marks = (mark for mark in situation.marks if situation.now - mark.at < MARK_WAITS)
    return frozenset(tag for mark in marks for tag in mark.tags)


def _is_welcome(prompt: Prompt, known: Known) -> bool:
    return prompt is not known.last_offered and prompt not in known.not_liked


def _is_gentle(prompt: Prompt, known: Known) -> bool:
    """Whether it is a small move, and nothing that is known speaks against it now."""
    if known.last_tried is not None and not is_small_move(known.last_tried, prompt):
        return False
    speaks_against = {
        NotWhen.FIRST: known.last_tried is None,
        NotWhen.TENSE: known.is_tense,
        NotWhen.HEAVY: known.is_heavy,
    }
    return not any(speaks_against[tag] for tag in prompt.not_when_tags)
