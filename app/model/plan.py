"""Plans: a few sessions, each with its aim, that move along the continuum by small steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.model.care import StepKind
from app.model.prompt import Medium, NotWhen, Place, Prompt, Wording

ALL_STEPS: Final = tuple(StepKind)


class When(StrEnum):
    """When a plan asks for a measure."""

    BEFORE_EACH = "before_each"
    AFTER_EACH = "after_each"
    AROUND_EACH = "around_each"
    FIRST_AND_LAST = "first_and_last"


@dataclass(frozen=True, slots=True)
class Directive:
    """What a step offers to make; a prompt where ``prompt_uid`` names one, else own words."""

    title: Wording
    opening: Wording
    place: Place
    medium: Medium
    fluidity: float
    minutes: int
    not_when_tags: tuple[NotWhen, ...] = ()
    not_after: tuple[str, ...] = ()
    prompt_uid: str = ""


def as_directive(prompt: Prompt) -> Directive:
    """Return a prompt as what a step offers."""
    return Directive(
        title=prompt.title,
        opening=prompt.opening,
        place=prompt.place,
        medium=prompt.medium,
        fluidity=prompt.fluidity,
        minutes=prompt.minutes,
        not_when_tags=prompt.not_when_tags,
        not_after=prompt.not_after,
        prompt_uid=prompt.uid,
    )


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A measure by its name, and when it is asked for."""

    measure: str
    when: When


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session of a plan; ``question`` is asked when looking back, ``grounding`` is a uid."""

    title: Wording
    aim: Wording
    steps: tuple[StepKind, ...]
    warm_up: Directive
    making: Directive
    question: Wording
    grounding: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan; ``gentle`` takes the place of a directive that has to wait.

    The whole plan waits where one of ``not_when_tags`` or ``not_after`` holds.
    """

    uid: str
    name: str
    title: Wording
    about: Wording
    not_when: Wording
    not_when_tags: tuple[NotWhen, ...]
    not_after: tuple[str, ...]
    gentle: Directive
    measures: tuple[PlannedMeasure, ...]
    source: str
    sessions: tuple[PlannedSession, ...]
