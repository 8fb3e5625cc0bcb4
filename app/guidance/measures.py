"""Scoring of measures, what may be asked of whom, and what changed; pure, never a diagnosis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.model.care import Administration, Role
from app.model.measure import Band, Bands, Measure, MeasureKind, Score

Answers = Sequence[float | None]
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Scored:
    """One score of one administration."""

    score: Score
    value: float


@dataclass(frozen=True, slots=True)
class Change:
    """How a score moved; the older value taken from the newer one.

    ``is_reliable`` says whether the newest move, or that since the first time, is as large as
    the source asks; None where no source does.
    """

    at: datetime
    value: float
    since_last: float
    since_first: float
    is_reliable_since_last: bool | None = None
    is_reliable_since_first: bool | None = None
    source: str = ""


def offered(role: Role, measures: Iterable[Measure], *, in_session: bool) -> tuple[Measure, ...]:
    """Return what may be asked of whoever sits there, in the language in use.

    Clinical measures are asked inside a clinician's session alone, never as homework and never
    of a person alone (FDA general wellness: no clinical thresholds).
    """
    with_clinical = in_session and role is not Role.ALONE
    return tuple(
        measure
        for measure in measures
        if measure.can_be_asked and (with_clinical or measure.kind is MeasureKind.WELLNESS)
    )


def check_answers(measure: Measure, answers: Answers) -> None:
    """Hold answers against the measure.

    Raises
    ------
    ValueError
        If there are more or fewer than it has items, or one is no answer of its scale.
    """
    if len(answers) != len(measure.items):
        raise ValueError(f"{measure.name} has {len(measure.items)} items, not {len(answers)}")
    for item, answer in zip(measure.items, answers, strict=True):
        if answer is not None and not measure.scale.takes(answer):
            raise ValueError(f"{answer} is no answer to {measure.name}, item {item.name}")


def scored(measure: Measure, answers: Answers) -> tuple[Scored, ...]:
    """Return the scores of a measure; one of whose items any is missing is not among them.

    Raises
    ------
    ValueError
        As `check_answers`.
    """
    check_answers(measure, answers)
    found = ((score, score_of(score, answers)) for score in measure.scores)
    return tuple(Scored(score, value) for score, value in found if value is not None)


def score_of(score: Score, answers: Answers) -> float | None:
    """Return a score, or None where an item it needs was left out."""
    needed = [answers[index] for index in score.items]
    given = [answer for answer in needed if answer is not None]
    if len(given) < len(needed):
        return None
    return round(math.fsum(given) * score.weight, _PLACES)


def bands_of(score: Score, locale: str = "") -> Bands | None:
    """Return the bands for people of a locale: theirs, else everybody's, else None."""
    by_locale = {bands.locale: bands for bands in score.bands}
    return by_locale.get(locale) or by_locale.get("")


def band_of(score: Score, value: float, role: Role, *, locale: str = "") -> Band | None:
    """Return the band a value lies in; None for everybody but a clinician."""
    bands = bands_of(score, locale)
    if role is not Role.CLINICIAN or bands is None:
        return None
    reached = [band for band in bands.bands if band.start <= value]
    return reached[-1] if reached else None


def is_positive(score: Score, value: float, role: Role, *, locale: str = "") -> bool | None:
    """Whether a value reaches the locale's cut-off; None where there is none, or no clinician."""
    bands = bands_of(score, locale)
    if role is not Role.CLINICIAN or bands is None or bands.cut_off is None:
        return None
    return value >= bands.cut_off


def asks_for_help(measure: Measure, answers: Answers) -> bool:
    """Whether an answer is met with help at once, whatever the total (requirement 18)."""
    return any(
        item.help_from is not None and answer is not None and answer >= item.help_from
        for item, answer in zip(measure.items, answers, strict=True)
    )


def change(score: Score, given: Iterable[Administration]) -> Change | None:
    """Return how a score moved over the administrations of its measure.

    Those in which an item of it is missing do not count; None where fewer than two are left.
    """
    in_time = sorted(given, key=lambda one: one.at)
    known = [(one.at, score_of(score, one.answers)) for one in in_time]
    values = [(at, value) for at, value in known if value is not None]
    if len(values) < 2:
        return None
    (_, first), (_, last), (at, now) = values[0], values[-2], values[-1]
    since_last, since_first = round(now - last, _PLACES), round(now - first, _PLACES)
    reliable = score.reliable
    if reliable is None:
        return Change(at, now, since_last, since_first)
    return Change(
        at,
        now,
        since_last,
        since_first,
        abs(since_last) >= reliable.points,
        abs(since_first) >= reliable.points,
        reliable.source,
    )
