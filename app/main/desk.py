"""What the Library's room for backups may ask of the program."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from psygnal import SignalInstance

from app.services.futures import after, done
from widgets.later import when_done

if TYPE_CHECKING:
    from app.main import Studio
    from app.main.session import Session
    from app.services.library import LibraryService
    from app.services.recovery import Restored
    from app.services.runs import Steps
    from app.storage.aside import Kept
    from app.storage.backups import Backup
    from app.storage.findings import Finding


class BackupDesk:
    """The backups of the open library, and the program that can step over to one of them."""

    def __init__(self, studio: Studio, session: Session) -> None:
        self._studio, self._session = studio, session

    @property
    def folder(self) -> Path:
        """Return where the backups lie."""
        from app.storage.backups import FOLDER

        return self._session.library.path.parent / FOLDER

    @property
    def kept_folder(self) -> Path:
        """Return where files are kept aside."""
        from app.storage.aside import FOLDER

        return self._session.library.path.parent / FOLDER

    @property
    def needs_passphrase(self) -> bool:
        """Whether the passphrase is asked before a backup is put back."""
        return self._studio.vault.needs_passphrase(self._session.profile)

    @property
    def progressed(self) -> SignalInstance:
        """Return what tells how far the one under way is."""
        return self._session.backups.progressed

    def all(self) -> tuple[Backup, ...]:
        """Return the backups, newest first."""
        return self._session.backups.all()

    def kept(self) -> tuple[Kept, ...]:
        """Return what was kept aside, newest first."""
        return self._session.backups.kept()

    def erase_kept(self, kept: Kept, steps: Steps) -> None:
        """Overwrite it and take it away; not on the main thread."""
        self._session.backups.erase_kept(kept, steps)

    def make(self) -> Future[Backup | None]:
        """Make one now; None where nothing changed since the last, or where it was stopped."""
        return self._session.backups.make(is_due_only=False)

    def check(self, backup: Backup) -> Future[list[Finding] | None]:
        """Read one through; None where it was stopped."""
        return self._session.backups.check(backup)

    def stop(self) -> None:
        """Stop what is under way."""
        self._session.backups.stop()

    def look_into(self, backup: Backup) -> Future[None]:
        """Open one to read, in this window."""

        def opened(service: LibraryService) -> None:
            self._studio.visit(service, backup.at)

        looked = self._session.backups.look_into(backup)
        when_done(self._session, looked, opened, lambda _: None)
        return after(looked, lambda _: done(None))

    def restore(self, backup: Backup, passphrase: str, *, takes_newer: bool) -> Future[None]:
        """Close the library, put this one in its place, and open it.

        The future fails where the passphrase is wrong; everything is as it was then.
        """
        profile, secret = self._session.profile, passphrase or None
        recovery = self._studio.recovery

        def go() -> Future[Restored]:
            return recovery.restore(profile, secret, backup, takes_newer=takes_newer)

        return self._confirmed(secret, go)

    def rebuild(self, passphrase: str) -> Future[None]:
        """Close the library, make a fresh one of what can be read in it, and open that."""
        profile, secret = self._session.profile, passphrase or None
        recovery = self._studio.recovery
        return self._confirmed(secret, lambda: recovery.rebuild(profile, secret))

    def _confirmed(self, secret: str | None, go: Callable[[], Future[Restored]]) -> Future[None]:
        confirmed = self._studio.recovery.confirm(self._session.profile, secret)
        when_done(self._session, confirmed, lambda _: self._studio.put_back(go), lambda _: None)
        return confirmed
