"""Chooses what to offer: a pure function of what it is told, with a reason that is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.guidance.ranking import Chooser
from app.guidance.reasons import reasons
from app.guidance.rules import MARK_WAITS
from app.guidance.situation import Situation, Surprise
from app.model.prompt import Prompt
from app.model.words import Sentence

__all__ = ["MARK_WAITS", "Offer", "Situation", "Surprise", "choose"]


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
    chooser = Chooser.of(situation, prompts)
    ranked = chooser.rank()
    if not ranked:
        return None
    why = reasons(chooser, ranked)
    return Offer(
        prompt=ranked[0],
        reason=tuple(reason.sentence for reason in why),
        used=tuple(reason.field for reason in why),
    )
