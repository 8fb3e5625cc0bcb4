"""A client's two files: what is theirs alone, and what they share with a clinician.

One schema, two data keys. The shared key is sealed for the clinician's passphrase and, under a
key that comes from the private one, for the client; the private key is sealed for the client
only, so a clinician's sign-in opens nothing private.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.storage.aside import PRIVATE, SHARED
from app.storage.keys import OWNER, KeyFile
from app.storage.library import Library
from app.storage.sealing import Argon, Secret, subkey, wipe


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


def new_shared_key(
    folder: Path,
    private_key: Secret,
    *,
    clinician_passphrase: str,
    argon: Argon | None = None,
) -> bytearray:
    """Write the shared file's keys beside the private one's; return its data key (wipe it).

    Raises
    ------
    FileExistsError
        If anything of a shared library is there already, be it without its keys.
    """
    if any(folder.glob(f"{SHARED}.*")):
        raise FileExistsError(folder / SHARED)
    path = folder / f"{SHARED}.keys"
    file, key, _ = KeyFile.create(path, passphrase=clinician_passphrase, argon=argon)
    file.add_secret_slot(key, OWNER, _own_secret(private_key))
    return key


def shared_key(folder: Path, private_key: Secret) -> bytearray | None:
    """Return the shared file's data key for the client (wipe it); None where nothing is shared.

    Raises
    ------
    WrongPassphrase, KeysDamaged, NewerSchema
        As `KeyFile.read` and `KeyFile.unlock_secret`.
    """
    if not has_shared(folder):
        return None
    file = KeyFile.read(folder / f"{SHARED}.keys")
    return file.unlock_secret(OWNER, _own_secret(private_key))


def has_shared(folder: Path) -> bool:
    """Whether a client shares anything with a clinician."""
    return any((folder / f"{SHARED}.keys{end}").is_file() for end in ("", ".prev"))


def create_shared(
    folder: Path,
    private_key: Secret,
    *,
    clinician_passphrase: str,
    argon: Argon | None = None,
) -> Library:
    """Make the shared file beside a private one; raises as `new_shared_key`."""
    key = new_shared_key(
        folder, private_key, clinician_passphrase=clinician_passphrase, argon=argon
    )
    try:
        return Library.create(folder / f"{SHARED}.library", key)
    finally:
        wipe(key)


def open_pair(folder: Path, private_key: Secret) -> Pair:
    """Open a client's files with the private key; raises as `Library.open`."""
    private = Library.open(folder / f"{PRIVATE}.library", private_key)
    try:
        key = shared_key(folder, private_key)
        if key is None:
            return Pair(private)
        return Pair(private, Library.open(folder / f"{SHARED}.library", key))
    except BaseException:
        private.close()
        raise


def open_shared(folder: Path, clinician_passphrase: str) -> Library:
    """Open only what is shared, as the clinician; raises as `Library.open`."""
    file = KeyFile.read(folder / f"{SHARED}.keys")
    key = file.unlock_passphrase(clinician_passphrase)
    return Library.open(folder / f"{SHARED}.library", key)


def _own_secret(private_key: Secret) -> bytes:
    return subkey(private_key, "shared library")
