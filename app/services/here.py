"""The zone of this computer, with its summers and winters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo


class Here(tzinfo):
    """Asks the computer what its offset was at a time; a zone's fixed offset now knows only now."""

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """Return the offset of a local time."""
        return None if at is None else _aware(at.replace(tzinfo=None)).utcoffset()

    def dst(self, _at: datetime | None) -> timedelta | None:
        """Return nothing: how much of the offset is summer is never asked."""
        return None

    def tzname(self, at: datetime | None) -> str | None:
        """Return the zone's name at a local time."""
        return None if at is None else _aware(at.replace(tzinfo=None)).tzname()

    def fromutc(self, at: datetime) -> datetime:
        """Return the local time of an instant."""
        local = _aware(at.replace(tzinfo=UTC))
        return local.replace(tzinfo=self)


def _aware(at: datetime) -> datetime:
    try:
        return at.astimezone()
    except (OverflowError, ValueError, OSError):
        # the computer's clock knows no such year
        return at.replace(tzinfo=UTC)
