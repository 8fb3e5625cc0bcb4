"""Why this prompt, in sentences; each names the field it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.guidance.bandit import prior_means
from app.guidance.emotion_words import emotion_word
from app.guidance.features import AGAIN, AT, IN_GENERAL, MOOD, NAMES
from app.guidance.fit import is_shorter, suits
from app.guidance.learned import SAYS_SOMETHING, thing
from app.guidance.ranking import LEARNED, PIN, SURPRISE, Chooser
from app.guidance.rules import pins
from app.guidance.situation import Known
from app.model.prompt import Prompt
from app.model.words import Sentence

A_LITTLE: Final = 0.15
LEARNED_AT_MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, and the field of the situation it comes from."""

    field: str
    sentence: Sentence


def reasons(chooser: Chooser, ranked: tuple[Prompt, ...]) -> tuple[Reason, ...]:
    """Return why the first of ``ranked`` is offered.

    A sentence stands there only where the ranking would be another without its field; what was
    learned only where it speaks for this prompt, chance only where another would be first.
    """
    prompt, known = ranked[0], chooser.known
    found = [
        _from_pin(chooser, prompt),
        _from_check_in(prompt, known),
        _from_reading(known),
        _from_last_tried(prompt, known),
        _from_not_now(prompt, known),
        _from_not_liked(prompt, known),
    ]
    said = [reason for reason in found if reason and chooser.rank((reason.field,)) != ranked]
    if chooser.situation.may_learn:
        said += _from_learned(chooser, ranked)
    return tuple(said) or (_by_chance(known),)


def _from_pin(chooser: Chooser, prompt: Prompt) -> Reason | None:
    if prompt.uid not in pins(chooser.situation):
        return None
    return Reason(PIN, Sentence("Your clinician put this one first for you."))


def _from_learned(chooser: Chooser, ranked: tuple[Prompt, ...]) -> list[Reason]:
    """Return what the answers said for it, the strongest first, and whether chance decided."""
    prompt, row = ranked[0], chooser.row(ranked[0])
    lean = chooser.weights.means - prior_means()
    parts = lean * row
    # how this very prompt went counts from the start
    parts[AT[AGAIN]] = chooser.weights.means[AT[AGAIN]] * row[AT[AGAIN]]
    strongest = sorted(set(NAMES) - {IN_GENERAL, MOOD}, key=lambda name: (-parts[AT[name]], name))
    found = [
        Reason(LEARNED + name, _learned(name, lean[AT[name]]))
        for name in strongest
        if parts[AT[name]] >= SAYS_SOMETHING and chooser.rank((LEARNED + name,)) != ranked
    ][:LEARNED_AT_MOST]
    if chooser.rank((SURPRISE,))[0] is not prompt:
        found.append(Reason(SURPRISE, Sentence("And a little chance, so that new things come up.")))
    return found


def _learned(name: str, lean: float) -> Sentence:
    if name == AGAIN:
        return Sentence("You said yes to this one before.")
    return Sentence("Going by your answers, {thing} may suit you.", {"thing": thing(name, lean)})


def _from_check_in(prompt: Prompt, known: Known) -> Reason | None:
    if known.valence is None and known.arousal is None:
        return None
    said = {"feeling": _feeling(known.valence, known.arousal)}
    if suits(prompt, known.valence, known.arousal):
        sentence = Sentence(
            "At your check-in you said: {feeling}. This one can go with that.", said
        )
    else:
        sentence = Sentence(
            "At your check-in you said: {feeling}. Whether this one fits is for you to say.", said
        )
    return Reason("check_in", sentence)


def _feeling(valence: float | None, arousal: float | None) -> Sentence:
    pleasant, active = _pleasant(valence), _active(arousal)
    if pleasant and active:
        return Sentence("{pleasant}, {active}", {"pleasant": pleasant, "active": active})
    return pleasant or active or Sentence("not said")


def _pleasant(valence: float | None) -> Sentence | None:
    if valence is None:
        return None
    if abs(valence) < A_LITTLE:
        return Sentence("in between pleasant and unpleasant")
    return Sentence("more pleasant") if valence > 0 else Sentence("more unpleasant")


def _active(arousal: float | None) -> Sentence | None:
    if arousal is None:
        return None
    if abs(arousal) < A_LITTLE:
        return Sentence("in between calm and activated")
    return Sentence("more activated") if arousal > 0 else Sentence("more calm")


def _from_reading(known: Known) -> Reason | None:
    reading = known.reading
    if reading is None:
        return None
    top = max(reading.labels, key=lambda label: label.p)
    return Reason(
        "reading",
        Sentence(
            "In your journal the model on this computer read perhaps {emotion}, about "
            "{percent} % sure. You know best.",
            {"emotion": emotion_word(top.name), "percent": round(100 * top.p)},
        ),
    )


def _from_last_tried(prompt: Prompt, known: Known) -> Reason | None:
    last = known.last_tried
    if last is None:
        return None
    if prompt.place is last.place:
        return Reason("history.try_it", Sentence("It stays close to the last one you tried."))
    return Reason("history.try_it", Sentence("It is a small step on from the last one you tried."))


def _from_not_now(prompt: Prompt, known: Known) -> Reason | None:
    if not is_shorter(prompt, known.last_not_now):
        return None
    return Reason("history.not_now", Sentence("You said not now, so this one is shorter."))


def _from_not_liked(prompt: Prompt, known: Known) -> Reason | None:
    if not known.not_liked or any(prompt.place is other.place for other in known.not_liked):
        return None
    return Reason(
        "history.not_like_this",
        Sentence("You said an earlier one was not right, so this is of another kind."),
    )


def _by_chance(known: Known) -> Reason:
    if known.valence is None and known.arousal is None and known.reading is None:
        return Reason(
            "chance",
            Sentence(
                "It was picked by chance: no check-in, and nothing you wrote, was read for it."
            ),
        )
    return Reason(
        "chance",
        Sentence("It was picked by chance: what is known did not decide it."),
    )
