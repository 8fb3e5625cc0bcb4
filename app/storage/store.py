"""A library's file, its record and its log, written in step.

A step is one transaction with its line in the log; then the record; then it is acknowledged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils

from app.model.entities import new_uid
from app.storage import schema
from app.storage.anew import forget_unfinished, put_in_place, write_anew
from app.storage.aside import keep_aside
from app.storage.audit import AuditLog, AuditRow
from app.storage.connection import PAGE_BYTES, connect, told, transaction
from app.storage.disk import sync_folder
from app.storage.errors import CannotWrite, InDoubt, damaged, missing, read_only
from app.storage.findings import Finding, doubts, has_wal
from app.storage.progress import Progress
from app.storage.record import Acknowledged, Record
from app.storage.rows import Marker, RowWriter
from app.storage.sealing import Secret, subkey, wipe
from app.storage.seals import Pages
from app.storage.writing import ChangeWriter

PERSON = "person"


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def record_path(path: Path) -> Path:
    """Return where the record of a library lies."""
    return path.with_suffix(".record")


@dataclass(frozen=True, slots=True)
class Keys:
    """One key a purpose, all from the data key."""

    file: bytearray
    record: bytearray
    audit: bytearray
    rows: bytearray

    @classmethod
    def of(cls, key: Secret) -> Keys:
        """Return the keys of a data key."""
        purposes = ("library file", "record", "audit log", "rows")
        return cls(*(bytearray(subkey(key, purpose)) for purpose in purposes))

    def copy(self) -> Keys:
        """Return keys that outlive the wiping of these."""
        return Keys(*(bytearray(key) for key in (self.file, self.record, self.audit, self.rows)))

    def wipe(self) -> None:
        """Overwrite them, best effort."""
        for key in (self.file, self.record, self.audit, self.rows):
            wipe(key)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who writes, and what the time is."""

    now: Callable[[], datetime] = utc_now
    actor: str = PERSON


def in_doubt(found: list[Finding]) -> InDoubt:
    """Return the error for a library that is not what was saved last."""
    return InDoubt(
        "Your library opens, but something is in doubt. {finding} Nothing was changed. "
        "You can open a backup, look at this file without changing it, or go on with it.",
        finding=found[0].sentence,
    )


class Store:
    """An open file that can be written in steps, or only read."""

    database: sqlite_utils.Database
    log: AuditLog
    last: AuditRow | None
    uid: str
    marker: Marker
    rows: RowWriter
    writer: ChangeWriter

    def __init__(
        self, path: Path, keys: Keys, database: sqlite_utils.Database, around: Circumstances
    ) -> None:
        self.path = path
        self.keys = keys
        self.around = around
        self.record = Record(record_path(path), bytes(keys.record))
        self.is_read_only = False
        self._is_suspect = False
        self._pages: Pages | None = None
        self._use(database)

    @classmethod
    def create(cls, path: Path, key: Secret, around: Circumstances) -> Store:
        """Make a new file; none is ever overwritten."""
        if path.exists() or record_path(path).exists():
            raise FileExistsError(path)
        keys = Keys.of(key)
        with told():
            # SQLite makes files that others on the computer may read
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        database = connect(path, keys.file, mode="rwc")
        try:
            with transaction(database):
                schema.migrate(database, now=around.now())
                database.conn.execute("INSERT INTO library VALUES ('uid', ?)", (new_uid(),))
            store = cls(path, keys, database, around)
            store.restart_record("Create library")
            # the file alone then says what it is, should its WAL be left behind
            store.empty_wal()
            sync_folder(path.parent)
        except BaseException:
            database.conn.close()
            raise
        return store

    @classmethod
    def open_to_read(cls, path: Path, key: Secret | Keys, around: Circumstances) -> Store:
        """Open without writing anything."""
        keys = key if isinstance(key, Keys) else Keys.of(key)
        database = connect_to_read(path, keys.file)
        try:
            schema.check_version(database)
            store = cls(path, keys, database, around)
        except BaseException:
            database.conn.close()
            raise
        store.is_read_only = True
        return store

    @classmethod
    def open_to_write(
        cls,
        path: Path,
        key: Secret | Keys,
        around: Circumstances,
        *,
        accept_doubt: bool,
        before_migration: Callable[[Path], None] | None,
    ) -> Store:
        """Open after a look that altered nothing; see `Library.open`."""
        keys = key if isinstance(key, Keys) else Keys.of(key)
        found, must_migrate = _looked_at(path, keys)
        if found and not accept_doubt:
            raise in_doubt(found)
        if found:
            keep_aside(path, now=around.now())
        elif must_migrate and before_migration:
            before_migration(path)
        forget_unfinished(path)
        database = connect(path, keys.file, mode="rw")
        try:
            if must_migrate:
                _migrate(database, keys, around)
            store = cls(path, keys, database, around)
            if found:
                store.restart_record("Go on with a library in doubt")
            elif store._is_ahead():
                store.acknowledge()
        except BaseException:
            database.conn.close()
            raise
        return store

    def close(self) -> None:
        """Close the file and wipe the keys."""
        self.record.close()
        self._let_go()
        self.keys.wipe()

    def pages(self) -> Pages:
        """Return the file's pages, to look at; their handle is closed after the library's."""
        if self._pages is None:
            with told():
                self._pages = Pages(self.path)
        return self._pages

    def _let_go(self) -> None:
        self.database.conn.close()
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    @contextmanager
    def step(self, action: str, edit_uid: str) -> Iterator[set[str]]:
        """Write one step; the block fills in the names of the tables it touched.

        Raises
        ------
        CannotWrite, Damaged, ReadOnly, Missing, InDoubt
            Nothing of the step is in the library then.
        """
        before = self.marker.total
        self.rows.edit_uid = edit_uid
        tables: set[str] = set()
        try:
            with transaction(self.database):
                yield tables
                row = self._logged(action, tables, edit_uid)
        except BaseException as error:
            self.marker.total = before
            self._is_suspect = isinstance(error, CannotWrite)
            raise
        self.last = row
        self.acknowledge()

    def require_place(self) -> None:
        """See that writes go into the file at this path, not into one that was taken away.

        Raises
        ------
        ReadOnly, Missing, Damaged, InDoubt, CannotWrite
            Where they would not.
        """
        if self.is_read_only:
            raise read_only()
        if not self._is_suspect and _identity(self.path) == self._identity:
            return
        if _identity(self.path) is None:
            raise missing()
        found, _ = _looked_at(self.path, self.keys)
        if found:
            raise in_doubt(found)
        database = connect(self.path, self.keys.file, mode="rw")
        self.record.close()
        self._let_go()
        self._use(database)

    def acknowledge(self) -> None:
        """Write the record: from here on the last step must never be missing.

        Raises
        ------
        CannotWrite
            If the disk refuses; the step is in the file, and can be acknowledged later.
        """
        if self.last is not None:
            try:
                self.record.write(self._acknowledged(self.last))
            except CannotWrite:
                self._is_suspect = True
                raise

    def empty_wal(self) -> bool:
        """Bring everything into the file itself; return whether nobody's reading hindered it."""
        with told():
            (is_busy, *_) = self.database.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    def shrink(self, progress: Progress) -> None:
        """Write the whole file anew without what was deleted, and empty its WAL.

        Raises
        ------
        CannotWrite, Damaged
            The file stands as it was, with all its steps.
        """
        if self.empty_wal():
            key = self.keys.file
            self._swap(write_anew(self.path, key, self.database, self._note_anew, progress))
        else:
            # somebody reads the file that would be swapped: it is done in place, in memory
            with transaction(self.database):
                self._note_anew(self.database)
            with told():
                self.last = self.log.last()
                self.database.conn.execute("VACUUM")
            self.empty_wal()
        self.acknowledge()

    def _swap(self, fresh: Path) -> None:
        self._let_go()
        try:
            put_in_place(fresh, self.path)
        finally:
            self._use(connect(self.path, self.keys.file, mode="rw"))

    def _note_anew(self, database: sqlite_utils.Database) -> None:
        _log_line(database, self.keys, self.around, "Write the library anew")

    def restart_record(self, action: str) -> None:
        """Log that a new count begins, and write a new record."""
        with transaction(self.database):
            self.last = self._logged(action, set(), new_uid())
        self.record.start(self._acknowledged(self.last))

    def _use(self, database: sqlite_utils.Database) -> None:
        self.database = database
        self.log = AuditLog(database, bytes(self.keys.audit))
        with told():
            self.last = self.log.last()
            row = database.conn.execute("SELECT value FROM library WHERE name = 'uid'").fetchone()
        self.uid = str(row[0])
        self.marker = Marker(bytes(self.keys.rows), self.last.rows_sum if self.last else 0)
        self.rows = RowWriter(database, self.marker)
        self.writer = ChangeWriter(database, self.rows)
        self._identity = _identity(self.path)
        self._is_suspect = False

    def _logged(self, action: str, tables: set[str], edit_uid: str) -> AuditRow:
        return self.log.append(
            self.last,
            at=self.around.now(),
            actor=self.around.actor,
            action=action,
            kinds=tables,
            edit_uid=edit_uid,
            rows_sum=self.marker.total,
        )

    def _acknowledged(self, row: AuditRow) -> Acknowledged:
        with told():
            (pages,) = self.database.conn.execute("PRAGMA page_count").fetchone()
        return Acknowledged(
            self.uid, row.edit_uid, row.seq, row.mark.hex(), int(pages) * PAGE_BYTES
        )

    def _is_ahead(self) -> bool:
        stands, _ = self.record.read()
        return stands is None or self.last is None or stands.count != self.last.seq


def connect_to_read(path: Path, key: Secret) -> sqlite_utils.Database:
    """Open a file to read, where not even a lock can be written too.

    Raises
    ------
    Missing, Damaged, CannotWrite
        With the sentence for the person.
    """
    try:
        return connect(path, key, mode="ro")
    except CannotWrite:
        if has_wal(path):
            raise
        return connect(path, key, mode="immutable")


def _migrate(database: sqlite_utils.Database, keys: Keys, around: Circumstances) -> None:
    with transaction(database):
        schema.migrate(database, now=around.now())
        _log_line(database, keys, around, "Bring the library up to date")


def _log_line(
    database: sqlite_utils.Database, keys: Keys, around: Circumstances, action: str
) -> None:
    # the file is then ahead of the record: a crash before that is written leaves nothing in doubt
    log = AuditLog(database, bytes(keys.audit))
    last = log.last()
    log.append(
        last,
        at=around.now(),
        actor=around.actor,
        action=action,
        kinds=(),
        edit_uid=new_uid(),
        rows_sum=last.rows_sum if last else 0,
    )


def _looked_at(path: Path, keys: Keys) -> tuple[list[Finding], bool]:
    """Return what is in doubt and whether migrations wait, altering nothing."""
    stands, _ = Record(record_path(path), bytes(keys.record)).read()
    probe = connect_to_read(path, keys.file)
    try:
        with told():
            must_migrate = schema.check_version(probe)
            if schema.version(probe) == 0:
                raise damaged()
            log = AuditLog(probe, bytes(keys.audit))
            return doubts(path, probe, log, stands), must_migrate
    finally:
        probe.conn.close()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
