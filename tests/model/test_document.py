"""One door to change a document: scopes, merges, failures, loading."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from app.model.changes import ChangeKind, Changes
from app.model.document import Document
from app.model.entities import CheckIn, Entry, Layer, SafetyMark, Stroke, Work, WorkKind
from app.model.tiles import NOTHING, Rect, TileGrid

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PAGE = Entry("page", date(2026, 3, 1), NOW, "morning")
WORK = Work("work", WorkKind.PAINTING, "", 130, 70, ("layer",), NOW)
LAYER = Layer("layer", "work", "Layer 1")


def _slip(document: Document) -> None:
    with document.edit("Draw", scope="work") as edit:
        edit.grid("layer", Rect(0, 0, 130, 70)).tiles[:] = 999
        edit.remove("layer")
        edit.add_grid("other", TileGrid.empty(9, 9))
        edit.put(replace(WORK, title="half done"))
        raise ZeroDivisionError


@pytest.fixture
def document() -> Document:
    document = Document()
    with document.edit("New painting", scope="work") as edit:
        edit.put(WORK)
        edit.put(LAYER)
        edit.add_grid("layer", TileGrid.empty(130, 70))
    return document


def _told(document: Document) -> list[Changes]:
    told: list[Changes] = []
    document.committed.connect(told.append)
    return told


def _fill(document: Document, value: int, rect: Rect, *, merge: str = "") -> None:
    with document.edit("Draw", scope="work", merge=merge) as edit:
        grid = edit.grid("layer", rect)
        for row, column in grid.covering(rect):
            grid.tiles[row, column] = value


def test_one_edit_is_one_signal_and_one_step(document: Document) -> None:
    told = _told(document)
    with document.edit("Write", scope="page") as edit:
        edit.put(PAGE)
        edit.put(replace(PAGE, text="morning, and rain"))
    assert len(told) == 1
    assert told[0].entities[0].before is None
    assert told[0].entities[0].after == replace(PAGE, text="morning, and rain")
    assert document.steps("page") == ("Write",)


def test_an_edit_that_changes_nothing_is_not_told(document: Document) -> None:
    told = _told(document)
    with document.edit("Look", scope="work") as edit:
        edit.put(WORK)
        edit.grid("layer", Rect(0, 0, 130, 70))
    assert told == []
    assert document.steps("work") == ("New painting",)


def test_undo_in_the_journal_leaves_the_painting_alone(document: Document) -> None:
    with document.edit("Write", scope="page") as edit:
        edit.put(PAGE)
    _fill(document, 7, Rect(0, 0, 10, 10))
    document.undo("page")
    assert document.find("page") is None
    assert document.grid("layer").tiles[0, 0, 0, 0, 0] == 7
    document.undo("work")
    assert not document.grid("layer").tiles.any()


def test_an_estimate_may_arrive_while_a_stroke_is_under_the_pen(document: Document) -> None:
    with document.edit("Draw", scope="work") as stroke:
        stroke.grid("layer", Rect(0, 0, 10, 10)).tiles[0, 0] = 9
        with document.edit("Write", scope="page") as edit:
            edit.put(PAGE)
        assert document.is_editing("work")
        assert not document.is_editing("page")
    assert document.steps("work") == ("New painting", "Draw")
    assert document.steps("page") == ("Write",)


def test_two_edits_of_one_painting_at_once_are_refused(document: Document) -> None:
    with (
        document.edit("Draw", scope="work"),
        pytest.raises(RuntimeError, match="open already"),
        document.edit("Draw", scope="work"),
    ):
        pass


def test_undo_waits_for_the_stroke_under_the_pen(document: Document) -> None:
    with document.edit("Draw", scope="work"):
        assert document.undo("work") is None
        assert document.redo("work") is None
    assert document.undo("work") is not None


def test_what_belongs_to_a_painting_is_not_changed_from_a_page(document: Document) -> None:
    with (
        pytest.raises(ValueError, match="another scope"),
        document.edit("Write", scope="page") as edit,
    ):
        edit.put(replace(LAYER, name="mine now"))
    assert document.find("layer") == LAYER


def test_a_failing_edit_leaves_no_trace(document: Document) -> None:
    told = _told(document)
    _fill(document, 3, Rect(0, 0, 64, 64))
    before = document.grid("layer").tiles.copy()
    with pytest.raises(ZeroDivisionError):
        _slip(document)
    assert np.array_equal(document.grid("layer").tiles, before)
    assert document.find("layer") == LAYER
    assert document.find("work") == WORK
    assert not document.has_grid("other")
    assert len(told) == 1
    assert not document.is_editing("work")


def test_a_drag_is_one_step_back(document: Document) -> None:
    for opacity in (0.9, 0.6, 0.3):
        with document.edit("Change a layer", scope="work", merge="drag 1") as edit:
            edit.put(replace(LAYER, opacity=opacity))
    assert document.steps("work") == ("New painting", "Change a layer")
    changes = document.undo("work")
    assert changes is not None
    assert changes.kind is ChangeKind.UNDO
    assert document.find("layer") == LAYER


def test_two_drags_are_two_steps_back(document: Document) -> None:
    for gesture, opacity in (("drag 1", 0.5), ("drag 2", 0.2)):
        with document.edit("Change a layer", scope="work", merge=gesture) as edit:
            edit.put(replace(LAYER, opacity=opacity))
    document.undo("work")
    assert document.find("layer") == replace(LAYER, opacity=0.5)


def test_a_drag_back_to_where_it_began_leaves_no_step(document: Document) -> None:
    for opacity in (0.5, 1.0):
        with document.edit("Change a layer", scope="work", merge="drag 1") as edit:
            edit.put(replace(LAYER, opacity=opacity))
    assert document.steps("work") == ("New painting",)


def test_pixels_of_one_stroke_in_parts_come_back_in_one_step(document: Document) -> None:
    _fill(document, 1, Rect(0, 0, 64, 64))
    _fill(document, 2, Rect(0, 0, 128, 64), merge="stroke")
    _fill(document, 3, Rect(64, 0, 130, 70), merge="stroke")
    document.undo("work")
    tiles = document.grid("layer").tiles
    assert (tiles[0, 0] == 1).all()
    assert not tiles[0, 1:].any()
    document.redo("work")
    assert (tiles[0, 0] == 2).all()
    assert (tiles[0, 1:] == 3).all()


def test_changes_say_which_part_of_the_canvas_to_redraw(document: Document) -> None:
    told = _told(document)
    _fill(document, 5, Rect(70, 3, 80, 9))
    assert told[0].dirty == Rect(64, 0, 128, 64)
    with document.edit("Rename", scope="work") as edit:
        edit.put(replace(LAYER, name="sky"))
    assert told[1].dirty == NOTHING


def test_what_was_told_never_changes_afterwards(document: Document) -> None:
    told = _told(document)
    _fill(document, 5, Rect(0, 0, 10, 10))
    with pytest.raises(ValueError, match="read-only"):
        told[0].tiles[0].after[0, 0] = 1
    _fill(document, 6, Rect(0, 0, 10, 10))
    assert (told[0].tiles[0].after == 5).all()
    assert (told[1].tiles[0].before == 5).all()


def test_a_new_deed_forgets_what_was_undone(document: Document) -> None:
    _fill(document, 5, Rect(0, 0, 10, 10))
    document.undo("work")
    _fill(document, 6, Rect(0, 0, 10, 10))
    assert not document.can_redo("work")
    assert document.redo("work") is None


def test_very_old_steps_go_when_there_is_no_room_for_them(document: Document) -> None:
    small = Document(undo_bytes=200_000)
    small.load({"work": WORK, "layer": LAYER}, {"layer": TileGrid.empty(130, 70)}, scope="work")
    for value in range(1, 9):
        _fill(small, value, Rect(0, 0, 10, 10))
    undone = 0
    while small.undo("work"):
        undone += 1
    assert 1 <= undone < 8
    assert (small.grid("layer").tiles[0, 0] == 8 - undone).all()


def test_a_loaded_painting_has_nothing_to_undo() -> None:
    document = Document()
    told = _told(document)
    document.load({"work": WORK, "layer": LAYER}, {"layer": TileGrid.empty(130, 70)}, scope="work")
    assert document.find("work") == WORK
    assert not document.can_undo("work")
    assert told == []


def test_a_painting_that_is_put_away_is_gone_with_its_undo(document: Document) -> None:
    with document.edit("Write", scope="page") as edit:
        edit.put(PAGE)
    document.unload("work")
    assert dict(document.entities) == {"page": PAGE}
    assert not document.has_grid("layer")
    assert not document.can_undo("work")
    assert document.can_undo("page")


def test_a_painting_opened_again_shows_what_the_library_holds(document: Document) -> None:
    _fill(document, 5, Rect(0, 0, 10, 10))
    document.unload("work")
    stored = TileGrid.empty(130, 70)
    stored.tiles[0, 0] = 77
    document.load({"work": WORK, "layer": LAYER}, {"layer": stored}, scope="work")
    _fill(document, 6, Rect(0, 0, 10, 10))
    document.undo("work")
    assert (document.grid("layer").tiles[0, 0] == 77).all()


def test_a_check_in_and_a_painting_do_not_share_their_undo(document: Document) -> None:
    with document.edit("Check in") as edit:
        edit.put(CheckIn("how", NOW, valence=0.2))
    assert document.steps("") == ("Check in",)
    document.undo("work")
    assert document.find("how") is not None


def test_a_stroke_knows_its_points_and_keeps_them() -> None:
    points = np.zeros((2, 6), np.float32)
    stroke = Stroke(
        "s",
        "work",
        "layer",
        "brush",
        (1, 2, 3),
        4.0,
        1.0,
        False,
        7,
        NOW,
        points,
    )
    same = replace(stroke, points=points.copy())
    other = replace(stroke, points=np.ones((2, 6), np.float32))
    assert stroke == same
    assert stroke != other
    assert hash(stroke) == hash(same)
    with pytest.raises(ValueError, match="read-only"):
        stroke.points[0, 0] = 1


def test_undo_passes_over_what_the_program_added_by_itself() -> None:
    document = Document()
    told: list[Changes] = []
    document.committed.connect(told.append)
    entry = Entry("e", date(2026, 11, 21), datetime(2026, 11, 21, tzinfo=UTC), "one")
    with document.edit("Write", scope="e") as edit:
        edit.put(entry)
    with document.edit("Read the page", scope="e", is_undoable=False) as edit:
        edit.put(SafetyMark("m", datetime(2026, 11, 21, tzinfo=UTC), ("loss",)))
    assert document.steps("e") == ("Write",)
    assert len(told) == 2
    document.undo("e")
    assert document.find("e") is None
    assert document.find("m") is not None
    document.redo("e")
    assert document.find("e") == entry
