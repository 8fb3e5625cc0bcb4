"""What was learned from a person's answers, every weight in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.guidance.bandit import prior_means
from app.guidance.features import AGAIN, AT, FLUID, IN_GENERAL, LONG, MEDIA, MOOD, NAMES, PLACES
from app.guidance.ranking import Chooser
from app.guidance.situation import Situation
from app.model.prompt import Medium, Place, Prompt
from app.model.words import Sentence

SAYS_SOMETHING: Final = 0.08
SAYS_MUCH: Final = 0.25

THINGS: Final = {
    PLACES[Place.KINESTHETIC]: Sentence("moving and making marks"),
    PLACES[Place.SENSORY]: Sentence("using touch and the senses"),
    PLACES[Place.PERCEPTUAL]: Sentence("looking closely at shapes"),
    PLACES[Place.AFFECTIVE]: Sentence("working with feelings"),
    PLACES[Place.COGNITIVE]: Sentence("putting things in order"),
    PLACES[Place.SYMBOLIC]: Sentence("painting what stands for something"),
    PLACES[Place.CREATIVE]: Sentence("making freely"),
    MEDIA[Medium.PAINTING]: Sentence("painting and drawing"),
    MEDIA[Medium.SPACE]: Sentence("working in space"),
    MEDIA[Medium.HEADSET]: Sentence("being in the headset"),
    MEDIA[Medium.WORDS]: Sentence("writing"),
}
# what a weight above 0 is about, and one below
_BOTH_WAYS: Final = {
    FLUID: (Sentence("what is fluid, like wet paint"), Sentence("what holds, like lines")),
    LONG: (Sentence("what takes longer"), Sentence("what is short")),
}


@dataclass(frozen=True, slots=True)
class Learned:
    """One weight: ``mean`` and ``spread`` as the chooser has them, and what that means."""

    name: str
    mean: float
    spread: float
    sentence: Sentence


def what_is_learned(situation: Situation, prompts: Sequence[Prompt]) -> tuple[Learned, ...]:
    """Return every weight there is, in words; nothing where nothing was answered."""
    weights = Chooser.of(situation, prompts).weights
    if not weights.answers:
        return ()
    lean = weights.means - prior_means()
    return tuple(
        Learned(
            name,
            float(weights.means[AT[name]]),
            float(weights.spreads[AT[name]]),
            in_words(name, float(lean[AT[name]])),
        )
        for name in NAMES
    )


def thing(name: str, lean: float) -> Sentence:
    """Return what a weight is about, as far as one can prefer it."""
    if name in _BOTH_WAYS:
        return _BOTH_WAYS[name][0 if lean >= 0 else 1]
    return THINGS[name]


def in_words(name: str, lean: float) -> Sentence:
    """Return what one weight means; ``lean`` is how far it lies from where it began."""
    if name in _OWN_WORDS:
        return _OWN_WORDS[name][_step(lean)]
    if name in _BOTH_WAYS:
        if abs(lean) < SAYS_SOMETHING:
            both = {"one": _BOTH_WAYS[name][0], "other": _BOTH_WAYS[name][1]}
            return Sentence("Between {one} and {other}: no leaning yet.", both)
        subject, lean = thing(name, lean), abs(lean)
    else:
        subject = THINGS[name]
    return _leaning(_step(lean), {"thing": subject})


def _leaning(step: int, said: dict[str, object]) -> Sentence:
    by_step = {
        2: Sentence("From your answers: {thing} may suit you well.", said),
        1: Sentence("From your answers: {thing} may suit you a little.", said),
        0: Sentence("About {thing}: no leaning yet.", said),
        -1: Sentence("From your answers: {thing} may suit you a little less.", said),
        -2: Sentence("From your answers: {thing} may suit you less.", said),
    }
    return by_step[step]


def _step(lean: float) -> int:
    """Return -2 to 2: against it, a little, nothing yet, a little, for it."""
    if abs(lean) < SAYS_SOMETHING:
        return 0
    return (1 if lean > 0 else -1) * (2 if abs(lean) >= SAYS_MUCH else 1)


_OWN_WORDS: Final = {
    IN_GENERAL: {
        2: Sentence("On the whole, what came up suited you."),
        1: Sentence("On the whole, what came up suited you more often than not."),
        0: Sentence("On the whole, some things suited you and some did not."),
        -1: Sentence("On the whole, what came up often did not suit you yet."),
        -2: Sentence("On the whole, what came up did not suit you yet."),
    },
    MOOD: {
        2: Sentence("Your check-in counts for more than it did at the start."),
        1: Sentence("Your check-in counts for a little more than it did at the start."),
        0: Sentence("Your check-in counts for as much as it did at the start."),
        -1: Sentence("Your check-in counts for a little less than it did at the start."),
        -2: Sentence("Your check-in counts for less than it did at the start."),
    },
    AGAIN: {
        2: Sentence("What suited you once often suits you again."),
        1: Sentence("What suited you once may suit you again a little more than thought."),
        0: Sentence("What suited you once may suit you again."),
        -1: Sentence("What suited you once may not suit you again as often as thought."),
        -2: Sentence("What suited you once often does not suit you again."),
    },
}
