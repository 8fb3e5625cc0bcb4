"""Backups: whole, encrypted copies beside the library, made only of a library that is whole.

Each is a folder named by its time (UTC) with the library, its record and its key file, and opens
like any library.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlite_utils

from app.storage.aside import belongs
from app.storage.audit import AuditLog
from app.storage.connection import PAGE_BYTES, connect, told
from app.storage.disk import cannot_write, sync_file, sync_folder, write_whole
from app.storage.errors import LibraryError, damaged
from app.storage.examining import examine
from app.storage.findings import Finding, contents, doubts, lost_keys, walk
from app.storage.keys import KeyFile
from app.storage.progress import Progress, nothing_more
from app.storage.record import Acknowledged, Record
from app.storage.replacing import replace_library
from app.storage.store import Keys, connect_to_read, record_path

FOLDER = "backups"
_NAME = "%Y-%m-%dT%H-%M-%SZ"
_UNFINISHED = ".unfinished"
EVERY = timedelta(hours=4)
_PAGES = 1024
NEWEST, DAYS, WEEKS, MONTHS = 2, 7, 4, 12


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: where its library is, when it was made, how large it is in bytes."""

    path: Path
    at: datetime
    size: int


def backups_of(library: Path) -> tuple[Backup, ...]:
    """Return a library's backups, newest first."""
    folder = library.parent / FOLDER
    if not folder.is_dir():
        return ()
    found = (_read(place / library.name) for place in folder.iterdir())
    return tuple(sorted((one for one in found if one), key=lambda one: one.at, reverse=True))


def _read(path: Path) -> Backup | None:
    try:
        at = datetime.strptime(path.parent.name, _NAME).replace(tzinfo=UTC)
        return Backup(path, at, path.stat().st_size)
    except (ValueError, OSError):
        return None


def make_backup(
    library: Path,
    keys: Keys,
    *,
    now: datetime,
    every: timedelta = EVERY,
    progress: Progress | None = None,
) -> Backup | None:
    """Check the library, copy one moment of it, check the copy, and thin out old ones.

    Parameters
    ----------
    every : timedelta
        Nothing is done within this time of the last backup, or where nothing changed since.
    progress : Progress, optional
        Where it raises, nothing is kept of this backup.

    Returns
    -------
    Backup or None
        None where there was nothing to do.

    Raises
    ------
    Damaged, CannotWrite
        The library is not whole, or there is no room: earlier backups stay, no half-made one.
    """
    before = backups_of(library)
    if before and timedelta(0) <= now - before[0].at < every:
        return None
    stands, _ = Record(record_path(library), bytes(keys.record)).read()
    with _one_moment(library, keys) as source:
        if before and _holds(before[0], keys, source):
            return None
        looked, copied = (progress or Progress()).split(2, 5)
        if not _is_whole(library, source, keys, stands, looked):
            raise damaged()
        made = _copy(library, source, keys, now, copied)
    thin_backups(library, now=now)
    return made


@contextmanager
def _one_moment(library: Path, keys: Keys) -> Iterator[sqlite_utils.Database]:
    source = connect_to_read(library, keys.file)
    try:
        with told():
            source.conn.execute("BEGIN")
            yield source
    finally:
        source.conn.close()


def _is_whole(
    library: Path,
    database: sqlite_utils.Database,
    keys: Keys,
    stands: Acknowledged | None,
    progress: Progress,
) -> bool:
    shaped, filled = progress.split(3, 2)
    # a page whose seal is broken can't be copied, and the copy's seals are looked at one by one
    if walk(database, shaped):
        return False
    log = AuditLog(database, bytes(keys.audit))
    found = doubts(library, database, log, stands)
    return not found and not contents(database, log, bytes(keys.rows), deep=False, progress=filled)


def _holds(backup: Backup, keys: Keys, database: sqlite_utils.Database) -> bool:
    last = AuditLog(database, bytes(keys.audit)).last()
    stands, _ = Record(record_path(backup.path), bytes(keys.record)).read()
    return stands is not None and last is not None and stands.head == last.mark.hex()


def _copy(
    library: Path, source: sqlite_utils.Database, keys: Keys, now: datetime, progress: Progress
) -> Backup:
    folder = library.parent / FOLDER / now.astimezone(UTC).strftime(_NAME)
    while folder.exists() or folder.with_name(folder.name + _UNFINISHED).exists():
        # two within one second, or one of the library beside this one
        now += timedelta(seconds=1)
        folder = folder.with_name(now.astimezone(UTC).strftime(_NAME))
    aside = folder.with_name(folder.name + _UNFINISHED)
    shutil.rmtree(aside, ignore_errors=True)
    filled, checked = progress.split(1, 1)
    try:
        aside.mkdir(parents=True, mode=0o700)
        path = aside / library.name
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _fill(path, source, keys, filled)
        write_whole(path.with_suffix(".keys"), library.with_suffix(".keys").read_bytes())
        if examine(path, keys, progress=checked):
            raise damaged()
        aside.rename(folder)
        sync_folder(folder.parent)
    except BaseException as error:
        shutil.rmtree(aside, ignore_errors=True)
        if isinstance(error, OSError):
            raise cannot_write(error) from error
        raise
    return Backup(folder / library.name, now, (folder / library.name).stat().st_size)


def _fill(path: Path, source: sqlite_utils.Database, keys: Keys, progress: Progress) -> None:
    def say(_status: int, remaining: int, total: int) -> None:
        progress.at(total - remaining, total)

    target = connect(path, keys.file, mode="rwc")
    try:
        with told():
            # the transaction that is open holds one moment of the source for all the steps
            source.conn.backup(target.conn, pages=_PAGES, progress=say)
            target.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            last = AuditLog(target, bytes(keys.audit)).last()
            (uid,) = target.conn.execute("SELECT value FROM library").fetchone()
            (pages,) = target.conn.execute("PRAGMA page_count").fetchone()
    finally:
        target.conn.close()
    sync_file(path)
    if last is None:
        raise damaged()
    state = Acknowledged(uid, last.edit_uid, last.seq, last.mark.hex(), int(pages) * PAGE_BYTES)
    Record(record_path(path), bytes(keys.record)).start(state)


def check_backup(path: Path, keys: Keys, *, progress: Progress | None = None) -> list[Finding]:
    """Read a backup through to every row, and its key file too; it is not altered.

    Raises
    ------
    Damaged, Missing
        Where it does not even open.
    """
    found = examine(path, keys, deep=True, progress=progress)
    try:
        KeyFile.read(path.with_suffix(".keys"))
    except LibraryError:
        found.append(lost_keys())
    return found


def keepers(times: Iterable[datetime], *, now: datetime) -> set[datetime]:
    """Return which backups stay.

    The newest two; the last of each of the last 7 days, 4 weeks (ISO) and 12 months that have
    one. A clock that was wrong (a time to come) is kept.
    """
    newest = sorted(times, reverse=True)
    kept = set(newest[:NEWEST]) | {at for at in newest if at > now}
    for form, count in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        last_of: dict[str, datetime] = {}
        for at in newest:
            last_of.setdefault(at.strftime(form), at)
        kept |= set(list(last_of.values())[:count])
    return kept


def thin_backups(library: Path, *, now: datetime) -> None:
    """Take away the backups that need not stay, and what a crash left half made."""
    folder = library.parent / FOLDER
    for place in folder.glob(f"*{_UNFINISHED}"):
        if belongs(place, library):
            shutil.rmtree(place, ignore_errors=True)
    found = backups_of(library)
    kept = keepers((one.at for one in found), now=now)
    for one in found:
        if one.at not in kept:
            shutil.rmtree(one.path.parent, ignore_errors=True)


def restore_backup(
    backup: Backup,
    library: Path,
    keys: Keys,
    *,
    now: datetime,
    progress: Progress | None = None,
    past_stopping: Callable[[], None] = nothing_more,
) -> Path:
    """Put a backup in the library's place; the library must be closed.

    Parameters
    ----------
    progress : Progress, optional
        What it raises stops the work, and everything is as it was.
    past_stopping : callable
        Called before anything is put in place; ``progress`` must not raise afterwards.

    Returns
    -------
    Path
        The folder where the files that were there are kept.

    Raises
    ------
    Damaged
        If the backup is not whole; nothing is altered then.
    CannotWrite
        If there is no room.
    """
    if examine(backup.path, keys, progress=progress):
        raise damaged()
    past_stopping()
    kept = replace_library(library, backup.path, now=now)
    try:
        _restore_keys(backup.path.with_suffix(".keys"), library.with_suffix(".keys"))
    except OSError as error:
        raise cannot_write(error) from error
    return kept


def _restore_keys(source: Path, target: Path) -> None:
    # the keys that stand open this library too, and with the newest passphrase
    try:
        if KeyFile.read(target).library_uid == KeyFile.read(source).library_uid:
            return
    except LibraryError:
        pass
    for copy in (target, target.with_name(target.name + ".prev")):
        write_whole(copy, source.read_bytes())


def share_keys(library: Path) -> int:
    """Let the passphrase of now open all backups too, and no earlier one; return how many."""
    content = library.with_suffix(".keys").read_bytes()
    found = backups_of(library)
    for backup in found:
        write_whole(backup.path.with_suffix(".keys"), content)
    return len(found)
