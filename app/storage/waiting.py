"""What waits beside a private library, sealed to its owner: written without the power to read.

In a session a client may keep something to themselves while only the shared file is open; it is
sealed to the public key in ``private.keys`` and taken in at the client's own next unlock.
"""

from __future__ import annotations

from pathlib import Path

from app.model.entities import new_uid
from app.storage.aside import PRIVATE, WAITING
from app.storage.disk import overwrite, write_whole
from app.storage.errors import WrongPassphrase, damaged
from app.storage.keys import KeyFile
from app.storage.sealing import Secret, seal_to

_SUFFIX = ".sealed"
_DIGITS = 8


def leave_for_owner(folder: Path, content: bytes) -> Path:
    """Seal something to the owner of a private library and leave it beside that; no key is needed.

    Raises
    ------
    CannotWrite, Missing, KeysDamaged
        Nothing is left then.
    """
    public_key = KeyFile.read(folder / f"{PRIVATE}.keys").public_key
    place = folder / WAITING
    place.mkdir(mode=0o700, exist_ok=True)
    # by number, so that they are taken in as they were left
    last = max((int(path.name[:_DIGITS]) for path in waiting(folder)), default=0)
    path = place / f"{last + 1:0{_DIGITS}d}-{new_uid()}{_SUFFIX}"
    write_whole(path, seal_to(public_key, content))
    return path


def waiting(folder: Path) -> tuple[Path, ...]:
    """Return what waits, the oldest first."""
    return tuple(sorted((folder / WAITING).glob(f"{'[0-9]' * _DIGITS}-*{_SUFFIX}")))


def open_left(folder: Path, private_key: Secret, path: Path) -> bytes:
    """Return what was left, with the private library's data key.

    Raises
    ------
    Damaged
        If it is not what was sealed, or was sealed to somebody else.
    """
    keys = KeyFile.read(folder / f"{PRIVATE}.keys")
    try:
        return bytes(keys.open_sealed(private_key, path.read_bytes()))
    except (WrongPassphrase, ValueError) as error:
        raise damaged() from error


def take_away(path: Path) -> None:
    """Take away what was taken in; called once it is in the library."""
    overwrite(path)
