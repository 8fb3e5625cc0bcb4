"""Writing a library's file anew without what was deleted, beside itself and then in its place.

SQLite's VACUUM in place holds the whole file in memory, for its temporary files would lie open on
the disk. ``VACUUM INTO`` writes an encrypted file page by page instead.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import sqlite_utils

from app.storage.connection import connect, told, transaction
from app.storage.disk import cannot_write, overwrite, sync_file, sync_folder
from app.storage.errors import damaged
from app.storage.findings import structure
from app.storage.progress import Progress
from app.storage.sealing import Secret


def forget_unfinished(path: Path) -> None:
    """Take away what a crash left half written, if the folder can be written to."""
    fresh, old = _beside(path), _old(path)
    # the last is what was to take the library's place (`replacing`)
    for name in (fresh.name, *_parts(fresh.name), path.name + ".new"):
        with contextlib.suppress(OSError):
            fresh.with_name(name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        # of the file that stands it is only a second name, and is not overwritten then
        overwrite(old)


def write_anew(
    path: Path,
    key: Secret,
    database: sqlite_utils.Database,
    note: Callable[[sqlite_utils.Database], None],
    progress: Progress,
) -> Path:
    """Write what an open library holds into a fresh file beside it, checked and synced.

    Parameters
    ----------
    database : sqlite_utils.Database
        The open library, all of it in the file itself and nothing in its WAL.
    note : callable
        Called in a transaction on the fresh file, to log where it comes from.

    Raises
    ------
    Damaged, CannotWrite
        The library is as it was, and nothing is left beside it.
    """
    forget_unfinished(path)
    fresh = _beside(path)
    written, checked = progress.split(2, 1)
    try:
        with told():
            os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            (pages,) = database.conn.execute("PRAGMA page_count").fetchone()
            with written.during(database, 5 * pages):
                database.conn.execute("VACUUM INTO ?", (str(fresh),))
        _finish(fresh, key, note, checked)
    except BaseException:
        forget_unfinished(path)
        raise
    return fresh


def _finish(
    fresh: Path,
    key: Secret,
    note: Callable[[sqlite_utils.Database], None],
    progress: Progress,
) -> None:
    copy = connect(fresh, key, mode="rw")
    try:
        with transaction(copy):
            note(copy)
        with told():
            copy.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if structure(fresh, copy, key, progress=progress):
                raise damaged()
    finally:
        copy.conn.close()
    sync_file(fresh)


def put_in_place(fresh: Path, path: Path) -> None:
    """Swap a closed library's file for the fresh one, and overwrite the old one's bytes.

    Raises
    ------
    CannotWrite
        The old file stands.
    """
    old = _old(path)
    try:
        # they belong to the old file: whoever still reads it keeps them
        for name in _parts(path.name):
            path.with_name(name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            # a second name, for a file that nobody has open: an open one is not replaced on Windows
            old.hardlink_to(path)
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        for one in (fresh, old):
            one.unlink(missing_ok=True)
        raise cannot_write(error) from error
    with contextlib.suppress(OSError):
        # the swap stands, and what was deleted is zeros already (secure_delete)
        overwrite(old)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".anew")


def _old(path: Path) -> Path:
    return path.with_name(path.name + ".old")


def _parts(name: str) -> tuple[str, str]:
    return name + "-wal", name + "-shm"
