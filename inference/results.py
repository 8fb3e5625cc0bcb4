"""What an engine answers: frozen values that cross processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh", "other", "unsure"]


@dataclass(frozen=True, slots=True)
class Label:
    """One emotion word with its probability, 0 to 1."""

    name: str
    p: float


@dataclass(frozen=True, slots=True)
class PartReading:
    """The reading of one sentence.

    ``start`` and ``end`` are Python string indexes of the text. ``labels`` holds all 28, likeliest
    first. Valence, arousal and dominance lie in -1 to 1; None where the model did not learn them.
    """

    start: int
    end: int
    labels: tuple[Label, ...]
    valence: float | None
    arousal: float | None
    dominance: float | None
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a whole text, with where it comes from.

    ``labels`` and ``ekman`` are likeliest first, and empty unless ``language`` is ``"en"`` and
    there was something to read. ``is_unsure`` is true below the level that is right 80 % of the
    time on the dev split, and for every text that was not read. ``is_windowed``: a sentence was
    longer than the model reads at once, so it was read in overlapping windows. ``ms``: how long
    the answer took, milliseconds.
    """

    language: Language
    parts: tuple[PartReading, ...]
    labels: tuple[Label, ...]
    ekman: tuple[Label, ...]
    valence: float | None
    arousal: float | None
    dominance: float | None
    is_unsure: bool
    is_windowed: bool
    model: str
    version: str
    engine: str
    ms: float


@dataclass(frozen=True, slots=True)
class Weight:
    """By how much the label's probability falls when this word is hidden (may be negative)."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which words a label came from, in the order of the text.

    ``is_partial``: the text was long, and only the sentences that carry the label most were asked.
    """

    label: str
    weights: tuple[Weight, ...]
    is_partial: bool
    ms: float


class ModelError(Exception):
    """The model folder is missing something or holds what this version cannot read."""


class StoppedError(Exception):
    """The request was cancelled while it ran."""
