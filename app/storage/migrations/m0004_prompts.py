"""Whether a prompt did fit, prompts of one's own, and how prompts stand with a person."""

from __future__ import annotations

import sqlite_utils

_MARKS = "edit_uid TEXT NOT NULL, digest BLOB NOT NULL"

_STATEMENTS = (
    "ALTER TABLE suggestions ADD COLUMN did_fit INTEGER",
    f"""CREATE TABLE own_prompts(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, content BLOB NOT NULL,
  made_at TEXT NOT NULL, {_MARKS})""",
    f"""CREATE TABLE standings(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, prompt_uid TEXT NOT NULL,
  is_favourite INTEGER NOT NULL, is_barred INTEGER NOT NULL, pin INTEGER, {_MARKS})""",
)


def run(database: sqlite_utils.Database) -> None:
    """Make the column and the tables."""
    for statement in _STATEMENTS:
        database.conn.execute(statement)
