"""The clock everything is given."""

from __future__ import annotations

from datetime import datetime


def local_now() -> datetime:
    """Return the time now, with the local zone."""
    return datetime.now().astimezone()
