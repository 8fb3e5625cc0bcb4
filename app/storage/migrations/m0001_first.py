"""The first schema: every kind of row, pixels, search, and the audit chain."""

from __future__ import annotations

import sqlite_utils

from app.storage.search import TOKENIZER

_CONTENT = """
CREATE TABLE works(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title BLOB NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, layers BLOB NOT NULL,
  created_at TEXT NOT NULL, words BLOB NOT NULL, prompt_uid TEXT NOT NULL,
  is_finished INTEGER NOT NULL, binned_at TEXT,
  created_us INTEGER NOT NULL, binned_us INTEGER, changed_us INTEGER NOT NULL DEFAULT 0,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE TABLE layers(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  work_uid TEXT NOT NULL REFERENCES works(uid) DEFERRABLE INITIALLY DEFERRED,
  name BLOB NOT NULL, mode TEXT NOT NULL, opacity REAL NOT NULL, is_visible INTEGER NOT NULL,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE INDEX layers_of_work ON layers(work_uid);
CREATE TABLE strokes(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  work_uid TEXT NOT NULL REFERENCES works(uid) DEFERRABLE INITIALLY DEFERRED,
  layer_uid TEXT NOT NULL, brush_uid TEXT NOT NULL, colour INTEGER NOT NULL,
  size_px REAL NOT NULL, opacity REAL NOT NULL, is_eraser INTEGER NOT NULL, seed TEXT NOT NULL,
  started_at TEXT NOT NULL, points BLOB NOT NULL, started_us INTEGER NOT NULL,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE INDEX strokes_of_work ON strokes(work_uid, started_us);
CREATE TABLE tiles(
  id INTEGER PRIMARY KEY, layer_uid TEXT NOT NULL, tile_row INTEGER NOT NULL,
  tile_column INTEGER NOT NULL, pixels BLOB NOT NULL,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL,
  UNIQUE(layer_uid, tile_row, tile_column));
CREATE TABLE layers_taken_away(
  layer_uid TEXT PRIMARY KEY, work_uid TEXT NOT NULL, edit_uid TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE thumbnails(
  id INTEGER PRIMARY KEY,
  work_uid TEXT NOT NULL UNIQUE REFERENCES works(uid) DEFERRABLE INITIALLY DEFERRED,
  png BLOB NOT NULL, edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE TABLE entries(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, day TEXT NOT NULL, written_at TEXT NOT NULL,
  text BLOB NOT NULL, spans BLOB NOT NULL, attachments BLOB NOT NULL, revision INTEGER NOT NULL,
  is_guessing_allowed INTEGER NOT NULL, binned_at TEXT,
  written_us INTEGER NOT NULL, binned_us INTEGER,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE INDEX entries_by_day ON entries(day DESC, written_us DESC, binned_us);
CREATE TABLE pictures(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, media_type TEXT NOT NULL,
  content BLOB NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, added_at TEXT NOT NULL,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE TABLE estimates(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  entry_uid TEXT NOT NULL REFERENCES entries(uid) DEFERRABLE INITIALLY DEFERRED,
  revision INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  language TEXT NOT NULL, labels BLOB NOT NULL, valence REAL, arousal REAL,
  is_unsure INTEGER NOT NULL, model TEXT NOT NULL, version TEXT NOT NULL, engine TEXT NOT NULL,
  ms REAL NOT NULL, correction BLOB NOT NULL, is_refused INTEGER NOT NULL,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE INDEX estimates_of_entry ON estimates(entry_uid);
CREATE TABLE check_ins(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, at TEXT NOT NULL, valence REAL, arousal REAL,
  line BLOB NOT NULL, at_us INTEGER NOT NULL, edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE INDEX check_ins_by_time ON check_ins(at_us);
CREATE TABLE suggestions(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, prompt_uid TEXT NOT NULL, at TEXT NOT NULL,
  reason BLOB NOT NULL, answer TEXT, answered_at TEXT, at_us INTEGER NOT NULL,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE INDEX suggestions_by_time ON suggestions(at_us);
CREATE TABLE consents(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, purpose TEXT NOT NULL,
  is_granted INTEGER NOT NULL, at TEXT NOT NULL, wording BLOB NOT NULL, at_us INTEGER NOT NULL,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
CREATE TABLE safety_marks(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, at TEXT NOT NULL, tags BLOB NOT NULL,
  source_uid TEXT NOT NULL, at_us INTEGER NOT NULL,
  edit_uid TEXT NOT NULL, digest BLOB NOT NULL);
"""

_AUDIT = """
CREATE TABLE audit(
  seq INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  kinds TEXT NOT NULL, edit_uid TEXT NOT NULL, rows_sum BLOB NOT NULL, mark BLOB NOT NULL);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TABLE library(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def run(database: sqlite_utils.Database) -> None:
    """Make every table."""
    for statement in _statements(_CONTENT + _AUDIT):
        database.conn.execute(statement)
    database.conn.execute(
        "CREATE VIRTUAL TABLE entry_words USING fts5(words, content='', contentless_delete=1, "
        f"prefix='2 3', tokenize=\"{TOKENIZER}\")"
    )


def _statements(script: str) -> list[str]:
    # a trigger has a semicolon inside: a statement ends where one stands at the end of a line
    # that does not begin a BEGIN block
    found: list[str] = []
    current: list[str] = []
    for line in script.strip().splitlines():
        current.append(line)
        is_open = line.strip().startswith("CREATE TRIGGER")
        if line.endswith(";") and not is_open:
            found.append("\n".join(current))
            current = []
    return found
