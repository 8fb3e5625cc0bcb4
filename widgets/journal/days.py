"""Which day a page belongs to: right at midnight, across time zones, and when backdated."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum


class Nearness(Enum):
    """How a day is best called beside today."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this week"
    THIS_YEAR = "this year"
    LONG_AGO = "long ago"
    AHEAD = "ahead"


def day_of(moment: datetime) -> date:
    """Return the day on the calendar of whoever looks at the clock at this moment.

    Parameters
    ----------
    moment : datetime
        Aware, in the zone the person is in: the day is that zone's, not Greenwich's.

    Raises
    ------
    ValueError
        If it has no zone: then nobody can say which day it is.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone belongs to no day")
    return moment.date()


def nearness(day: date, today: date) -> Nearness:
    """Return how a day stands to today."""
    age = (today - day).days
    if age < 0:
        return Nearness.AHEAD if day.year == today.year else Nearness.LONG_AGO
    if age < 2:
        return (Nearness.TODAY, Nearness.YESTERDAY)[age]
    if age < 7:
        return Nearness.THIS_WEEK
    return Nearness.THIS_YEAR if day.year == today.year else Nearness.LONG_AGO


def is_backdated(day: date, written_at: datetime) -> bool:
    """Whether the person gave the page another day than the one it was begun on."""
    return day != day_of(written_at)


def until_midnight(moment: datetime) -> timedelta:
    """Return how long this day still lasts where the person is; never less than a second.

    The next midnight is taken on the wall clock, so that a day of 23 or 25 hours (summer time)
    ends when it ends.
    """
    tomorrow = datetime.combine(day_of(moment) + timedelta(days=1), time(), moment.tzinfo)
    return max(tomorrow.astimezone(UTC) - moment.astimezone(UTC), timedelta(seconds=1))


def can_be_backdated_to(day: date, today: date) -> bool:
    """Whether a page may be given this day: any day up to today."""
    return date.min < day <= today
