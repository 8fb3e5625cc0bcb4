"""Looking whether a library is whole, on a connection that only reads."""

from __future__ import annotations

from pathlib import Path

from app.storage.audit import AuditLog
from app.storage.connection import told
from app.storage.findings import Finding, contents, doubts, structure
from app.storage.progress import Progress
from app.storage.record import Record
from app.storage.seals import Pages
from app.storage.store import Keys, connect_to_read, record_path


def examine(
    path: Path,
    keys: Keys,
    *,
    deep: bool = False,
    pages: Pages | None = None,
    progress: Progress | None = None,
) -> list[Finding]:
    """Return what is wrong with one moment of a library or a backup; it is not altered.

    Parameters
    ----------
    deep : bool
        Every row's own mark anew, and every tile and stroke unpacked.
    pages : Pages, optional
        The file's, where this program has it open to write (`Library.pages`).
    progress : Progress, optional
        What it raises stops the look.

    Raises
    ------
    Damaged, Missing
        Where it does not even open.
    """
    shaped, filled = (progress or Progress()).split(5, 12 if deep else 2)
    stands, _ = Record(record_path(path), bytes(keys.record)).read()
    database = connect_to_read(path, keys.file)
    try:
        with told():
            database.conn.execute("BEGIN")
            found = structure(path, database, keys.file, pages=pages, progress=shaped)
            if any(one.code in ("pages", "structure") for one in found):
                return found
            log = AuditLog(database, bytes(keys.audit))
            found += doubts(path, database, log, stands)
            rows = bytes(keys.rows)
            return found + contents(database, log, rows, deep=deep, progress=filled)
    finally:
        database.conn.close()
