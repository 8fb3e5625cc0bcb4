"""The vault as the keeper of the open library's keys."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.library import Vault


class VaultKeys:
    """What the settings may do with the keys of one profile."""

    def __init__(self, vault: Vault, profile: str) -> None:
        self._vault, self._profile = vault, profile

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens the library."""
        return self._vault.needs_passphrase(self._profile)

    @property
    def has_pin(self) -> bool:
        """Whether a PIN stands before it."""
        return self._vault.has_pin(self._profile)

    def change_passphrase(self, old: str, new: str) -> Future[None]:
        """Choose another passphrase; ``old`` is "" where there was none."""
        return self._vault.change_passphrase(self._profile, old or None, new)

    def set_pin(self, pin: str) -> Future[None]:
        """Choose a PIN, or none with ""."""
        return self._vault.set_pin(self._profile, pin or None)
