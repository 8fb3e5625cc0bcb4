"""Brushes: what a tip is like, as numbers and curves that an artist may tune in data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.model.words import language

Curve = tuple[tuple[float, float], ...]


class Build(StrEnum):
    """How dabs of one stroke add up."""

    ACCUMULATE = "accumulate"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True)
class Number:
    """One setting of a brush: where it stands, how far it goes, its unit and what it does.

    ``help`` maps a language to a sentence.
    """

    default: float
    min: float
    max: float
    unit: str
    help: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Brush:
    """A brush.

    ``uid`` is forever and stands in every stroke; ``name`` is stable; ``title`` maps a language
    to a word; ``feel`` orders the shelf from 0 (firm) to 1 (flowing). A changed look is a new
    uid that ``supersedes`` the old. ``curves`` are points (input 0 to 1, factor).
    """

    uid: str
    name: str
    title: Mapping[str, str]
    feel: float
    build: Build
    numbers: Mapping[str, Number] = field(repr=False)
    curves: Mapping[str, Curve] = field(repr=False)
    supersedes: str = ""

    def __getitem__(self, name: str) -> float:
        """Return the value of a number."""
        return self.numbers[name].default

    def __hash__(self) -> int:
        return hash(self.uid)

    @property
    def label(self) -> str:
        """Return the title in the person's language."""
        return self.title.get(language(), self.title["en"])
