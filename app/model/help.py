"""Where help is: lines with their source and date, and ways to come back to the ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.model.prompt import Wording

MONTHS_UNTIL_OLD = 12


class HelpKind(StrEnum):
    """A line with a number, the local emergency number, or the person's own line."""

    LINE = "line"
    EMERGENCY = "emergency"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One place to call. ``number`` is empty for the emergency number and one's own line.

    ``country`` is an ISO 3166 code, or empty for everywhere. ``checked`` is the first day of the
    month in which the number was checked.
    """

    uid: str
    kind: HelpKind
    country: str
    title: Wording
    number: str
    note: Wording
    source: Wording
    checked: date | None

    def is_old(self, today: date) -> bool:
        """Whether the number was checked more than twelve months ago."""
        if self.checked is None:
            return False
        months = (today.year - self.checked.year) * 12 + today.month - self.checked.month
        return months > MONTHS_UNTIL_OLD


@dataclass(frozen=True, slots=True)
class Grounding:
    """A short way back to the ground: a title and steps, one at a time."""

    uid: str
    title: Wording
    steps: tuple[Wording, ...]
