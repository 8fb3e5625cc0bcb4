"""The audit log: who, what kind of thing, when; no content. Append-only, hash-chained.

Each row's mark is HMAC-SHA256, with a key of its own, over the mark before it and the row, and
each row holds the sum of all rows' digests after its edit. The last mark and the number of rows
stand in the record beside the library, so that a cut tail shows.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlite_utils

from app.storage.codec import from_microseconds, microseconds
from app.storage.progress import Progress

START = bytes(32)
SUM_BYTES = 16


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What happened: ``action`` is a label that can be translated, ``kinds`` are table names."""

    seq: int
    at: datetime
    actor: str
    action: str
    kinds: tuple[str, ...]
    edit_uid: str
    rows_sum: int
    mark: bytes


class AuditLog:
    """Appends to the chain and reads it."""

    def __init__(self, database: sqlite_utils.Database, key: bytes) -> None:
        self._run = database.conn.execute
        self._key = key

    def last(self) -> AuditRow | None:
        """Return the newest row."""
        return next(self._read("ORDER BY seq DESC LIMIT 1"), None)

    def at(self, seq: int) -> AuditRow | None:
        """Return the row with this number."""
        return next(self._read("WHERE seq = ?", seq), None)

    def rows(self) -> Iterator[AuditRow]:
        """Return every row, oldest first."""
        return self._read("ORDER BY seq")

    def append(
        self,
        before: AuditRow | None,
        *,
        at: datetime,
        actor: str,
        action: str,
        kinds: Iterable[str],
        edit_uid: str,
        rows_sum: int,
    ) -> AuditRow:
        """Add a row after ``before``, inside the transaction that is open."""
        row = AuditRow(
            seq=before.seq + 1 if before else 1,
            at=at,
            actor=actor,
            action=action,
            kinds=tuple(sorted(kinds)),
            edit_uid=edit_uid,
            rows_sum=rows_sum,
            mark=b"",
        )
        mark = self.mark(before.mark if before else START, row)
        self._run(
            "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.seq,
                microseconds(at),
                actor,
                action,
                " ".join(row.kinds),
                edit_uid,
                rows_sum.to_bytes(SUM_BYTES),
                mark,
            ),
        )
        return AuditRow(row.seq, at, actor, action, row.kinds, edit_uid, rows_sum, mark)

    def mark(self, before: bytes, row: AuditRow) -> bytes:
        """Return the mark of a row that follows one with the mark ``before``."""
        parts = (
            str(row.seq),
            str(microseconds(row.at)),
            row.actor,
            row.action,
            " ".join(row.kinds),
            row.edit_uid,
            f"{row.rows_sum:032x}",
        )
        text = "".join(f"{len(part)}:{part}" for part in parts)
        return hmac.new(self._key, before + text.encode(), hashlib.sha256).digest()

    def first_break(self, progress: Progress) -> int | None:
        """Return the number of the first row that does not follow from the one before it."""
        before, expected = START, 1
        last = self.last()
        for row in progress.over(self.rows(), last.seq if last else 0):
            is_next = row.seq == expected
            if not is_next or not hmac.compare_digest(row.mark, self.mark(before, row)):
                return expected
            before, expected = row.mark, expected + 1
        return None

    def follows(self, row: AuditRow) -> bool:
        """Whether a row follows from the one before it."""
        before = self.at(row.seq - 1)
        if before is None and row.seq != 1:
            return False
        return hmac.compare_digest(row.mark, self.mark(before.mark if before else START, row))

    def _read(self, tail: str, *values: int) -> Iterator[AuditRow]:
        statement = (
            "SELECT seq, at_us, actor, action, kinds, edit_uid, rows_sum, mark FROM audit "  # noqa: S608
            + tail
        )
        for seq, at_us, actor, action, kinds, edit_uid, rows_sum, mark in self._run(
            statement, values
        ):
            yield AuditRow(
                seq,
                from_microseconds(at_us),
                actor,
                action,
                tuple(kinds.split()),
                edit_uid,
                int.from_bytes(rows_sum),
                mark,
            )
