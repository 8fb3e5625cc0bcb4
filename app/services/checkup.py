"""Looks whether the libraries of this account are whole, without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.services.backups import Backups
from app.services.checking import look_through
from app.services.library import LibraryService, Vault
from app.services.places import home, libraries
from app.services.runs import Step, without_steps
from app.storage.audit import AuditRow
from app.storage.backups import Backup
from app.storage.findings import Finding
from app.storage.system_keyring import SystemKeyring

CLOSE_S = 30.0


class Checkup:
    """Checks one library after the other.

    Parameters
    ----------
    vault : Vault
        Where they are.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def profiles(self) -> tuple[str, ...]:
        """Return the uids of all profiles."""
        return self._vault.profiles()

    def check(
        self,
        profile: str,
        *,
        passphrase: Callable[[], str],
        deep: bool,
        step: Step = without_steps,
    ) -> list[Finding]:
        """Return what is not as it should be in a profile's library.

        Parameters
        ----------
        passphrase : Callable[[], str]
            Asked only where one is needed.
        step : callable
            Called with how much was looked at, and how much there is.

        Raises
        ------
        PersonError
            If it cannot be opened; with the sentence for the person.
        """
        with self.opened(profile, passphrase=passphrase) as service:
            return look_through(service, step, deep=deep)

    def back_up(
        self, profile: str, *, passphrase: Callable[[], str], step: Step = without_steps
    ) -> Backup | None:
        """Make a backup of a profile's library now; None where nothing changed since the last.

        Raises
        ------
        PersonError
            As `check`.
        """
        with self.opened(profile, passphrase=passphrase) as service:
            backups = Backups(service, service.path)
            backups.progressed.connect(step)
            try:
                return backups.make(is_due_only=False).result()
            finally:
                backups.close()

    def audit(
        self, profile: str, *, passphrase: Callable[[], str]
    ) -> tuple[list[AuditRow], list[Finding]]:
        """Return a profile's log of changes, oldest first, and what is wrong with it.

        Raises
        ------
        PersonError
            As `check`.
        """
        with self.opened(profile, passphrase=passphrase) as service:
            return service.submit(
                lambda library: (list(library.audit.rows()), library.check_audit())
            ).result()

    @contextmanager
    def opened(self, profile: str, *, passphrase: Callable[[], str]) -> Iterator[LibraryService]:
        """Give a profile's library, open; raises as `check`."""
        service = self._opened(profile, passphrase)
        try:
            yield service
        finally:
            service.close(CLOSE_S)

    def _opened(self, profile: str, passphrase: Callable[[], str]) -> LibraryService:
        if self._vault.needs_passphrase(profile):
            return self._vault.open_with_passphrase(profile, passphrase()).result()
        return self._vault.open_without_passphrase(profile).result()


@contextmanager
def open_vault(chosen_home: Path | None) -> Iterator[Checkup]:
    """Give a check-up of the libraries below a home folder; its worker ends with the block."""
    vault = Vault(libraries(home(chosen_home)), keyring=SystemKeyring())
    try:
        yield Checkup(vault)
    finally:
        vault.close()
