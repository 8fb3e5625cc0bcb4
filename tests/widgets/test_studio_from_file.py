"""A page from a file of another program, opened from the Studio itself."""

from __future__ import annotations

from pathlib import Path

import pytest
import trimesh
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu
from room_parts import OpenRoom, open_room

from app.model.entities import WorkKind
from app.model.space import Clay, SpaceStroke
from widgets.studio import from_file

pytestmark = [pytest.mark.qt, pytest.mark.gl]


@pytest.fixture
def room(qtbot, tmp_path: Path):
    with open_room(tmp_path, qtbot) as made:
        yield made


def opened(room: OpenRoom, path: Path) -> str:
    before = room.page.work.uid
    room.page.from_file.open(path)
    room.wait(lambda: room.page.work is not None and room.page.work.uid != before)
    room.wait(lambda: room.page.sheet.stand.is_ready)
    return room.page.work.uid


def a_sketch(room: OpenRoom, path: Path) -> list[SpaceStroke]:
    room.draw((0.3, 0.4), (0.6, 0.5))
    room.draw((0.3, 0.6), (0.6, 0.7))
    room.sheet.in_out.save(path)
    room.wait(path.exists)
    return room.strokes


def test_a_sketch_of_another_program_becomes_a_page_that_is_shown(room, tmp_path):
    path = tmp_path / "A bird.tilt"
    strokes = a_sketch(room, path)
    opened(room, path)
    assert (room.page.work.kind, room.page.work.title) == (WorkKind.SPACE, "A bird")
    assert [len(each.points) for each in room.strokes] == [len(each.points) for each in strokes]
    kept = room.context.library.submit(lambda it: it.work_summaries()).result(20)
    assert room.page.work.uid in {each.uid for each in kept}


def test_a_model_becomes_a_page_of_clay(room, tmp_path):
    trimesh.creation.icosphere(subdivisions=3, radius=0.2).export(tmp_path / "ball.glb")
    opened(room, tmp_path / "ball.glb")
    assert room.page.work.kind is WorkKind.CLAY
    (piece,) = room.parts(Clay)
    assert len(room.document.mesh(piece.mesh_uid).values) > 600


def test_a_file_that_was_opened_before_is_shown_as_one_left_it(room, tmp_path):
    path = tmp_path / "bird.tilt"
    a_sketch(room, path)
    first = room.page.work.uid
    uid = opened(room, path)
    room.draw((0.2, 0.2), (0.4, 0.2))
    room.page.open_work(first)
    room.wait(lambda: room.page.work is not None and room.page.work.uid == first)
    assert opened(room, path) == uid
    assert len(room.strokes) == 3
    assert room.page.word.words.text() == str(from_file.HERE_ALREADY).format(name="bird.tilt")


def test_a_broken_file_is_told_and_the_page_stays(room, tmp_path):
    (tmp_path / "broken.tilt").write_bytes(b"PK nonsense")
    before = room.page.work.uid
    room.page.from_file.open(tmp_path / "broken.tilt")
    room.wait(lambda: "broken.tilt" in room.page.word.words.text())
    assert room.page.work.uid == before
    assert not room.page.progress.isVisible()


def test_a_file_without_a_page_is_told(room, tmp_path):
    (tmp_path / "words.txt").write_text("Only words.")
    before = room.page.work.uid
    room.page.from_file.open(tmp_path / "words.txt")
    assert "no page in “words.txt”" in room.page.word.words.text()
    assert room.page.work.uid == before


def test_what_nobody_foresaw_is_told_and_nothing_is_lost(room):
    room.page.from_file._fail("bird.tilt", RuntimeError("surprise"))
    told = room.page.word.words.text()
    assert "“bird.tilt” could not be opened" in told
    assert "Your library is as it was" in told


def test_the_menu_of_new_pages_and_a_command_ask_for_the_file(room):
    menu = room.page.top_bar.findChild(QMenu, "studio.new.menu")
    menu.findChild(QAction, "studio.new.file").trigger()
    (dialog,) = room.page.window().findChildren(QFileDialog)
    assert "*.tilt" in dialog.nameFilters()[0]
    dialog.reject()
    assert room.row("studio.from_file").is_enabled()
