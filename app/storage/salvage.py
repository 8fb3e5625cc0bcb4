"""Taking out of a broken library what is newer than its backup, row by row.

A row is taken where it can be read, its mark holds, and the edit that wrote it is not known to
the library it goes into; what cannot be read is counted, and the broken file is not altered.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlcipher3 import dbapi2

from app.model.entities import new_uid
from app.storage.connection import Row, Value
from app.storage.errors import LibraryError
from app.storage.journal_rows import ENTRIES, ESTIMATES
from app.storage.rows import Marker, RowKind
from app.storage.store import Keys, Store, connect_to_read
from app.storage.work_rows import LAYERS, STROKES, THUMBNAILS, WORKS
from app.storage.writing import ALL_KINDS

_BEYOND = 5_000
# a row of the first kind stands only where its owner in the second does
_OWNERS: dict[str, tuple[str, RowKind[Any]]] = {
    LAYERS.table: ("work_uid", WORKS),
    STROKES.table: ("work_uid", WORKS),
    THUMBNAILS.table: ("work_uid", WORKS),
    ESTIMATES.table: ("entry_uid", ENTRIES),
}


@dataclass(slots=True)
class Salvaged:
    """How many rows were taken, could not be read, or have lost what they belong to."""

    taken: int = 0
    unreadable: int = 0
    without_owner: int = 0


def salvage(broken: Path, into: Store, keys: Keys) -> Salvaged:
    """Take what is newer out of a broken library into an open one, in one step.

    Raises
    ------
    CannotWrite
        If the disk refuses; nothing was taken then.
    """
    counts = Salvaged()
    try:
        source = connect_to_read(broken, keys.file)
    except LibraryError:
        # not even the first page can be read
        counts.unreadable = 1
        return counts
    try:
        with into.step("Salvage", new_uid()) as tables:
            for kind in ALL_KINDS:
                before = counts.taken
                _take(source, kind, into, keys, counts)
                if counts.taken > before:
                    tables.add(kind.table)
    finally:
        source.conn.close()
    return counts


def _take(
    source: sqlite_utils.Database, kind: RowKind[Any], into: Store, keys: Keys, counts: Salvaged
) -> None:
    marker = Marker(bytes(keys.rows))
    for found in _rows(source, kind, into, counts):
        edit_uid, digest, *row = found
        if not hmac.compare_digest(marker.digest(kind.table, row, str(edit_uid)), _bytes(digest)):
            counts.unreadable += 1
            continue
        if _is_known(into, kind, tuple(row), str(edit_uid), _bytes(digest)):
            continue
        if not _has_owner(into, kind, tuple(row)):
            counts.without_owner += 1
            continue
        into.rows.edit_uid = str(edit_uid)
        into.writer.put(kind, kind.decode(tuple(row)))
        counts.taken += 1


def _rows(
    source: sqlite_utils.Database, kind: RowKind[Any], into: Store, counts: Salvaged
) -> Iterator[Row]:
    statement = f"SELECT edit_uid, digest, {', '.join(kind.columns)} FROM {kind.table}"  # noqa: S608
    for number in range(1, _last(source, kind, into) + 1):
        try:
            row = source.conn.execute(f"{statement} WHERE id = ?", (number,)).fetchone()
        except dbapi2.DatabaseError:
            counts.unreadable += 1
            continue
        if row is not None:
            yield row


def _last(source: sqlite_utils.Database, kind: RowKind[Any], into: Store) -> int:
    find = f"SELECT max(id) FROM {kind.table}"  # noqa: S608
    try:
        (last,) = source.conn.execute(find).fetchone()
    except dbapi2.DatabaseError:
        (known,) = into.database.conn.execute(find).fetchone()
        return int(known or 0) + _BEYOND
    return int(last or 0)


def _is_known(into: Store, kind: RowKind[Any], row: Row, edit_uid: str, digest: bytes) -> bool:
    """Whether the row stands already, or its edit is one the library has since gone beyond."""
    where = " AND ".join(f"{column} = ?" for column in kind.key)
    find = f"SELECT digest FROM {kind.table} WHERE {where}"  # noqa: S608
    standing = into.database.conn.execute(find, kind.key_of(row)).fetchone()
    if standing is not None and hmac.compare_digest(_bytes(standing[0]), digest):
        return True
    known = into.database.conn.execute("SELECT 1 FROM audit WHERE edit_uid = ?", (edit_uid,))
    return known.fetchone() is not None


def _has_owner(into: Store, kind: RowKind[Any], row: Row) -> bool:
    if kind.table not in _OWNERS:
        return True
    column, owner = _OWNERS[kind.table]
    uid = row[kind.columns.index(column)]
    find = f"SELECT 1 FROM {owner.table} WHERE uid = ?"  # noqa: S608
    return into.database.conn.execute(find, (uid,)).fetchone() is not None


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""
