"""Whatever a person paints, takes back and does again, the library holds the same."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from app.storage.library import Library
from app.storage.rows import read
from app.storage.work_rows import LAYERS, STROKES, TILES, WORKS
from tests.model.machine import PaintingMachine, Snapshot
from tests.storage.library_mirror import HeldToALibrary


def snapshot_of(library: Library) -> Snapshot:
    """Return what a library holds, pixels of layers taken away too."""
    database = library._database
    entities = {row.uid: row for kind in (WORKS, LAYERS, STROKES) for row in read(database, kind)}
    tiles = {
        (tile.layer_uid, tile.row, tile.column): tile.pixels.tobytes()
        for tile in read(database, TILES)
    }
    return entities, tiles


class LibraryMachine(HeldToALibrary[Snapshot], PaintingMachine):
    """A painting whose mirror is a real library."""

    read = staticmethod(snapshot_of)


def test_painting_undo_and_redo_are_the_same_in_the_library():
    run_state_machine_as_test(
        LibraryMachine,
        settings=settings(
            max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck)
        ),
    )
