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

    The library must be closed. What it could not be read from is counted.

    Parameters
    ----------
    key : bytes or bytearray
        The data key of the key file.
    progress : Progress
        What it raises stops the work, and everything is as it was.
    past_stopping : callable
        Called before anything is put in place; ``progress`` must not raise afterwards.

    Returns
    -------
    tuple of Path and Salvaged
        The folder where the files that were there are kept, and what was found.

    Raises
    ------
    Missing
        If there is no file.
    LibraryError
        If nothing of it can be read; nothing was changed then.
    CannotWrite
        If there is no room.
    """
    if not library.exists():
        raise missing()
    aside = library.parent / SALVAGING
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(mode=0o700)
        found = _filled(aside / library.name, library, key, now, progress)
        if not found.taken:
            raise LibraryError(
                "Nothing in this file can be read any more. It was not changed and stays where it "
                "is. Please look for a copy of it, on a stick perhaps."
            )
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
