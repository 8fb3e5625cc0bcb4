"""Pages in space: strokes, clay and its meshes, references, guides, places, camera paths."""

from __future__ import annotations

import sqlite_utils

_OF_WORK = "work_uid TEXT NOT NULL REFERENCES works(uid) DEFERRABLE INITIALLY DEFERRED"
_MARKS = "edit_uid TEXT NOT NULL, digest BLOB NOT NULL"

_STATEMENTS = (
    f"""CREATE TABLE space_strokes(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, {_OF_WORK}, layer_uid TEXT NOT NULL,
  brush_uid TEXT NOT NULL, colour INTEGER NOT NULL, size_m REAL NOT NULL, opacity REAL NOT NULL,
  seed TEXT NOT NULL, started_at TEXT NOT NULL, group_uid TEXT NOT NULL, foreign_part BLOB NOT NULL,
  begun_m REAL NOT NULL, left_m REAL NOT NULL, points BLOB NOT NULL, started_us INTEGER NOT NULL,
  {_MARKS})""",
    "CREATE INDEX space_strokes_of_work ON space_strokes(work_uid, started_us)",
    f"""CREATE TABLE clays(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, {_OF_WORK}, layer_uid TEXT NOT NULL,
  mesh_uid TEXT NOT NULL, name BLOB NOT NULL, pose BLOB NOT NULL, {_MARKS})""",
    "CREATE INDEX clays_of_work ON clays(work_uid)",
    f"""CREATE TABLE room_references(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, {_OF_WORK}, layer_uid TEXT NOT NULL,
  picture_uid TEXT NOT NULL, name BLOB NOT NULL, pose BLOB NOT NULL, is_visible INTEGER NOT NULL,
  {_MARKS})""",
    "CREATE INDEX room_references_of_work ON room_references(work_uid)",
    # a picture outlives its reference until the library is opened next: undo may bring it back
    """CREATE TABLE references_taken_away(
  picture_uid TEXT NOT NULL, work_uid TEXT NOT NULL,
  PRIMARY KEY(picture_uid, work_uid)) WITHOUT ROWID""",
    f"""CREATE TABLE guides(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, {_OF_WORK}, shape TEXT NOT NULL,
  pose BLOB NOT NULL, size_m BLOB NOT NULL, is_visible INTEGER NOT NULL, {_MARKS})""",
    "CREATE INDEX guides_of_work ON guides(work_uid)",
    # a place of the person's own belongs to no work
    f"""CREATE TABLE places(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, work_uid TEXT NOT NULL,
  environment_uid TEXT NOT NULL, seed TEXT NOT NULL, settings BLOB NOT NULL, name BLOB NOT NULL,
  {_MARKS})""",
    "CREATE INDEX places_of_work ON places(work_uid)",
    f"""CREATE TABLE camera_paths(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, {_OF_WORK}, name BLOB NOT NULL,
  keys BLOB NOT NULL, {_MARKS})""",
    "CREATE INDEX camera_paths_of_work ON camera_paths(work_uid)",
    f"""CREATE TABLE origins(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, {_OF_WORK}, foreign_part BLOB NOT NULL,
  {_MARKS})""",
    "CREATE INDEX origins_of_work ON origins(work_uid)",
    # a mesh outlives its clay until the library is opened next: undo may bring the clay back
    f"""CREATE TABLE meshes(
  id INTEGER PRIMARY KEY, mesh_uid TEXT NOT NULL UNIQUE, work_uid TEXT NOT NULL,
  vertex_count INTEGER NOT NULL, faces BLOB NOT NULL, {_MARKS})""",
    "CREATE INDEX meshes_of_work ON meshes(work_uid)",
    f"""CREATE TABLE mesh_values(
  id INTEGER PRIMARY KEY, mesh_uid TEXT NOT NULL, chunk INTEGER NOT NULL,
  vertices BLOB NOT NULL, {_MARKS}, UNIQUE(mesh_uid, chunk))""",
)


def run(database: sqlite_utils.Database) -> None:
    """Make the tables."""
    for statement in _STATEMENTS:
        database.conn.execute(statement)
