"""Whatever a person paints, takes back and does again, the library holds the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from app.model.changes import Changes
from app.services.library_worker import LibraryService
from app.storage.library import Library
from app.storage.rows import read
from app.storage.work_rows import LAYERS, STROKES, TILES, WORKS
from tests.model.machine import PaintingMachine, Snapshot

KEY = bytes(range(32))


def snapshot_of(library: Library) -> Snapshot:
    """Return what a library holds, pixels of layers taken away too."""
    database = library._database
    entities = {row.uid: row for kind in (WORKS, LAYERS, STROKES) for row in read(database, kind)}
    tiles = {
        (tile.layer_uid, tile.row, tile.column): tile.pixels.tobytes()
        for tile in read(database, TILES)
    }
    return entities, tiles


class LibraryMirror:
    """A library behind its worker, as the program has it; gestures are merged on the way."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "private.library"
        self._service = LibraryService(lambda: Library.create(path, KEY))

    def apply(self, changes: Changes) -> None:
        self._service.save(changes)

    def snapshot(self) -> Snapshot:
        return self._service.submit(snapshot_of).result(30)

    def close(self) -> None:
        try:
            assert self._service.submit(lambda library: library.check(deep=True)).result(30) == []
        finally:
            assert self._service.close()
            self._folder.cleanup()


class LibraryMachine(PaintingMachine):
    """A painting whose mirror is a real library."""

    def new_mirror(self) -> LibraryMirror:
        self.library = LibraryMirror()
        return self.library

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()


def test_painting_undo_and_redo_are_the_same_in_the_library():
    run_state_machine_as_test(
        LibraryMachine,
        settings=settings(
            max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck)
        ),
    )
