"""What a check of a library found, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlcipher3 import dbapi2

from app.model.words import Sentence
from app.storage import schema
from app.storage.audit import AuditLog, AuditRow
from app.storage.connection import PAGE_BYTES
from app.storage.journal_rows import PICTURES
from app.storage.mesh_rows import CHUNKS, MESHES
from app.storage.progress import Progress
from app.storage.record import Acknowledged
from app.storage.rows import Marker, RowKind, marks_hold
from app.storage.sealing import Secret
from app.storage.seals import Pages, broken_seals
from app.storage.work_rows import TILES
from app.storage.writing import ALL_KINDS

# how long a row takes beside others
_WEIGHTS = {TILES.table: 8, PICTURES.table: 200, MESHES.table: 200, CHUNKS.table: 8}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; ``code`` is for programs, the sentence for people."""

    code: str
    sentence: Sentence

    def __str__(self) -> str:
        return str(self.sentence)


def _finding(code: str, message: str, **fields: object) -> Finding:
    return Finding(code, Sentence(message, fields))


def doubts(
    path: Path, database: sqlite_utils.Database, log: AuditLog, stands: Acknowledged | None
) -> list[Finding]:
    """Compare a library with the record beside it; quick enough for every opening.

    Parameters
    ----------
    stands : Acknowledged or None
        What the record says, read before the library: somebody may be writing meanwhile.
    """
    if stands is None:
        return [
            _finding(
                "record",
                "The small record beside the library can't be read, so it can't be shown that "
                "everything saved is here.",
            )
        ]
    last = log.last()
    found = list(_against(stands, last, log, database))
    if last is not None and not log.follows(last):
        found.append(_broken_chain(last.seq))
    return found + _against_length(path, stands, last, database)


def _against(
    stands: Acknowledged, last: AuditRow | None, log: AuditLog, database: sqlite_utils.Database
) -> Iterator[Finding]:
    (uid,) = database.conn.execute("SELECT value FROM library WHERE name = 'uid'").fetchone()
    if uid != stands.library_uid:
        yield _finding(
            "record of another", "The record beside the library belongs to another library."
        )
        return
    has = last.seq if last else 0
    if has < stands.count:
        yield _finding(
            "missing",
            "{count} saved changes are not in this file. It may be an older copy, or a part "
            "of it (the file that ends in -wal) was left behind.",
            count=stands.count - has,
        )
        return
    row = log.at(stands.count)
    if row is None or row.mark.hex() != stands.head or row.edit_uid != stands.edit_uid:
        yield _finding("another history", "This file's history is not the one that was saved last.")
        return
    for seq in range(stands.count + 1, has + 1):
        following = log.at(seq)
        if following is None or not log.follows(following):
            yield _broken_chain(seq)
            return


def _against_length(
    path: Path, stands: Acknowledged, last: AuditRow | None, database: sqlite_utils.Database
) -> list[Finding]:
    (pages,) = database.conn.execute("PRAGMA page_count").fetchone()
    is_cut = not has_wal(path) and path.stat().st_size != pages * PAGE_BYTES
    is_newest = last is not None and last.seq == stands.count
    if is_cut or (is_newest and pages * PAGE_BYTES != stands.length):
        return [_finding("length", "The library file is not as long as it was saved.")]
    return []


def lost_keys() -> Finding:
    """Return the finding for a backup that only the library's own key file opens."""
    return _finding(
        "keys",
        "The key file inside this backup can't be read. Your library's own key file opens it.",
    )


def has_wal(path: Path) -> bool:
    """Whether a part of a library lies in its WAL."""
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _broken_chain(seq: int) -> Finding:
    return _finding("chain", "The log of changes was altered at line {line}.", line=seq)


def structure(
    path: Path,
    database: sqlite_utils.Database,
    key: Secret,
    *,
    pages: Pages | None = None,
    progress: Progress | None = None,
) -> list[Finding]:
    """Check every page's seal, SQLite's own structure, and references between rows.

    Where there is a WAL, pages of the file itself may be half written (a power cut, or somebody
    at work): their good version is in the WAL, so only what is read through it is checked.

    Parameters
    ----------
    key : bytes or bytearray
        The file's.
    pages : Pages, optional
        Needed where the library is open to write: its handle outlives this.
    """
    sealed, walked = (progress or Progress()).split(2, 3)
    count = 0 if has_wal(path) else _broken(path, key, pages, sealed)
    if count:
        # SQLite's own check would only stumble over them
        return [_finding("pages", "{count} pages of the library file are damaged.", count=count)]
    return walk(database, walked)


def walk(database: sqlite_utils.Database, progress: Progress) -> list[Finding]:
    """Check SQLite's own structure and references between rows (``quick_check``)."""
    walked, referred = progress.split(6, 1)
    found: list[Finding] = []
    run = database.conn.execute
    try:
        (count,) = run("PRAGMA page_count").fetchone()
        with walked.during(database, 10 * count):
            problems = [text for (text,) in run("PRAGMA quick_check(20)") if text != "ok"]
        with referred.during(database, 2 * count):
            orphans = run("PRAGMA foreign_key_check").fetchall()
    except dbapi2.DatabaseError:
        return [_finding("structure", "The library's structure is damaged.")]
    if problems:
        found.append(_finding("structure", "The library's structure is damaged."))
    if orphans:
        found.append(
            _finding(
                "references",
                "{count} rows belong to something that is not there.",
                count=len(orphans),
            )
        )
    return found


def _broken(path: Path, key: Secret, pages: Pages | None, progress: Progress) -> int:
    own = pages or Pages(path)
    try:
        return broken_seals(own, key, progress)
    finally:
        if pages is None:
            own.close()


def chain(log: AuditLog, progress: Progress | None = None) -> list[Finding]:
    """Check that every line of the log follows from the one before it."""
    broken = log.first_break(progress or Progress())
    return [] if broken is None else [_broken_chain(broken)]


def contents(
    database: sqlite_utils.Database,
    log: AuditLog,
    key: bytes,
    *,
    deep: bool,
    progress: Progress | None = None,
) -> list[Finding]:
    """Check the chain and the rows' marks; deep: every mark anew, every row readable.

    Rows of an older schema are summed, but not read: this version knows them only once they
    are brought up to date.
    """
    chained, read = (progress or Progress()).split(1, 20)
    found = chain(log, chained)
    marker = Marker(key)
    deep = deep and not schema.check_version(database)
    kinds = [(kind, *_counted(database, kind)) for kind in _kinds_in(database)]
    parts = read.split(*(weight for _, _, weight in kinds))
    for (kind, count, _), part in zip(kinds, parts, strict=True):
        wrong = _wrong_rows(database, kind, marker, deep=deep, progress=part, count=count)
        if wrong:
            found.append(
                _finding(
                    "rows",
                    "{count} rows of {table} are not as they were written.",
                    count=wrong,
                    table=kind.table,
                )
            )
    last = log.last()
    if marker.total != (last.rows_sum if last else 0):
        found.append(
            _finding("sum", "Some rows are missing, or are older than what was saved last.")
        )
    return found + _search(database)


def _counted(database: sqlite_utils.Database, kind: RowKind[Any]) -> tuple[int, int]:
    (count,) = database.conn.execute(f"SELECT count(*) FROM {kind.table}").fetchone()  # noqa: S608
    return count, 1 + count * _WEIGHTS.get(kind.table, 1)


def _wrong_rows(
    database: sqlite_utils.Database,
    kind: RowKind[Any],
    marker: Marker,
    *,
    deep: bool,
    progress: Progress,
    count: int,
) -> int:
    if deep:
        marked, unpacked = progress.split(1, 2)
        wrong = marks_hold(database, kind, marker, progress=marked, count=count)
        return max(len(wrong), _unreadable(database, kind, unpacked, count))
    rows = database.conn.execute(f"SELECT digest FROM {kind.table}")  # noqa: S608
    for (digest,) in progress.over(rows, count):
        marker.add(digest)
    return 0


def _kinds_in(database: sqlite_utils.Database) -> list[RowKind[Any]]:
    # an older file has no table for what came later; a table that was lost shows in the sum
    tables = set(database.table_names())
    return [kind for kind in ALL_KINDS if kind.table in tables]


def _unreadable(
    database: sqlite_utils.Database, kind: RowKind[Any], progress: Progress, count: int
) -> int:
    columns = ", ".join(kind.columns)
    unreadable = 0
    rows = database.conn.execute(f"SELECT {columns} FROM {kind.table}")  # noqa: S608
    for row in progress.over(rows, count):
        try:
            kind.decode(row)
        except (ValueError, TypeError, KeyError, IndexError):
            unreadable += 1
    return unreadable


def _search(database: sqlite_utils.Database) -> list[Finding]:
    (entries,) = database.conn.execute("SELECT count(*) FROM entries").fetchone()
    (indexed,) = database.conn.execute("SELECT count(*) FROM entry_words_docsize").fetchone()
    if entries != indexed:
        return [_finding("search", "The search index does not fit the pages. It can be made anew.")]
    return []
