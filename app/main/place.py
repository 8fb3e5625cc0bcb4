"""Where a person was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person was, so that unlocking leads back there."""

    profile: str = ""
    page: str = "today"
    work_uid: str = ""
    entry_uid: str = ""


NEW: Final = Place(page="new")
