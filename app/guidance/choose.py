"""Chooses what to offer: a pure function of what it is told, with a reason that is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from app.guidance.continuum import is_small_move
from app.guidance.fit import fit
from app.guidance.reasons import reasons
from app.guidance.situation import Known, Situation, what_counts
from app.model.prompt import Medium, NotWhen, Prompt
from app.model.words import Sentence

__all__ = ["MARK_WAITS", "Offer", "Situation", "choose"]

MARK_WAITS: Final = timedelta(days=7)
RECENT: Final = timedelta(days=7)
CHANCE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Offer:
    """A prompt and its reason; ``used`` names, sentence by sentence, the field that was read."""

    prompt: Prompt
    reason: tuple[Sentence, ...]
    used: tuple[str, ...]


def choose(situation: Situation, prompts: Sequence[Prompt]) -> Offer | None:
    """Return what to offer, or None where nothing fits.

    Parameters
    ----------
    situation : Situation
        What is known. The same situation and prompts always give the same offer.
    prompts : sequence of Prompt
        All there are.
    """
    known = what_counts(situation, prompts)
    waiting = _waiting_tags(situation)
    open_to = [
        prompt
        for prompt in prompts
        if _is_at_hand(prompt, situation)
        and waiting.isdisjoint(prompt.not_after)
        and _is_welcome(prompt, known)
        and _is_gentle(prompt, known)
    ]
    recent = {s.prompt_uid for s in situation.history if situation.now - s.at < RECENT}
    candidates = [prompt for prompt in open_to if prompt.uid not in recent] or open_to
    return _best(candidates, known, situation.seed) if candidates else None


def _best(candidates: Sequence[Prompt], known: Known, seed: int) -> Offer:
    chance = np.random.default_rng(seed).random(len(candidates)) * CHANCE
    fits = np.array([fit(prompt, known) for prompt in candidates])
    best = candidates[int(np.argmax(fits + chance))]
    why = reasons(best, known)
    return Offer(
        prompt=best,
        reason=tuple(reason.sentence for reason in why),
        used=tuple(reason.field for reason in why),
    )


def _is_at_hand(prompt: Prompt, situation: Situation) -> bool:
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
