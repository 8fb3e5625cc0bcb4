"""What the lock screen asks of whoever keeps the keys."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol


class Way(StrEnum):
    """How a profile is opened."""

    PASSPHRASE = auto()
    PIN = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody who uses this computer, without a name; ``way`` is how their library opens."""

    uid: str
    way: Way


class Door(Protocol):
    """Opens libraries.

    Each future carries what was opened, or fails with a `PersonError` whose sentence is shown; an
    error with ``wait_s`` asks the person to pause for so many seconds.
    """

    def profiles(self) -> Sequence[Profile]:
        """Return everybody who has a library here, in a stable order."""

    def unlock(self, uid: str, secret: str) -> Future[object]:
        """Open with a passphrase or a PIN; ``""`` where there is neither."""

    def recover(self, uid: str, recovery_key: str) -> Future[object]:
        """Open with the recovery key."""
