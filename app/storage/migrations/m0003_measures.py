"""Measures as they were answered, and a person's own help page."""

from __future__ import annotations

import sqlite_utils

_MARKS = "edit_uid TEXT NOT NULL, digest BLOB NOT NULL"

_STATEMENTS = (
    f"""CREATE TABLE administrations(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, measure_uid TEXT NOT NULL, at TEXT NOT NULL,
  answers BLOB NOT NULL, shown_order BLOB NOT NULL, session_uid TEXT NOT NULL,
  shown_to TEXT NOT NULL, at_us INTEGER NOT NULL, {_MARKS})""",
    "CREATE INDEX administrations_by_time ON administrations(at_us)",
    f"""CREATE TABLE help_pages(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, changed_at TEXT NOT NULL,
  what_helps BLOB NOT NULL, who_to_call BLOB NOT NULL, where_to_go BLOB NOT NULL, {_MARKS})""",
)


def run(database: sqlite_utils.Database) -> None:
    """Make the tables."""
    for statement in _STATEMENTS:
        database.conn.execute(statement)
