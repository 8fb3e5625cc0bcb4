"""Prompts: what may be offered, where it stands on the continuum, and when it waits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.model.words import language


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of the resources in English and Simplified Chinese; `str` gives the one in use."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if language().startswith("zh") else self.en


class Place(StrEnum):
    """A place on the Expressive Therapies Continuum (Kagin & Lusebrink 1978)."""

    KINESTHETIC = "kinesthetic"
    SENSORY = "sensory"
    PERCEPTUAL = "perceptual"
    AFFECTIVE = "affective"
    COGNITIVE = "cognitive"
    SYMBOLIC = "symbolic"
    CREATIVE = "creative"


class Medium(StrEnum):
    """What a prompt is made with; `ANY` suits whatever is at hand."""

    PAINTING = "2d"
    SPACE = "3d"
    HEADSET = "vr"
    WORDS = "words"
    ANY = "any"


class NotWhen(StrEnum):
    """When a prompt is not offered, as far as the chooser can know it.

    `FIRST`: before anything was tried (resource work before memory work). `TENSE` and `HEAVY`:
    when the check-in says very activated, or very unpleasant.
    """

    FIRST = "first"
    TENSE = "tense"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of valence or arousal, both ends inside, -1 to 1."""

    low: float
    high: float

    def distance(self, value: float) -> float:
        """Return how far outside a value lies; 0 inside."""
        return max(self.low - value, value - self.high, 0.0)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing a person may be offered to make or to write.

    ``fluidity`` : 0 (resistive: lines, lists) to 1 (fluid: wet paint, smoke). ``minutes`` is
    about how long it takes. ``not_after`` are the tags of `SafetyMark` after which it waits.
    ``valence`` and ``arousal`` say which check-ins it suits. ``source`` is empty where it was
    made for this project.
    """

    uid: str
    name: str
    title: Wording
    place: Place
    medium: Medium
    fluidity: float
    minutes: int
    intention: Wording
    opening: Wording
    follow_ups: tuple[Wording, Wording]
    not_when: Wording
    not_when_tags: tuple[NotWhen, ...]
    not_after: tuple[str, ...]
    valence: Range
    arousal: Range
    tags: tuple[str, ...] = ()
    source: str = ""
