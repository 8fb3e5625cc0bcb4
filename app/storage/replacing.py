"""Putting another file in a closed library's place; what was there is kept aside."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from app.storage.aside import move_aside
from app.storage.disk import cannot_write, sync_file, write_whole
from app.storage.store import record_path


def replace_library(library: Path, source: Path, *, now: datetime) -> Path:
    """Put a copy of another library and its record in the place of one that is closed.

    Returns
    -------
    Path
        The folder where the files that were there are kept.

    Raises
    ------
    CannotWrite
        If there is no room.
    """
    fresh = library.with_name(library.name + ".new")
    try:
        shutil.copyfile(source, fresh)
        fresh.chmod(0o600)
        sync_file(fresh)
        kept = move_aside(library, now=now)
        fresh.replace(library)
        for rest in ("-wal", "-shm"):
            library.with_name(library.name + rest).unlink(missing_ok=True)
        write_whole(record_path(library), record_path(source).read_bytes())
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise cannot_write(error) from error
    return kept
