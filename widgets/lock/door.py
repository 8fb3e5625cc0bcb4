"""What the lock screen asks of whoever keeps the keys, and the vault as such a door."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Protocol

from app.model.words import PersonError, Sentence
from app.services.futures import after, done
from app.storage.backups import Backup

if TYPE_CHECKING:
    from app.services.library import LibraryService, Vault
    from app.services.recovery import Recovery, Restored
    from app.services.runs import Steps


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


@dataclass(frozen=True, slots=True)
class Opened:
    """A library that was opened, and whose it is."""

    uid: str
    service: LibraryService


class Door(Protocol):
    """Opens libraries.

    Each future carries an `Opened`, or fails with a `PersonError` whose sentence is shown; an
    error with ``wait_s`` asks the person to pause for so many seconds.
    """

    @property
    def steps(self) -> Steps:
        """Return what says how far a search, a restore or a salvage is, and stops it."""

    def profiles(self) -> Sequence[Profile]:
        """Return everybody who has a library here, in a stable order."""

    def unlock(self, uid: str, secret: str, *, accept_doubt: bool = False) -> Future[Opened]:
        """Open with a passphrase or a PIN; ``""`` where there is neither."""

    def recover(self, uid: str, recovery_key: str, passphrase: str) -> Future[Opened]:
        """Choose a new passphrase with the recovery key, and open with it."""

    def newest_backup(self, uid: str, secret: str) -> Future[Backup]:
        """Look for the newest backup that is whole; may take a while."""

    def restore(self, uid: str, secret: str, backup: Backup) -> Future[Restored]:
        """Put a backup in place, take along what is newer, and open it."""

    def rebuild(self, uid: str, secret: str) -> Future[Restored]:
        """Make a fresh library of what can be read in a broken one, and open it."""

    def look_at(self, uid: str, secret: str) -> Future[Opened]:
        """Open the file as it is, to read."""


class VaultDoor:
    """The vault as a door.

    Parameters
    ----------
    recovery : Recovery
        What can be done with a library that does not open as it should.
    closing : Future, optional
        The end of what was open before; opening waits for it.
    """

    def __init__(
        self, vault: Vault, recovery: Recovery, *, closing: Future[None] | None = None
    ) -> None:
        self._vault, self._recovery = vault, recovery
        self._closing: Future[None] = done(None) if closing is None else closing

    @property
    def steps(self) -> Steps:
        """Return the recovery's."""
        return self._recovery.steps

    def profiles(self) -> Sequence[Profile]:
        """Return every profile of the vault."""
        return tuple(Profile(uid, self._way(uid)) for uid in self._vault.profiles())

    def unlock(self, uid: str, secret: str, *, accept_doubt: bool = False) -> Future[Opened]:
        """Open a profile its own way."""
        return after(self._closing, lambda _: self._unlock(uid, secret, accept_doubt=accept_doubt))

    def _unlock(self, uid: str, secret: str, *, accept_doubt: bool) -> Future[Opened]:
        vault, way = self._vault, self._way(uid)
        if way is Way.PASSPHRASE:
            opening = vault.open_with_passphrase(uid, secret, accept_doubt=accept_doubt)
            return after(opening, lambda service: done(Opened(uid, service)))

        def step_in(is_right: bool) -> Future[Opened]:
            if not is_right:
                raise PersonError(
                    Sentence("That was not the PIN. Nothing is lost. Please try it again.")
                )
            opening = vault.open_without_passphrase(uid, accept_doubt=accept_doubt)
            return after(opening, lambda service: done(Opened(uid, service)))

        asked = vault.check_pin(uid, secret) if way is Way.PIN else done(True)
        return after(asked, step_in)

    def recover(self, uid: str, recovery_key: str, passphrase: str) -> Future[Opened]:
        """Choose a new passphrase with the recovery key, and open with it."""
        changed = self._vault.forgotten_passphrase(uid, recovery_key, passphrase)
        return after(changed, lambda _: self.unlock(uid, passphrase))

    def newest_backup(self, uid: str, secret: str) -> Future[Backup]:
        """Look for the newest backup that is whole."""
        return self._recovery.newest(uid, self._passphrase(uid, secret))

    def restore(self, uid: str, secret: str, backup: Backup) -> Future[Restored]:
        """Put a backup in place, take along what is newer, and open it."""
        return self._recovery.restore(uid, self._passphrase(uid, secret), backup)

    def rebuild(self, uid: str, secret: str) -> Future[Restored]:
        """Make a fresh library of what can be read in a broken one, and open it."""
        return self._recovery.rebuild(uid, self._passphrase(uid, secret))

    def look_at(self, uid: str, secret: str) -> Future[Opened]:
        """Open the file as it is, to read."""
        looking = self._recovery.look_at_library(uid, self._passphrase(uid, secret))
        return after(looking, lambda service: done(Opened(uid, service)))

    def _passphrase(self, uid: str, secret: str) -> str | None:
        # the PIN was asked when the library was tried to open; it unseals nothing
        return secret if self._way(uid) is Way.PASSPHRASE else None

    def _way(self, uid: str) -> Way:
        try:
            if self._vault.needs_passphrase(uid):
                return Way.PASSPHRASE
            return Way.PIN if self._vault.has_pin(uid) else Way.OPEN
        except PersonError:
            # the same error comes again, with its sentence, when the profile is opened
            return Way.PASSPHRASE
