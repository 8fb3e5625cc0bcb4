"""Keeping files as they are, before anything else is tried with them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
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
    return _keep(path, now, shutil.copy2)


def move_aside(path: Path, *, now: datetime) -> Path:
    """As `keep_aside`, for files that are replaced next and not written to: no copy is made."""
    return _keep(path, now, _linked)


def _linked(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # a file system without hard links
        shutil.copy2(source, target)


def _keep(path: Path, now: datetime, keep: Callable[[Path, Path], object]) -> Path:
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
                keep(source, folder / source.name)
        sync_folder(folder)
    except OSError as error:
        raise cannot_write(error) from error
    return folder
