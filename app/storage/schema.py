"""Which migrations there are, and running those a file does not have."""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import datetime
from types import ModuleType

import sqlite_utils

from app.storage import migrations
from app.storage.connection import told
from app.storage.errors import newer_schema

_NAME = re.compile(r"m(\d{4})_\w+")


def known() -> dict[int, str]:
    """Return every migration's name by its number, in order.

    Raises
    ------
    ImportError
        If two have one number, or one is missing in between.
    """
    found: dict[int, str] = {}
    for module in pkgutil.iter_modules(migrations.__path__):
        if match := _NAME.fullmatch(module.name):
            found.setdefault(int(match[1]), module.name)
    if sorted(found) != list(range(1, len(found) + 1)):
        raise ImportError(f"migrations are not numbered 1, 2, 3, ...: {sorted(found)}")
    return dict(sorted(found.items()))


def version(database: sqlite_utils.Database) -> int:
    """Return the number of the last migration in a file; 0 for an empty one."""
    with told():
        (number,) = database.conn.execute("PRAGMA user_version").fetchone()
    return int(number)


def check_version(database: sqlite_utils.Database) -> bool:
    """Return whether migrations wait to be run.

    Raises
    ------
    NewerSchema
        If the file was written by a newer program.
    """
    has, last = version(database), len(known())
    if has > last:
        raise newer_schema()
    return has < last


def migrate(database: sqlite_utils.Database, *, now: datetime) -> None:
    """Run what is missing, in the transaction of the caller: all of it or nothing.

    Raises
    ------
    NewerSchema
        If the file was written by a newer program.
    """
    check_version(database)
    database.conn.execute(
        "CREATE TABLE IF NOT EXISTS migrations"
        "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL)"
    )
    for number, name in known().items():
        if number > version(database):
            _run(database, number, name, now)


def _run(database: sqlite_utils.Database, number: int, name: str, now: datetime) -> None:
    module: ModuleType = importlib.import_module(f"{migrations.__name__}.{name}")
    module.run(database)
    row = (number, name, now.isoformat())
    database.conn.execute("INSERT INTO migrations VALUES (?, ?, ?)", row)
    database.conn.execute(f"PRAGMA user_version = {number:d}")
