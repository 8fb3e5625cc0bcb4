"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.storage.errors import CannotWrite

# Windows would turn line feeds into two characters
BINARY = getattr(os, "O_BINARY", 0)
_CHUNK_BYTES = 1 << 20


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder survive a power cut; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make a file's bytes survive a power cut."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write aside, sync, swap: the old content stands until the new one does.

    Raises
    ------
    CannotWrite
        If the disk refuses; the old file is as it was.
    """
    aside = path.with_name(path.name + ".new")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise cannot_write(error) from error


def overwrite(path: Path) -> None:
    """Write zeros over a file that nobody has open, and take it away.

    What stands under another name too (a hard link) keeps its bytes.
    """
    with path.open("r+b") as file:
        status = os.fstat(file.fileno())
        left = status.st_size if status.st_nlink == 1 else 0
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def cannot_write(error: BaseException) -> CannotWrite:
    """Return the error, with its sentence, for a write the disk refused."""
    text = str(error).lower()
    if "full" in text or "no space" in text or "too large" in text:
        return CannotWrite(
            "The disk is full, so the last change is not saved yet. "
            "It is still here, and what was saved before is safe. Please make some room."
        )
    if "readonly" in text or "read-only" in text or "permission" in text:
        return CannotWrite(
            "The folder of your library may not be written to, so the last change is not saved "
            "yet. It is still here. Please allow writing to that folder."
        )
    return CannotWrite(
        "The last change could not be saved yet. It is still here, and what was saved before "
        "is safe. Please check that the drive is connected."
    )


def claim(path: Path) -> int | None:
    """Take a lock file for this process; None where another process holds it.

    Returns
    -------
    int or None
        A handle for `release`.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if _lock(handle):
        return handle
    os.close(handle)
    return None


def release(handle: int) -> None:
    """Give a lock file back."""
    os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
