"""Taking out of a broken library what is newer than its backup, row by row.

A row is taken where it can be read, its mark holds, and the edit that wrote it is not known to
the library it goes into; what cannot be read is counted, and the broken file is not altered.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlcipher3 import dbapi2

from app.model.entities import new_uid
from app.storage.connection import Row, Value
from app.storage.errors import LibraryError
from app.storage.journal_rows import ENTRIES, ESTIMATES
from app.storage.mesh_rows import CHUNKS, MESHES, torn
from app.storage.progress import Progress
from app.storage.rows import Marker, RowKind
from app.storage.space_rows import CLAYS, PLACES, SPACE_KINDS
from app.storage.store import Keys, Store, connect_to_read
from app.storage.work_rows import LAYERS, STROKES, THUMBNAILS, WORKS
from app.storage.writing import ALL_KINDS

_BEYOND = 50_000
# a row of the first kind stands only where its owner in the second does
_OWNERS: dict[str, tuple[str, RowKind[Any]]] = {
    LAYERS.table: ("work_uid", WORKS),
    STROKES.table: ("work_uid", WORKS),
    THUMBNAILS.table: ("work_uid", WORKS),
    ESTIMATES.table: ("entry_uid", ENTRIES),
    # a place of the person's own belongs to no work
    **{kind.table: ("work_uid", WORKS) for kind in SPACE_KINDS.values() if kind is not PLACES},
    MESHES.table: ("work_uid", WORKS),
    CHUNKS.table: ("mesh_uid", MESHES),
}


@dataclass(slots=True)
class Salvaged:
    """How many rows were taken (of each table), could not be read, or lost what they belong to."""

    taken: int = 0
    unreadable: int = 0
    without_owner: int = 0
    tables: Counter[str] = field(default_factory=Counter)


def salvage(broken: Path, into: Store, keys: Keys, progress: Progress) -> Salvaged:
    """Take what is newer out of a broken library into an open one, in one step.

    Parameters
    ----------
    progress : Progress
        What it raises stops the work, and nothing was taken.

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
            kinds = _kinds_in(source)
            lasts = [_last(source, kind, into) for kind in kinds]
            parts = progress.split(*(1 + last for last, _ in lasts))
            for kind, (last, is_sure), part in zip(kinds, lasts, parts, strict=True):
                numbers = part.over(range(1, last + 1), last)
                _take(
                    _rows(source, kind, numbers, counts, is_sure=is_sure), kind, into, keys, counts
                )
            tables.update(counts.tables)
            # clay whose vertices could not all be read would keep its page from opening
            for uid in torn(into.database):
                into.rows.remove(CLAYS, uid)
                counts.without_owner += 1
    finally:
        source.conn.close()
    return counts


def _kinds_in(source: sqlite_utils.Database) -> list[RowKind[Any]]:
    try:
        tables = set(source.table_names())
    except dbapi2.DatabaseError:
        return list(ALL_KINDS)
    # an older file has no table for what came later
    return [kind for kind in ALL_KINDS if kind.table in tables]


def _take(
    rows: Iterable[Row], kind: RowKind[Any], into: Store, keys: Keys, counts: Salvaged
) -> None:
    marker = Marker(bytes(keys.rows))
    for found in rows:
        edit_uid, digest, *row = found
        expected = marker.digest(kind.table, kind.marked(row), str(edit_uid))
        if not hmac.compare_digest(expected, _bytes(digest)):
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
        counts.tables[kind.table] += 1


def _rows(
    source: sqlite_utils.Database,
    kind: RowKind[Any],
    numbers: Iterable[int],
    counts: Salvaged,
    *,
    is_sure: bool,
) -> Iterator[Row]:
    columns = kind.selected(source)
    statement = f"SELECT edit_uid, digest, {columns} FROM {kind.table}"  # noqa: S608
    refused = 0
    for number in numbers:
        try:
            row = source.conn.execute(f"{statement} WHERE id = ?", (number,)).fetchone()
        except dbapi2.DatabaseError:
            refused += 1
            continue
        if row is not None:
            counts.unreadable += refused
            refused = 0
            yield row
    # where nobody knows the last one, what no row follows may never have been
    counts.unreadable += refused if is_sure else min(refused, 1)


def _last(source: sqlite_utils.Database, kind: RowKind[Any], into: Store) -> tuple[int, bool]:
    """Return the number up to which to look, and whether there is a row of that number."""
    find = f"SELECT max(id) FROM {kind.table}"  # noqa: S608
    try:
        (last,) = source.conn.execute(find).fetchone()
    except dbapi2.DatabaseError:
        (known,) = into.database.conn.execute(find).fetchone()
        return int(known or 0) + _BEYOND, False
    return int(last or 0), True


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
    find = f"SELECT 1 FROM {owner.table} WHERE {owner.key[0]} = ?"  # noqa: S608
    return into.database.conn.execute(find, (uid,)).fetchone() is not None


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""
