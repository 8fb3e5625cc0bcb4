"""The operating system's keyring, where there is one."""

from __future__ import annotations

from typing import Protocol

SERVICE = "Innerscape"


class Keyring(Protocol):
    """A place that keeps a secret for this person's account."""

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""

    def put(self, name: str, secret: str) -> bool:
        """Keep a secret; return whether it was kept."""


class SystemKeyring:
    """The account's own keyring (Secret Service, Keychain, Credential Locker)."""

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""
        import keyring  # it looks for a session bus while being imported
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, name)
        except KeyringError:
            return None

    def put(self, name: str, secret: str) -> bool:
        """Keep a secret, read it back, and return whether that worked."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, secret)
        except KeyringError:
            return False
        return self.get(name) == secret
