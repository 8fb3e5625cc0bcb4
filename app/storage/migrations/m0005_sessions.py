"""Sessions, how far they came, and their logs."""

from __future__ import annotations

import sqlite_utils

_MARKS = "edit_uid TEXT NOT NULL, digest BLOB NOT NULL"

_STATEMENTS = (
    f"""CREATE TABLE sessions(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, client_uid TEXT NOT NULL,
  began_at TEXT NOT NULL, steps BLOB NOT NULL, at_step INTEGER NOT NULL, ended_at TEXT,
  plan_uid TEXT NOT NULL, plan_step INTEGER NOT NULL, aim BLOB NOT NULL,
  began_us INTEGER NOT NULL, {_MARKS})""",
    "CREATE INDEX sessions_of_client ON sessions(client_uid, began_us)",
    f"""CREATE TABLE session_events(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, session_uid TEXT NOT NULL, at TEXT NOT NULL,
  kind TEXT NOT NULL, subject_uid TEXT NOT NULL, value REAL, word BLOB NOT NULL,
  at_us INTEGER NOT NULL, {_MARKS})""",
    "CREATE INDEX events_of_session ON session_events(session_uid, at_us)",
)


def run(database: sqlite_utils.Database) -> None:
    """Make the tables."""
    for statement in _STATEMENTS:
        database.conn.execute(statement)
