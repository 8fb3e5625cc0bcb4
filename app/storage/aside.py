"""Keeping files as they are, before anything else is tried with them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.storage.disk import cannot_write, overwrite, sync_folder
from app.storage.progress import Progress

FOLDER = "kept-aside"
# what a salvage is written into; a crash may leave it
SALVAGING = "being-salvaged"
# what was sealed to the owner of a private library, for their own next unlock (`waiting`)
WAITING = "waiting"
PRIVATE, SHARED = "private", "shared"
_NAME, _NAME_CHARACTERS = "%Y-%m-%d %H-%M-%S", 19
_KEPT_SUFFIXES = (".library", ".library-wal", ".record", ".keys")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept aside: its folder, since when, and how large it is in bytes."""

    folder: Path
    at: datetime
    size: int


def belongs(place: Path, library: Path) -> bool:
    """Whether a folder holds a copy of this library, and not of the one that lies beside it."""
    return place.is_dir() and any(place.glob(f"{library.stem}.*"))


def kept_beside(library: Path) -> tuple[Kept, ...]:
    """Return what was kept aside of a library, newest first."""
    folder = library.parent / FOLDER
    if not folder.is_dir():
        return ()
    found = (_read(place) for place in folder.iterdir() if belongs(place, library))
    return tuple(sorted((one for one in found if one), key=lambda one: one.at, reverse=True))


def _read(folder: Path) -> Kept | None:
    try:
        # of two within a second the later one has a number behind its name
        at = datetime.strptime(folder.name[:_NAME_CHARACTERS], _NAME).replace(tzinfo=UTC)
        return Kept(folder, at, sum(path.stat().st_size for path in folder.iterdir()))
    except (ValueError, OSError):
        return None


def erase_kept(kept: Kept, progress: Progress) -> None:
    """Overwrite what was kept aside, and take it away; what is gone stays gone if this ends early.

    Raises
    ------
    CannotWrite
        If the disk refuses.
    """
    try:
        files = [path for path in kept.folder.iterdir() if path.is_file()]
        for path in progress.over(files, len(files)):
            overwrite(path)
        shutil.rmtree(kept.folder)
        sync_folder(kept.folder.parent)
    except OSError as error:
        raise cannot_write(error) from error


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
    name = now.astimezone(UTC).strftime(_NAME)
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
