"""Measures: questionnaires and single numbers as data, with how they are scored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.model.prompt import Wording
from app.model.words import language


class MeasureKind(StrEnum):
    """Wellness scales are anybody's; clinical measures belong into a clinician's session."""

    WELLNESS = "wellness"
    CLINICAL = "clinical"


class Showing(StrEnum):
    """How an item is answered: one of some words, one of some whole numbers, a place on a line."""

    CHOICES = "choices"
    NUMBERS = "numbers"
    SLIDER = "slider"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer in words and what it counts."""

    value: float
    text: Wording
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """What may be answered: ``low`` to ``high``, both inside.

    ``choices`` stand for `Showing.CHOICES` alone, the lowest value first; `Showing.NUMBERS` has
    the whole numbers.
    """

    showing: Showing
    low: float
    high: float
    choices: tuple[Choice, ...] = ()

    def takes(self, value: float) -> bool:
        """Whether a value is an answer."""
        if self.choices:
            return value in [choice.value for choice in self.choices]
        if self.showing is Showing.NUMBERS and value != int(value):
            return False
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``low_end`` and ``high_end`` name the ends of its scale.

    An answer of ``help_from`` or more is met with help at once; None never is.
    """

    name: str
    text: Wording
    low_end: Wording
    high_end: Wording
    icon: str = ""
    loinc: str = ""
    help_from: float | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """From which score on, lowest first, it has this name."""

    start: float
    title: Wording


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of one score for people of one place; ``locale`` "" is everybody else.

    ``cut_off`` is the score from which the source speaks of a positive screen.
    """

    locale: str
    source: str
    bands: tuple[Band, ...]
    cut_off: float | None = None


@dataclass(frozen=True, slots=True)
class Reliable:
    """From how many points on a change is more than the measure's own noise, and who says so."""

    points: float
    source: str


@dataclass(frozen=True, slots=True)
class Score:
    """A sum of items times a weight.

    ``items`` are indexes into the measure's items; one that counts twice stands there twice.
    ``low`` and ``high`` are what can come of it.
    """

    name: str
    title: Wording
    items: tuple[int, ...]
    weight: float
    low: float
    high: float
    bands: tuple[Bands, ...] = ()
    reliable: Reliable | None = None
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure. Its wording may be missing in a language; it is not asked in that one then.

    ``is_shuffled`` : its items are shown in an order drawn anew each time.
    """

    uid: str
    name: str
    title: Wording
    about: Wording
    kind: MeasureKind
    lead: Wording
    scale: Scale
    items: tuple[Item, ...]
    scores: tuple[Score, ...]
    licence: str
    citation: str
    source: str
    loinc: str = ""
    is_shuffled: bool = False

    def is_worded(self, code: str) -> bool:
        """Whether every word of it is there in a language, ``"en"`` or ``"zh_CN"``."""
        texts = [self.lead, *(item.text for item in self.items)]
        texts += [choice.text for choice in self.scale.choices]
        return all(said.zh if code.startswith("zh") else said.en for said in texts)

    @property
    def can_be_asked(self) -> bool:
        """Whether it can be asked in the language in use."""
        return self.is_worded(language())


@dataclass(frozen=True, slots=True)
class MeasureWording:
    """The words of a measure in one language, from a file the person brought.

    ``choices`` go from the lowest value up.
    """

    measure: str
    language: str
    lead: str
    items: tuple[str, ...]
    choices: tuple[str, ...] = ()
    source: str = ""
