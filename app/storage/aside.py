"""Keeping files as they are, before anything else is tried with them."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from app.storage.disk import cannot_write, sync_folder

FOLDER = "kept-aside"
_KEPT_SUFFIXES = (".library", ".library-wal", ".record", ".keys")


def keep_aside(path: Path, *, now: datetime) -> Path:
    """Copy a library with its WAL, record and keys into a new folder beside it.

    Returns
    -------
    Path
        The folder; it is named by the time, and an earlier one is never written over.

    Raises
    ------
    CannotWrite
        If there is no room for it.
    """
    name = now.strftime("%Y-%m-%d %H-%M-%S")
    number = 0
    try:
        while True:
            folder = path.parent / FOLDER / (f"{name} {number}" if number else name)
            try:
                folder.mkdir(parents=True, mode=0o700)
                break
            except FileExistsError:
                number += 1
        for suffix in _KEPT_SUFFIXES:
            source = path.with_suffix(suffix)
            if source.exists():
                shutil.copy2(source, folder / source.name)
        sync_folder(folder)
    except OSError as error:
        raise cannot_write(error) from error
    return folder
