"""Opening SQLCipher: one key, and every setting that safety rests on said out loud."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlite_utils
from sqlcipher3 import dbapi2

from app.storage.disk import cannot_write
from app.storage.errors import LibraryError, damaged, missing
from app.storage.sealing import KEY_BYTES, Secret

PAGE_BYTES = 4096
_DAMAGE = ("malformed", "not a database", "disk image", "hmac", "corrupt")

Value = str | bytes | int | float | None
Row = tuple[Value, ...]


def connect(path: Path, key: Secret, *, mode: str) -> sqlite_utils.Database:
    """Open a file with its raw 64-digit key.

    Parameters
    ----------
    mode : str
        ``"rwc"`` to create, ``"rw"`` to write, ``"ro"`` to read, ``"immutable"`` to read where
        not even a lock can be written.

    Raises
    ------
    Missing, Damaged, CannotWrite
        With the sentence for the person.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a library's key has 32 bytes")
    query = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    with told():
        if mode != "rwc" and not path.exists():
            raise missing()
        if mode != "rwc" and path.stat().st_size == 0:
            raise damaged()
        connection = dbapi2.connect(
            f"file:{quote(str(path))}?{query}",
            uri=True,
            isolation_level=None,
            check_same_thread=True,
            timeout=5.0,
        )
    database = sqlite_utils.Database(connection, execute_plugins=False)
    try:
        with told():
            _set_up(database, key, is_writing=mode in ("rwc", "rw"))
    except BaseException:
        connection.close()
        raise
    return database


def _set_up(database: sqlite_utils.Database, key: Secret, *, is_writing: bool) -> None:
    run = database.conn.execute
    run("PRAGMA cipher_log_level = NONE")
    run(f"PRAGMA key = \"x'{bytes(key).hex()}'\"")
    run(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
    run("PRAGMA temp_store = MEMORY")
    run("PRAGMA mmap_size = 0")
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA trusted_schema = OFF")
    run("SELECT count(*) FROM sqlite_schema").fetchone()
    if is_writing:
        run("PRAGMA journal_mode = WAL").fetchone()
        run("PRAGMA synchronous = FULL")
        run("PRAGMA secure_delete = ON").fetchone()
    else:
        run("PRAGMA query_only = ON")


@contextmanager
def told() -> Iterator[None]:
    """Turn what the disk and the database say into errors with a sentence.

    Raises
    ------
    Damaged, CannotWrite
        As the error below says.
    """
    try:
        yield
    except LibraryError:
        raise
    except dbapi2.IntegrityError:
        # a broken rule is a bug of ours, and is not to be told as a full disk
        raise
    except (dbapi2.Error, OSError) as error:
        if isinstance(error, dbapi2.Error) and _is_damage(error):
            raise damaged() from error
        raise cannot_write(error) from error


def _is_damage(error: dbapi2.Error) -> bool:
    text = str(error).lower()
    return any(word in text for word in _DAMAGE)


@contextmanager
def transaction(database: sqlite_utils.Database) -> Iterator[None]:
    """All of the block is written, or none of it.

    Raises
    ------
    Damaged, CannotWrite
        As `told`.
    """
    connection = database.conn
    with told():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
