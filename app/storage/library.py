"""The library: one encrypted file, the one place where a person's work is kept.

Synchronous and bound to the thread that opened it; `app.services.library` owns that thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import sqlite_utils

from app.model.care import (
    Administration,
    HelpPage,
    OwnPrompt,
    Session,
    SessionEvent,
    Standing,
)
from app.model.changes import Changes
from app.model.entities import (
    CheckIn,
    Consent,
    Entity,
    Layer,
    Picture,
    SafetyMark,
    Suggestion,
    Work,
    new_uid,
)
from app.model.space import Place
from app.model.tiles import TileGrid
from app.storage import findings, reading, summaries
from app.storage.audit import AuditLog
from app.storage.codec import microseconds
from app.storage.connection import told
from app.storage.erase import Erased, Scope, chosen, erase, forget_unseen, pictures_of
from app.storage.examining import examine
from app.storage.findings import Finding
from app.storage.progress import Progress, nothing_more
from app.storage.reading import LoadedWork
from app.storage.salvage import Salvaged, salvage
from app.storage.sealing import Secret
from app.storage.seals import Pages
from app.storage.store import PERSON, Circumstances, Keys, Store, utc_now
from app.storage.summaries import EntrySummary, WorkSummary
from app.storage.work_rows import THUMBNAILS, Thumbnail

BIN_DAYS = 30


class Library:
    """An open library."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def create(
        cls,
        path: Path,
        key: Secret,
        *,
        now: Callable[[], datetime] = utc_now,
        actor: str = PERSON,
    ) -> Library:
        """Make a new library.

        Parameters
        ----------
        key : bytes or bytearray
            The 32-byte data key of the key file.

        Raises
        ------
        FileExistsError
            If there is a file already: none is ever overwritten.
        CannotWrite
            If the disk refuses.
        """
        return cls(Store.create(path, key, Circumstances(now, actor)))

    @classmethod
    def open(
        cls,
        path: Path,
        key: Secret | Keys,
        *,
        read_only: bool = False,
        accept_doubt: bool = False,
        now: Callable[[], datetime] = utc_now,
        actor: str = PERSON,
        before_migration: Callable[[Path], None] | None = None,
    ) -> Library:
        """Open a library; nothing is altered before it was seen to be what was saved last.

        Parameters
        ----------
        accept_doubt : bool
            The person has seen what is in doubt and goes on with this file.
        before_migration : callable, optional
            Called with the path before an older file is brought up to date (to back it up); not
            where it is in doubt, for then all of it is kept aside.

        Raises
        ------
        Missing, Damaged, NewerSchema, InDoubt, CannotWrite
            Each with its sentence; the files are then as they were.
        """
        around = Circumstances(now, actor)
        if read_only:
            return cls(Store.open_to_read(path, key, around))
        store = Store.open_to_write(
            path, key, around, accept_doubt=accept_doubt, before_migration=before_migration
        )
        library = cls(store)
        try:
            library._forget_what_was_taken_away()
        except BaseException:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Close the file and wipe the keys, best effort."""
        self._store.close()

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return self._store.path

    @property
    def uid(self) -> str:
        """Return the file's own uid."""
        return self._store.uid

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._store.is_read_only

    @property
    def audit(self) -> AuditLog:
        """Return the log of changes, to read."""
        return self._store.log

    @property
    def _database(self) -> sqlite_utils.Database:
        return self._store.database

    def apply(self, changes: Changes) -> None:
        """Write a step, all of it or nothing; when this returns, it is on the disk.

        Raises
        ------
        CannotWrite, Damaged, ReadOnly, Missing, InDoubt
            It can be tried again.
        """
        store = self._store
        store.require_place()
        if store.last is not None and store.last.edit_uid == changes.edit_uid:
            # it is in the file already, only its acknowledgement failed
            store.acknowledge()
            return
        at_us = microseconds(store.around.now())
        with store.step(changes.label, changes.edit_uid) as tables:
            tables.update(store.writer.write(changes, at_us=at_us))

    def load_work(self, uid: str) -> LoadedWork:
        """Return a work with all its parts by uid, the layers' pixels and the clay's meshes.

        Raises
        ------
        KeyError
            If there is no such work.
        Damaged
            If a part of it cannot be read.
        """
        with told():
            return reading.load_work(self._database, uid)

    def load_pixels(self, uid: str) -> tuple[Work, tuple[Layer, ...], dict[str, TileGrid]]:
        """Return a work, its layers bottom first, and their pixels; raises as `load_work`."""
        with told():
            return reading.load_pixels(self._database, uid)

    def load_entry(self, uid: str) -> dict[str, Entity]:
        """Return an entry with its estimates by uid; raises as `load_work`."""
        with told():
            return reading.load_entry(self._database, uid)

    def work_summaries(self, *, binned: bool = False) -> list[WorkSummary]:
        """Return all works, the one changed last first; or those in the bin."""
        with told():
            return summaries.work_summaries(self._database, binned=binned)

    def entry_summaries(
        self, *, query: str = "", binned: bool = False, limit: int = 200, offset: int = 0
    ) -> list[EntrySummary]:
        """Return entries, newest day first; with a query those that hold all of its words."""
        with told():
            return summaries.entry_summaries(
                self._database, query=query, binned=binned, limit=limit, offset=offset
            )

    def check_ins(self, since: datetime | None = None) -> list[CheckIn]:
        """Return check-ins since a time, oldest first."""
        with told():
            return reading.check_ins(self._database, since)

    def suggestions(self, limit: int = 100) -> list[Suggestion]:
        """Return the newest suggestions, oldest first."""
        with told():
            return reading.suggestions(self._database, limit)

    def consents(self) -> list[Consent]:
        """Return the whole consent ledger, oldest first."""
        with told():
            return reading.consents(self._database)

    def safety_marks(self, since: datetime | None = None) -> list[SafetyMark]:
        """Return safety marks since a time, oldest first."""
        with told():
            return reading.safety_marks(self._database, since)

    def own_places(self) -> list[Place]:
        """Return the places a person kept as their own, as they were kept."""
        with told():
            return reading.own_places(self._database)

    def administrations(self, measure_uid: str = "") -> list[Administration]:
        """Return measures as they were answered, oldest first; of one measure where named."""
        with told():
            return reading.administrations(self._database, measure_uid)

    def help_page(self) -> HelpPage | None:
        """Return the person's own help page, or None where there is none yet."""
        with told():
            return reading.help_page(self._database)

    def own_prompts(self) -> list[OwnPrompt]:
        """Return the prompts a person wrote, oldest first."""
        with told():
            return reading.own_prompts(self._database)

    def standings(self) -> list[Standing]:
        """Return how prompts stand with the person: favourites, and what a clinician set."""
        with told():
            return reading.standings(self._database)

    def sessions(self, client_uid: str | None = None) -> list[Session]:
        """Return sessions, oldest first; a client's where named, of a person alone for ""."""
        with told():
            return reading.sessions(self._database, client_uid)

    def session_events(self, session_uid: str = "") -> list[SessionEvent]:
        """Return a session's log in its order; of all sessions where none is named."""
        with told():
            return reading.session_events(self._database, session_uid)

    def picture(self, uid: str) -> Picture:
        """Return a photograph; raises as `load_work`."""
        with told():
            return reading.picture(self._database, uid)

    def picture_uids(self) -> list[str]:
        """Return the uids of all photographs, as they were added."""
        with told():
            return reading.picture_uids(self._database)

    def known_uids(self, uids: Iterable[str]) -> set[str]:
        """Return those uids that something in the library has already."""
        with told():
            return reading.known_uids(self._database, uids)

    def thumbnail(self, work_uid: str) -> bytes | None:
        """Return a work's small picture, PNG."""
        with told():
            return reading.thumbnail(self._database, work_uid)

    def thumbnails(self, work_uids: Iterable[str]) -> dict[str, bytes]:
        """Return the small pictures of several works, for a page of them."""
        found = ((uid, self.thumbnail(uid)) for uid in work_uids)
        return {uid: png for uid, png in found if png is not None}

    def put_thumbnail(self, work_uid: str, png: bytes) -> None:
        """Keep a work's small picture, if the work is (still) here; raises as `apply`."""
        store = self._store
        store.require_place()
        known = self._database.conn.execute("SELECT 1 FROM works WHERE uid = ?", (work_uid,))
        if known.fetchone() is None:
            return
        with store.step("Keep thumbnail", new_uid()) as tables:
            store.rows.put(THUMBNAILS, Thumbnail(work_uid, png))
            tables.add(THUMBNAILS.table)

    def take_out(self, things: Iterable[tuple[type[Entity], str]]) -> None:
        """Take things away by kind and uid, a work or page with all its parts; raises as `apply`.

        Backups keep them: to leave nothing behind is `erase`.
        """
        self._store.require_place()
        with self._store.step("Take back what was brought in", new_uid()) as tables:
            tables.update(self._store.writer.take_out(things))

    def purge_bin(self, now: datetime) -> int:
        """Take away for good what has been in the bin for 30 days; return how many things."""
        store = self._store
        store.require_place()
        works, entries = self._binned_before(now - timedelta(days=BIN_DAYS))
        if not works and not entries:
            return 0
        with store.step("Empty the bin", new_uid()) as tables:
            pictures = pictures_of(store, works, entries)
            for uid in works:
                store.writer.erase_work(uid)
            for uid in entries:
                store.writer.erase_entry(uid)
            forget_unseen(store, pictures)
            tables.update(["works"] if works else [], ["entries"] if entries else [])
        return len(works) + len(entries)

    def check(self, *, deep: bool = False) -> list[Finding]:
        """Return what is not as it should be; an empty list is a whole library.

        Every page's seal, SQLite's structure, references, the record, the chain of the log and
        the sum over all rows; deep: every row's own mark, and every tile and stroke unpacked.
        """
        return examine(self.path, self._store.keys, deep=deep, pages=self.pages())

    def pages(self) -> Pages:
        """Return the file's pages, all of it brought into them, to look at from another thread."""
        if not self.is_read_only:
            self._store.empty_wal()
        return self._store.pages()

    def check_audit(self) -> list[Finding]:
        """Return what is wrong with the log of changes: a line altered, dropped, moved, cut off."""
        store = self._store
        stands, _ = store.record.read()
        with told():
            found = findings.doubts(store.path, self._database, store.log, stands)
            return [one for one in found if one.code != "chain"] + findings.chain(store.log)

    def salvage(self, broken: Path, progress: Progress | None = None) -> Salvaged:
        """Take what is newer out of a broken file of this library; raises as `apply`.

        Called on a backup that was put in the broken file's place, or on a fresh library.
        """
        self._store.require_place()
        return salvage(broken, self._store, self._store.keys, progress or Progress())

    def erase(
        self,
        scope: Scope,
        *,
        progress: Progress | None = None,
        past_stopping: Callable[[], None] = nothing_more,
    ) -> Erased:
        """Take away for good: from the file, its search index, its backups; raises as `apply`.

        Parameters
        ----------
        progress : Progress, optional
            What it raises stops the work, and everything is as it was.
        past_stopping : callable
            Called before it goes for good; ``progress`` must not raise afterwards.
        """
        self._store.require_place()
        return erase(self._store, scope, progress=progress, past_stopping=past_stopping)

    def would_erase(self, scope: Scope) -> tuple[list[str], list[str]]:
        """Return the uids of the works and pages that a scope holds; changes nothing."""
        with told():
            return chosen(self._store, scope)

    def index_anew(self) -> None:
        """Make the search index anew from the pages; raises as `apply`."""
        self._store.require_place()
        with self._store.step("Make the search index anew", new_uid()) as tables:
            self._store.writer.index_anew(Progress())
            tables.add("entries")

    def spare_keys(self) -> Keys:
        """Return a copy of the keys, to back up from another thread; wipe it afterwards."""
        return self._store.keys.copy()

    def _binned_before(self, limit: datetime) -> tuple[list[str], list[str]]:
        limit_us = microseconds(limit)
        with told():
            works, entries = (
                self._database.conn.execute(statement, (limit_us,)).fetchall()
                for statement in (
                    "SELECT uid FROM works WHERE binned_us <= ?",
                    "SELECT uid FROM entries WHERE binned_us <= ?",
                )
            )
        return [uid for (uid,) in works], [uid for (uid,) in entries]

    def _forget_what_was_taken_away(self) -> None:
        # undo does not outlive the program, so nothing can bring it back any more
        store = self._store
        run = self._database.conn.execute
        with told():
            layers = run("SELECT layer_uid FROM layers_taken_away").fetchall()
            without = "mesh_uid NOT IN (SELECT mesh_uid FROM clays)"
            meshes = run(f"SELECT mesh_uid FROM meshes WHERE {without}").fetchall()  # noqa: S608
            pictures = run("SELECT picture_uid FROM references_taken_away").fetchall()
        if not layers and not meshes and not pictures:
            return
        with store.step("Tidy up", new_uid()) as tables:
            for (layer_uid,) in layers:
                store.writer.erase_pixels(layer_uid)
            for (mesh_uid,) in meshes:
                store.writer.meshes.erase(mesh_uid)
            forget_unseen(store, {picture_uid for (picture_uid,) in pictures})
            run("DELETE FROM references_taken_away")
            tables.update(["tiles"] if layers else [], ["meshes"] if meshes else [])
            tables.update(["pictures"] if pictures else [])
