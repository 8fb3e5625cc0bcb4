"""A fresh library of all that can still be read in a broken one that has no backup."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.storage.aside import SALVAGING
from app.storage.disk import cannot_write
from app.storage.errors import LibraryError, missing
from app.storage.library import Library
from app.storage.progress import Progress
from app.storage.replacing import replace_library
from app.storage.salvage import Salvaged
from app.storage.sealing import Secret


def rebuild(
    library: Path,
    key: Secret,
    *,
    now: Callable[[], datetime],
    progress: Progress,
    past_stopping: Callable[[], None],
) -> tuple[Path, Salvaged]:
    """Read a broken library table by table into a fresh one, and put that in its place.

    The library must be closed; `progress` and `past_stopping` are as for `restore_backup`.

    Returns
    -------
    tuple of Path and Salvaged
        The folder where the files that were there are kept, and what was found.

    Raises
    ------
    Missing, LibraryError, CannotWrite
        There is no file, nothing of it can be read, or there is no room: nothing was changed.
    """
    if not library.exists():
        raise missing()
    aside = library.parent / SALVAGING
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(mode=0o700)
        found = _filled(aside / library.name, library, key, now, progress)
        if not found.taken:
            raise _unreadable()
        past_stopping()
        return replace_library(library, aside / library.name, now=now()), found
    except OSError as error:
        raise cannot_write(error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _filled(
    fresh: Path, broken: Path, key: Secret, now: Callable[[], datetime], progress: Progress
) -> Salvaged:
    library = Library.create(fresh, key, now=now)
    try:
        return library.salvage(broken, progress)
    finally:
        library.close()


def _unreadable() -> LibraryError:
    return LibraryError(
        "Nothing in this file can be read any more. It was not changed and stays where it is. "
        "Please look for a copy of it, on a stick perhaps."
    )
