"""How well a prompt fits what is known: a few named parts, each small and bounded."""

from __future__ import annotations

from typing import Final

from app.guidance.situation import Known
from app.model.prompt import Prompt, Range

READING_WEIGHT: Final = 0.5
MADE_FOR_IT: Final = 0.3
SHORTER: Final = 0.3
SAME_PLACE: Final = -0.3
SAME_PLACE_AND_MEDIUM: Final = -0.6


def fit(prompt: Prompt, known: Known) -> float:
    """Return how well a prompt fits; higher is better, 0 where nothing is known."""
    total = suits_how_well(prompt, known.valence, known.arousal)
    if known.reading is not None:
        read = (known.reading.valence, known.reading.arousal)
        total += READING_WEIGHT * suits_how_well(prompt, *read)
    if is_shorter(prompt, known.last_not_now):
        total += SHORTER
    return total + min((_unlike(prompt, other) for other in known.not_liked), default=0.0)


def suits_how_well(prompt: Prompt, valence: float | None, arousal: float | None) -> float:
    """Return how well a prompt was made for a moment, -2 to 2.6; 0 where nothing is said."""
    return _suits(prompt.valence, valence) + _suits(prompt.arousal, arousal)


def suits(prompt: Prompt, valence: float | None, arousal: float | None) -> bool:
    """Whether a prompt was made for this valence and arousal, as far as they are said."""
    return all(
        value is None or span.distance(value) == 0
        for span, value in ((prompt.valence, valence), (prompt.arousal, arousal))
    )


def is_shorter(prompt: Prompt, other: Prompt | None) -> bool:
    """Whether a prompt takes less time than another one."""
    return other is not None and prompt.minutes < other.minutes


def _suits(span: Range, value: float | None) -> float:
    if value is None:
        return 0.0
    # a prompt for few states that suits this one goes before a prompt for every state
    narrow = MADE_FOR_IT * (1 - (span.high - span.low) / 2)
    return max(1 + narrow - 2 * span.distance(value), -1.0)


def _unlike(prompt: Prompt, other: Prompt) -> float:
    if prompt.place is not other.place:
        return 0.0
    return SAME_PLACE_AND_MEDIUM if prompt.medium is other.medium else SAME_PLACE
