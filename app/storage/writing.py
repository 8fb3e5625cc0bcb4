"""From a document's changes to rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlite_utils

from app.model.care import (
    Administration,
    HelpPage,
    OwnPrompt,
    Session,
    SessionEvent,
    Standing,
)
from app.model.changes import Changes, EntityChange, TileChange
from app.model.entities import (
    CheckIn,
    Consent,
    Entity,
    Entry,
    Estimate,
    Layer,
    Picture,
    SafetyMark,
    Stroke,
    Suggestion,
    Work,
)
from app.model.space import Reference, SpaceEntity
from app.storage.care_rows import ADMINISTRATIONS, HELP_PAGES
from app.storage.companion_rows import CHECK_INS, CONSENTS, SAFETY_MARKS, SUGGESTIONS
from app.storage.journal_rows import ENTRIES, ESTIMATES, PICTURES
from app.storage.mesh_rows import CHUNKS, MESHES, MeshWriter
from app.storage.progress import Progress
from app.storage.prompt_rows import OWN_PROMPTS, STANDINGS
from app.storage.rows import RowKind, RowWriter, read
from app.storage.search import spaced
from app.storage.session_rows import SESSION_EVENTS, SESSIONS
from app.storage.space_rows import SPACE_KINDS
from app.storage.work_rows import LAYERS, STROKES, THUMBNAILS, TILES, WORKS, TileRow

KINDS: dict[type[Any], RowKind[Any]] = {
    Work: WORKS,
    Layer: LAYERS,
    Stroke: STROKES,
    **SPACE_KINDS,
    Entry: ENTRIES,
    Picture: PICTURES,
    Estimate: ESTIMATES,
    CheckIn: CHECK_INS,
    Suggestion: SUGGESTIONS,
    Consent: CONSENTS,
    SafetyMark: SAFETY_MARKS,
    Administration: ADMINISTRATIONS,
    HelpPage: HELP_PAGES,
    OwnPrompt: OWN_PROMPTS,
    Standing: STANDINGS,
    Session: SESSIONS,
    SessionEvent: SESSION_EVENTS,
}
ALL_KINDS: tuple[RowKind[Any], ...] = (
    *KINDS.values(),
    TILES,
    THUMBNAILS,
    MESHES,
    CHUNKS,
)


class ChangeWriter:
    """Writes changes inside the transaction that is open; nothing here commits."""

    def __init__(self, database: sqlite_utils.Database, rows: RowWriter) -> None:
        self._database = database
        self._run = database.conn.execute
        self._rows = rows
        self.meshes = MeshWriter(database, rows)

    def write(self, changes: Changes, *, at_us: int) -> set[str]:
        """Write all of it; return the names of the tables touched."""
        self._rows.edit_uid = changes.edit_uid
        for change in changes.entities:
            self._entity(change)
        for tile in changes.tiles:
            self._tile(tile)
        for mesh in changes.meshes:
            self.meshes.add(mesh, changes.scope)
        for vertices in changes.vertices:
            self.meshes.change(vertices)
        for work_uid in self._works_of(changes):
            self._run("UPDATE works SET changed_us = ? WHERE uid = ?", (at_us, work_uid))
        tables = {_kind_of(change).table for change in changes.entities}
        tables |= {TILES.table} if changes.tiles else set()
        return tables | ({MESHES.table} if changes.meshes or changes.vertices else set())

    def put(self, kind: RowKind[Any], entity: object) -> None:
        """Write one thing, with its words in the search index."""
        if isinstance(entity, Entry):
            self._unindex(entity.uid)
        self._rows.put(kind, entity)
        if isinstance(entity, Entry):
            self._index(entity)
        if isinstance(entity, Layer):
            self._run("DELETE FROM layers_taken_away WHERE layer_uid = ?", (entity.uid,))

    def take_out(self, things: Iterable[tuple[type[Entity], str]]) -> set[str]:
        """Take things away by kind and uid; return the names of the tables touched."""
        tables = set()
        for kind, uid in things:
            if kind is Work:
                self.erase_work(uid)
            elif kind is Entry:
                self.erase_entry(uid)
            else:
                self._rows.remove(KINDS[kind], uid)
            tables.add(KINDS[kind].table)
        return tables

    def erase_work(self, uid: str) -> None:
        """Take a work away with its layers, pixels, strokes, clay and all else, and thumbnail."""
        layers = self._run(
            "SELECT uid FROM layers WHERE work_uid = ? "
            "UNION SELECT layer_uid FROM layers_taken_away WHERE work_uid = ?",
            (uid, uid),
        ).fetchall()
        for (layer_uid,) in layers:
            self.erase_pixels(layer_uid)
        self.meshes.erase_of(uid)
        kinds: tuple[RowKind[Any], ...] = (LAYERS, STROKES, *SPACE_KINDS.values())
        for kind in kinds:
            self._rows.remove_all(kind, "work_uid", uid)
        self._rows.remove(THUMBNAILS, uid)
        self._rows.remove(WORKS, uid)

    def erase_entry(self, uid: str) -> None:
        """Take an entry away with its words in the search index, estimates and marks."""
        self._rows.remove_all(ESTIMATES, "entry_uid", uid)
        self._rows.remove_all(SAFETY_MARKS, "source_uid", uid)
        self._unindex(uid)
        self._rows.remove(ENTRIES, uid)

    def erase_pixels(self, layer_uid: str) -> None:
        """Take a layer's pixels away."""
        self._rows.remove_all(TILES, "layer_uid", layer_uid)
        self._run("DELETE FROM layers_taken_away WHERE layer_uid = ?", (layer_uid,))

    def index_anew(self, progress: Progress) -> None:
        """Make the search index from the entries alone; nothing of what was there stays."""
        self._run("INSERT INTO entry_words(entry_words) VALUES ('delete-all')")
        entries = list(read(self._database, ENTRIES))
        for entry in progress.over(entries, len(entries)):
            self._index(entry)

    def _entity(self, change: EntityChange) -> None:
        kind = _kind_of(change)
        if change.after is None:
            self._remove(kind, change)
            return
        self.put(kind, change.after)

    def _remove(self, kind: RowKind[Entity], change: EntityChange) -> None:
        if kind is WORKS:
            self._rows.remove(THUMBNAILS, change.uid)
        if kind is ENTRIES:
            self._unindex(change.uid)
        if isinstance(change.before, Layer):
            # the pixels stay until the library is opened next: undo brings the layer back
            self._run(
                "INSERT OR REPLACE INTO layers_taken_away VALUES (?, ?, ?)",
                (change.uid, change.before.work_uid, self._rows.edit_uid),
            )
        if isinstance(change.before, Reference):
            self._run(
                "INSERT OR IGNORE INTO references_taken_away VALUES (?, ?)",
                (change.before.picture_uid, change.before.work_uid),
            )
        self._rows.remove(kind, change.uid)

    def _tile(self, change: TileChange) -> None:
        if change.after.any():
            self._rows.put(TILES, TileRow(*change.key, change.after))
        else:
            self._rows.remove(TILES, *change.key)

    def _index(self, entry: Entry) -> None:
        descriptions = " ".join(picture.description for picture in entry.attachments)
        words = spaced(f"{entry.text} {descriptions}")
        self._run(
            "INSERT INTO entry_words(rowid, words) SELECT id, ? FROM entries WHERE uid = ?",
            (words, entry.uid),
        )

    def _unindex(self, uid: str) -> None:
        self._run(
            "DELETE FROM entry_words WHERE rowid = (SELECT id FROM entries WHERE uid = ?)", (uid,)
        )

    def _works_of(self, changes: Changes) -> set[str]:
        has_looks = changes.tiles or changes.vertices
        works = {changes.scope} if has_looks and changes.scope else set()
        for change in changes.entities:
            entity = change.after or change.before
            if isinstance(entity, Work):
                works.add(entity.uid)
            if isinstance(entity, Layer | Stroke | SpaceEntity):
                works.add(entity.work_uid)
        return works


def _kind_of(change: EntityChange) -> RowKind[Any]:
    return KINDS[type(change.after if change.after is not None else change.before)]
