"""Whatever a person does in space, takes back and does again, the library holds the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from app.model.changes import Changes
from app.model.meshes import Mesh
from app.services.library_worker import LibraryService
from app.storage.journal_rows import PICTURES
from app.storage.library import Library
from app.storage.mesh_rows import read_meshes
from app.storage.rows import read
from app.storage.space_rows import SPACE_KINDS
from app.storage.work_rows import LAYERS, WORKS
from tests.model.space_machine import SpaceMachine
from tests.model.space_mirror import Snapshot, snapshot_of

KEY = bytes(range(32))


def kept(library: Library) -> Snapshot:
    """Return what a library holds."""
    database = library._database
    kinds = (WORKS, LAYERS, PICTURES, *SPACE_KINDS.values())
    entities = {row.uid: row for kind in kinds for row in read(database, kind)}
    meshes: dict[str, Mesh] = {}
    for work in read(database, WORKS):
        meshes |= read_meshes(database, work.uid)
    return snapshot_of(entities, meshes)


class LibraryMirror:
    """A library behind its worker, as the program has it; gestures are merged on the way."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "private.library"
        self._service = LibraryService(lambda: Library.create(path, KEY))

    def apply(self, changes: Changes) -> None:
        self._service.save(changes)

    def snapshot(self) -> Snapshot:
        return self._service.submit(kept).result(30)

    def close(self) -> None:
        try:
            assert self._service.submit(lambda library: library.check(deep=True)).result(30) == []
        finally:
            assert self._service.close()
            self._folder.cleanup()


class LibraryMachine(SpaceMachine):
    """A page in space whose mirror is a real library."""

    def new_mirror(self) -> LibraryMirror:
        self.library = LibraryMirror()
        return self.library

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()


def test_drawing_modelling_undo_and_redo_are_the_same_in_the_library():
    run_state_machine_as_test(
        LibraryMachine,
        settings=settings(
            max_examples=20, stateful_step_count=25, suppress_health_check=list(HealthCheck)
        ),
    )
