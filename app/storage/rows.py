"""A kind of row: how an entity lies in its table, is written, read and marked."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlite_utils

from app.storage.connection import Row, Value
from app.storage.errors import damaged
from app.storage.progress import Progress

E = TypeVar("E")
MODULUS = 1 << 128


@dataclass(frozen=True, slots=True)
class RowKind(Generic[E]):
    """One entity's table.

    ``columns`` hold the entity, ``sorted_by`` what is derived from it for indexes. ``key``
    names the columns that say which row it is. The last ``added`` columns came with a later
    schema: an older file has none of them, and where they are empty a row's mark is what it was.
    """

    table: str
    columns: tuple[str, ...]
    encode: Callable[[E], Row]
    decode: Callable[[Row], E]
    sorted_by: tuple[str, ...] = ()
    derive: Callable[[E], Row] = lambda _: ()
    key: tuple[str, ...] = ("uid",)
    added: int = 0

    def marked(self, row: Sequence[Value]) -> Sequence[Value]:
        """Return the part of an encoded row that its mark is made of."""
        end = len(row)
        while end > len(self.columns) - self.added and row[end - 1] is None:
            end -= 1
        return row[:end]

    def selected(self, database: sqlite_utils.Database) -> str:
        """Return the columns to ask a file for; nothing for what an older one does not have."""
        if not self.added:
            return ", ".join(self.columns)
        found = database.conn.execute(f"PRAGMA table_info({self.table})").fetchall()
        has = {row[1] for row in found}
        return ", ".join(name if name in has else "NULL" for name in self.columns)

    def key_of(self, row: Row) -> Row:
        """Return the key of an encoded row; the key's columns come first."""
        return row[: len(self.key)]


class Marker:
    """Marks rows with a keyed digest each, and keeps the sum of all of them.

    The sum stands in the audit chain: a row that was lost, or went back to what it was, shows.
    """

    def __init__(self, key: bytes, total: int = 0) -> None:
        self._key = key
        self.total = total

    def digest(self, table: str, row: Sequence[Value], edit_uid: str) -> bytes:
        """Return a row's mark, 16 bytes."""
        mark = hashlib.blake2b(key=self._key, digest_size=16)
        for value in (table, edit_uid, *row):
            content = _plain(value)
            mark.update(len(content).to_bytes(8, "little"))
            mark.update(content)
        return mark.digest()

    def add(self, digest: bytes) -> None:
        """Count a row in."""
        self.total = (self.total + int.from_bytes(digest)) % MODULUS

    def take(self, digest: bytes) -> None:
        """Count a row out."""
        self.total = (self.total - int.from_bytes(digest)) % MODULUS


def _plain(value: Value) -> bytes:
    if value is None:
        return b"n"
    if isinstance(value, bytes):
        return b"b" + value
    if isinstance(value, float):
        # SQLite keeps 1.0 in a REAL column as 1 and gives 1.0 back
        return b"f" + float(value + 0.0).hex().encode()
    return (b"t" if isinstance(value, str) else b"i") + str(value).encode()


class RowWriter:
    """Writes and removes rows, marking each with the edit that wrote it."""

    def __init__(self, database: sqlite_utils.Database, marker: Marker) -> None:
        self._run = database.conn.execute
        self._marker = marker
        self.edit_uid = ""

    def put(self, kind: RowKind[E], entity: E) -> None:
        """Add a row, or replace the one with its key."""
        row = kind.encode(entity)
        self._forget(kind, kind.key_of(row))
        digest = self._marker.digest(kind.table, kind.marked(row), self.edit_uid)
        columns = (*kind.columns, *kind.sorted_by, "edit_uid", "digest")
        values = (*row, *kind.derive(entity), self.edit_uid, digest)
        changed = ", ".join(f"{name} = excluded.{name}" for name in columns)
        self._run(
            f"INSERT INTO {kind.table}({', '.join(columns)}) "  # noqa: S608  # our own names
            f"VALUES ({', '.join('?' * len(columns))}) "
            f"ON CONFLICT({', '.join(kind.key)}) DO UPDATE SET {changed}",
            values,
        )
        self._marker.add(digest)

    def remove(self, kind: RowKind[Any], *key: Value) -> None:
        """Take a row away, if it is there."""
        if self._forget(kind, key):
            self._run(f"DELETE FROM {kind.table} WHERE {_where(kind.key)}", key)  # noqa: S608

    def remove_all(self, kind: RowKind[Any], column: str, value: Value) -> int:
        """Take away every row with this value; return how many."""
        where = f"FROM {kind.table} WHERE {column} = ?"
        digests = self._run(f"SELECT digest {where}", (value,)).fetchall()
        for (digest,) in digests:
            self._marker.take(digest)
        self._run(f"DELETE {where}", (value,))
        return len(digests)

    def _forget(self, kind: RowKind[Any], key: Row) -> bool:
        found = self._run(
            f"SELECT digest FROM {kind.table} WHERE {_where(kind.key)}",  # noqa: S608
            key,
        ).fetchone()
        if found:
            self._marker.take(found[0])
        return found is not None


def read(
    database: sqlite_utils.Database,
    kind: RowKind[E],
    tail: str = "",
    values: Sequence[Value] = (),
) -> Iterator[E]:
    """Return entities; ``tail`` is WHERE and ORDER BY.

    Raises
    ------
    Damaged
        If a row does not hold what its kind does.
    """
    statement = f"SELECT {kind.selected(database)} FROM {kind.table} {tail}"  # noqa: S608
    for row in database.conn.execute(statement, tuple(values)):
        try:
            yield kind.decode(row)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise damaged() from error


def marks_hold(
    database: sqlite_utils.Database,
    kind: RowKind[E],
    marker: Marker,
    *,
    progress: Progress,
    count: int,
) -> list[int]:
    """Read every row of a table into ``marker``; return the ids whose mark is wrong.

    Parameters
    ----------
    count : int
        About how many rows there are.
    """
    wrong: list[int] = []
    columns = kind.selected(database)
    statement = f"SELECT id, edit_uid, digest, {columns} FROM {kind.table}"  # noqa: S608
    rows = database.conn.execute(statement)
    for number, edit_uid, digest, *row in progress.over(rows, count):
        expected = marker.digest(kind.table, kind.marked(row), edit_uid)
        marker.add(expected)
        if not hmac.compare_digest(expected, digest):
            wrong.append(number)
    return wrong


def _where(columns: Sequence[str]) -> str:
    return " AND ".join(f"{column} = ?" for column in columns)
