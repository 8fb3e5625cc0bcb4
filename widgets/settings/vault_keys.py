"""The vault as the keeper of the open library's keys."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from app.services.futures import after, done

if TYPE_CHECKING:
    from app.services.library import Vault
    from app.services.recovery import Recovery


class VaultKeys:
    """What the settings may do with the keys of one profile."""

    def __init__(self, vault: Vault, recovery: Recovery, profile: str) -> None:
        self._vault, self._recovery, self._profile = vault, recovery, profile

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens the library."""
        return self._vault.needs_passphrase(self._profile)

    @property
    def has_pin(self) -> bool:
        """Whether a PIN stands before it."""
        return self._vault.has_pin(self._profile)

    @property
    def backups(self) -> int:
        """Return how many backups there are."""
        return len(self._recovery.backups(self._profile))

    def change_passphrase(self, old: str, new: str, *, with_backups: bool) -> Future[int]:
        """Choose another passphrase, for the backups too or not.

        The future has how many backups open with it now; ``old`` is "" where there was none.
        """
        changed = self._vault.change_passphrase(self._profile, old or None, new)
        if not with_backups:
            return after(changed, lambda _: done(0))
        return after(changed, lambda _: self._recovery.share_passphrase(self._profile))

    def new_recovery_key(self, passphrase: str) -> Future[str]:
        """Make another recovery key, to show once; ``passphrase`` is "" where there is none."""
        return self._vault.new_recovery_key(self._profile, passphrase or None)

    def set_pin(self, pin: str) -> Future[None]:
        """Choose a PIN, or none with ""."""
        return self._vault.set_pin(self._profile, pin or None)
