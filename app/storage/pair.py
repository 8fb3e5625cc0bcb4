"""A client's two files: what is theirs alone, and what they share with a clinician.

One schema, two data keys. The shared key is sealed for the clinician's passphrase and, under a
key that comes from the private one, for the client; the private key is sealed for the client
only, so a clinician's sign-in opens nothing private.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.storage.keys import OWNER, KeyFile
from app.storage.library import Library
from app.storage.sealing import Argon, Secret, subkey, wipe

PRIVATE, SHARED = "private", "shared"


@dataclass(frozen=True, slots=True)
class Pair:
    """Both open libraries; a person alone has no shared one."""

    private: Library
    shared: Library | None = None

    def close(self) -> None:
        """Close both."""
        if self.shared is not None:
            self.shared.close()
        self.private.close()


def create_shared(
    folder: Path,
    private_key: Secret,
    *,
    clinician_passphrase: str,
    argon: Argon | None = None,
) -> Library:
    """Make the shared file beside a private one.

    Raises
    ------
    FileExistsError
        If there is one already.
    """
    file, key, _ = KeyFile.create(
        folder / f"{SHARED}.keys", passphrase=clinician_passphrase, argon=argon
    )
    file.add_secret_slot(key, OWNER, subkey(private_key, "shared library"))
    try:
        return Library.create(folder / f"{SHARED}.library", key)
    finally:
        wipe(key)


def open_pair(folder: Path, private_key: Secret) -> Pair:
    """Open a client's files with the private key; raises as `Library.open`."""
    private = Library.open(folder / f"{PRIVATE}.library", private_key)
    keys_path = folder / f"{SHARED}.keys"
    if not keys_path.exists():
        return Pair(private)
    try:
        own = subkey(private_key, "shared library")
        key = KeyFile.read(keys_path).unlock_secret(OWNER, own)
        return Pair(private, Library.open(folder / f"{SHARED}.library", key))
    except BaseException:
        private.close()
        raise


def open_shared(folder: Path, clinician_passphrase: str) -> Library:
    """Open only what is shared, as the clinician; raises as `Library.open`."""
    file = KeyFile.read(folder / f"{SHARED}.keys")
    key = file.unlock_passphrase(clinician_passphrase)
    return Library.open(folder / f"{SHARED}.library", key)
