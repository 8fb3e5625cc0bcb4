"""What Progress is made of, read from the library in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.model.care import Administration
from app.model.entities import Answer, CheckIn, Suggestion
from app.model.prompt import Prompt
from app.storage.summaries import EntrySummary, WorkSummary

if TYPE_CHECKING:
    from app.storage.library import Library

# more than ten years of it; a chart of more is not read at a glance
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Records:
    """Everything the charts tell of, in no particular order."""

    check_ins: tuple[CheckIn, ...] = ()
    works: tuple[WorkSummary, ...] = ()
    entries: tuple[EntrySummary, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    administrations: tuple[Administration, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell yet."""
        return not (self.check_ins or self.works or self.entries or self.administrations)

    @property
    def first_at(self) -> datetime | None:
        """The earliest moment anything here is from."""
        moments = (
            [c.at for c in self.check_ins]
            + [w.created_at for w in self.works]
            + [e.written_at for e in self.entries]
            + [a.at for a in self.administrations]
        )
        return min(moments, default=None)


def records_of(library: Library) -> Records:
    """Read everything; on the library's thread."""
    return Records(
        tuple(library.check_ins()),
        tuple(library.work_summaries()),
        tuple(library.entry_summaries(limit=MOST)),
        tuple(library.suggestions(MOST)),
        tuple(library.administrations()),
    )


@dataclass(frozen=True, slots=True)
class Time:
    """The stretch of time that is looked at: ``days`` until ``now``, or all there is."""

    now: datetime
    days: int | None
    first_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """Return its first moment; all there is covers a week at least."""
        if self.days is not None:
            return self.now - timedelta(days=self.days)
        week = self.now - timedelta(days=7)
        return min(self.first_at, week) if self.first_at is not None else week

    @property
    def span(self) -> tuple[float, float]:
        """Return its ends in seconds since 1970."""
        return self.since.timestamp(), self.now.timestamp()

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it; what is dated ahead is shown where all is."""
        return at >= self.since


@dataclass(frozen=True, slots=True)
class Tried:
    """A prompt that was tried, and when."""

    at: datetime
    prompt: Prompt


def tried(records: Records, prompts: Sequence[Prompt]) -> list[Tried]:
    """Return the prompts that were tried, oldest first; once a day each.

    One was tried where a page was made to it, or where the person said "try it".
    """
    known = {prompt.uid: prompt for prompt in prompts}
    moments = [(w.created_at, w.prompt_uid) for w in records.works]
    moments += [
        (s.answered_at or s.at, s.prompt_uid)
        for s in records.suggestions
        if s.answer is Answer.TRY_IT
    ]
    return _once_a_day(known, moments)


def _once_a_day(
    known: Mapping[str, Prompt], moments: Sequence[tuple[datetime, str]]
) -> list[Tried]:
    found: dict[tuple[object, str], Tried] = {}
    for at, uid in sorted(moments, key=lambda moment: moment[0]):
        if uid in known:
            found.setdefault((at.date(), uid), Tried(at, known[uid]))
    return list(found.values())
