"""From rows to entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

import sqlite_utils

from app.model.care import (
    Administration,
    HelpPage,
    OwnPrompt,
    Session,
    SessionEvent,
    Standing,
)
from app.model.entities import (
    CheckIn,
    Consent,
    Entity,
    Layer,
    Picture,
    SafetyMark,
    Suggestion,
    Work,
)
from app.model.meshes import Mesh
from app.model.space import Place
from app.model.tiles import TileGrid
from app.storage import schema
from app.storage.care_rows import ADMINISTRATIONS, HELP_PAGES
from app.storage.codec import microseconds
from app.storage.companion_rows import CHECK_INS, CONSENTS, SAFETY_MARKS, SUGGESTIONS
from app.storage.errors import damaged
from app.storage.journal_rows import ENTRIES, ESTIMATES, PICTURES
from app.storage.mesh_rows import read_meshes
from app.storage.prompt_rows import OWN_PROMPTS, STANDINGS
from app.storage.rows import read
from app.storage.session_rows import SESSION_EVENTS, SESSIONS
from app.storage.space_rows import PLACES, SPACE_KINDS, SPACE_STROKES
from app.storage.work_rows import LAYERS, STROKES, TILES, WORKS
from app.storage.writing import KINDS

_ALWAYS_US = -(1 << 62)
_WITH_PLACES = 2
_WITH_MEASURES = 3
_WITH_PROMPTS = 4
_WITH_SESSIONS = 5


class LoadedWork(NamedTuple):
    """A work with all its parts by uid; pixels by layer where it is flat, meshes by uid."""

    entities: dict[str, Entity]
    grids: dict[str, TileGrid]
    meshes: dict[str, Mesh]


def load_work(database: sqlite_utils.Database, uid: str) -> LoadedWork:
    """Return a work with its layers, strokes and whatever else stands in it."""
    work, layers, grids = load_pixels(database, uid)
    strokes = read(database, STROKES, "WHERE work_uid = ? ORDER BY started_us, id", (uid,))
    entities: dict[str, Entity] = {uid: work}
    entities |= {layer.uid: layer for layer in layers}
    entities |= {stroke.uid: stroke for stroke in strokes}
    if work.kind.is_flat:
        return LoadedWork(entities, grids, {})
    entities |= {part.uid: part for part in _parts_in_space(database, uid)}
    return LoadedWork(entities, grids, read_meshes(database, uid))


def _parts_in_space(database: sqlite_utils.Database, work_uid: str) -> Iterator[Entity]:
    for kind in SPACE_KINDS.values():
        order = "started_us, id" if kind is SPACE_STROKES else "id"
        yield from read(database, kind, f"WHERE work_uid = ? ORDER BY {order}", (work_uid,))


def load_pixels(
    database: sqlite_utils.Database, uid: str
) -> tuple[Work, tuple[Layer, ...], dict[str, TileGrid]]:
    """Return a work, its layers bottom first, and their pixels, none for a page in space."""
    work = next(read(database, WORKS, "WHERE uid = ?", (uid,)), None)
    if work is None:
        raise KeyError(uid)
    found = {layer.uid: layer for layer in read(database, LAYERS, "WHERE work_uid = ?", (uid,))}
    order = [layer_uid for layer_uid in work.layers if layer_uid in found]
    layers = tuple(found[layer_uid] for layer_uid in order) + tuple(
        layer for layer in found.values() if layer.uid not in order
    )
    flat = layers if work.kind.is_flat else ()
    return work, layers, {layer.uid: _grid(database, work, layer) for layer in flat}


def _grid(database: sqlite_utils.Database, work: Work, layer: Layer) -> TileGrid:
    grid = TileGrid.empty(work.width, work.height)
    for tile in read(database, TILES, "WHERE layer_uid = ?", (layer.uid,)):
        if not (0 <= tile.row < grid.tiles.shape[0] and 0 <= tile.column < grid.tiles.shape[1]):
            raise damaged()
        grid.tiles[tile.row, tile.column] = tile.pixels
    return grid


def load_entry(database: sqlite_utils.Database, uid: str) -> dict[str, Entity]:
    """Return an entry and its estimates by uid."""
    entry = next(read(database, ENTRIES, "WHERE uid = ?", (uid,)), None)
    if entry is None:
        raise KeyError(uid)
    entities: dict[str, Entity] = {uid: entry}
    for estimate in read(database, ESTIMATES, "WHERE entry_uid = ? ORDER BY id", (uid,)):
        entities[estimate.uid] = estimate
    return entities


def check_ins(database: sqlite_utils.Database, since: datetime | None) -> list[CheckIn]:
    """Return check-ins, oldest first."""
    return list(read(database, CHECK_INS, "WHERE at_us >= ? ORDER BY at_us, id", (_us(since),)))


def suggestions(database: sqlite_utils.Database, limit: int) -> list[Suggestion]:
    """Return the newest suggestions, oldest first."""
    newest = list(read(database, SUGGESTIONS, "ORDER BY at_us DESC, id DESC LIMIT ?", (limit,)))
    return newest[::-1]


def consents(database: sqlite_utils.Database) -> list[Consent]:
    """Return the ledger, oldest first."""
    return list(read(database, CONSENTS, "ORDER BY at_us, id"))


def safety_marks(database: sqlite_utils.Database, since: datetime | None) -> list[SafetyMark]:
    """Return safety marks, oldest first."""
    return list(read(database, SAFETY_MARKS, "WHERE at_us >= ? ORDER BY at_us, id", (_us(since),)))


def own_places(database: sqlite_utils.Database) -> list[Place]:
    """Return the places a person kept as their own, as they were kept."""
    if schema.version(database) < _WITH_PLACES:
        # an older file that is only read is not brought up to date
        return []
    return list(read(database, PLACES, "WHERE work_uid = '' ORDER BY id"))


def administrations(database: sqlite_utils.Database, measure_uid: str) -> list[Administration]:
    """Return measures as they were answered, oldest first; of one measure where it is named."""
    if schema.version(database) < _WITH_MEASURES:
        return []
    where = "WHERE measure_uid = ?1 OR ?1 = '' ORDER BY at_us, id"
    return list(read(database, ADMINISTRATIONS, where, (measure_uid,)))


def help_page(database: sqlite_utils.Database) -> HelpPage | None:
    """Return the person's own help page, or None."""
    if schema.version(database) < _WITH_MEASURES:
        return None
    return next(read(database, HELP_PAGES, "ORDER BY id DESC LIMIT 1"), None)


def own_prompts(database: sqlite_utils.Database) -> list[OwnPrompt]:
    """Return the prompts a person wrote, oldest first."""
    if schema.version(database) < _WITH_PROMPTS:
        return []
    return list(read(database, OWN_PROMPTS, "ORDER BY id"))


def standings(database: sqlite_utils.Database) -> list[Standing]:
    """Return how prompts stand with the person."""
    if schema.version(database) < _WITH_PROMPTS:
        return []
    return list(read(database, STANDINGS, "ORDER BY id"))


def sessions(database: sqlite_utils.Database, client_uid: str | None) -> list[Session]:
    """Return sessions, oldest first; a client's where named, of a person alone for ""."""
    if schema.version(database) < _WITH_SESSIONS:
        return []
    where = "WHERE client_uid = ?1 OR ?1 IS NULL ORDER BY began_us, id"
    return list(read(database, SESSIONS, where, (client_uid,)))


def session_events(database: sqlite_utils.Database, session_uid: str) -> list[SessionEvent]:
    """Return a session's log in its order; of all sessions where none is named."""
    if schema.version(database) < _WITH_SESSIONS:
        return []
    where = "WHERE session_uid = ?1 OR ?1 = '' ORDER BY at_us, id"
    return list(read(database, SESSION_EVENTS, where, (session_uid,)))


def picture(database: sqlite_utils.Database, uid: str) -> Picture:
    """Return a photograph."""
    found = next(read(database, PICTURES, "WHERE uid = ?", (uid,)), None)
    if found is None:
        raise KeyError(uid)
    return found


def picture_uids(database: sqlite_utils.Database) -> list[str]:
    """Return the uids of all photographs, as they were added."""
    return [uid for (uid,) in database.conn.execute("SELECT uid FROM pictures ORDER BY id")]


def known_uids(database: sqlite_utils.Database, uids: Iterable[str]) -> set[str]:
    """Return those uids that some row of any kind, or a mesh, has already."""
    run = database.conn.execute
    known = set()
    for uid in uids:
        for kind in KINDS.values():
            find = f"SELECT 1 FROM {kind.table} WHERE uid = ?"  # noqa: S608  # our own names
            if run(find, (uid,)).fetchone() is not None:
                known.add(uid)
        if run("SELECT 1 FROM meshes WHERE mesh_uid = ?", (uid,)).fetchone() is not None:
            known.add(uid)
    return known


def thumbnail(database: sqlite_utils.Database, work_uid: str) -> bytes | None:
    """Return a work's small picture."""
    row = database.conn.execute(
        "SELECT png FROM thumbnails WHERE work_uid = ?", (work_uid,)
    ).fetchone()
    return None if row is None else bytes(row[0])


def _us(since: datetime | None) -> int:
    return _ALWAYS_US if since is None else microseconds(since)
