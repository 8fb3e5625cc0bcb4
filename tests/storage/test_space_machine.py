"""Whatever a person does in space, takes back and does again, the library holds the same."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from app.model.meshes import Mesh
from app.storage.journal_rows import PICTURES
from app.storage.library import Library
from app.storage.mesh_rows import read_meshes
from app.storage.rows import read
from app.storage.space_rows import SPACE_KINDS
from app.storage.work_rows import LAYERS, WORKS
from tests.model.space_machine import SpaceMachine
from tests.model.space_mirror import Snapshot, snapshot_of
from tests.storage.library_mirror import HeldToALibrary


def kept(library: Library) -> Snapshot:
    """Return what a library holds."""
    database = library._database
    kinds = (WORKS, LAYERS, PICTURES, *SPACE_KINDS.values())
    entities = {row.uid: row for kind in kinds for row in read(database, kind)}
    meshes: dict[str, Mesh] = {}
    for work in read(database, WORKS):
        meshes |= read_meshes(database, work.uid)
    return snapshot_of(entities, meshes)


class LibraryMachine(HeldToALibrary[Snapshot], SpaceMachine):
    """A page in space whose mirror is a real library."""

    read = staticmethod(kept)


def test_drawing_modelling_undo_and_redo_are_the_same_in_the_library():
    run_state_machine_as_test(
        LibraryMachine,
        settings=settings(
            max_examples=20, stateful_step_count=25, suppress_health_check=list(HealthCheck)
        ),
    )
