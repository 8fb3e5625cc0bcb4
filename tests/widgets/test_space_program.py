"""The whole program with pages in space: begun on Today, made, done, found again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from studio_parts import Pen
from whole_program import Program, new_person, program

from app.commands.space import parts_of
from app.model.entities import WorkKind
from app.model.space import Clay, SpaceStroke
from widgets.library.wall_model import described
from widgets.parts import Thumbnail

pytestmark = [pytest.mark.qt, pytest.mark.gl]


@pytest.fixture
def begun(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    new_person(tmp_path)
    with program(qapp, tmp_path, qtbot) as made:
        made.studio.settings.change(is_studio_full=True)
        made.unlock()
        made.wait(made.is_open)
        yield made


def test_a_page_in_space_and_clay_are_begun_on_today_and_found_in_the_library(begun):
    begun.go("today")
    begun.press("today.space")
    page = begun.session.studio_page
    begun.wait(lambda: page.space is not None and page.space.room.is_ready)
    space = page.space
    begun.wait(lambda: not space.environs.is_busy)
    width, height = space.canvas.width(), space.canvas.height()
    for y in (0.3, 0.5, 0.7):
        Pen().draw(space.canvas, (width * 0.3, height * y), (width * 0.7, height * y))
    first = page.work.uid
    strokes = list(parts_of(begun.session.document, first, SpaceStroke))
    assert len(strokes) == 3
    begun.press("studio.done")
    begun.press("studio.done.skip")
    begun.go("today")
    begun.press("today.clay")
    begun.wait(lambda: page.work is not None and page.work.kind is WorkKind.CLAY)
    begun.wait(lambda: space.room.is_ready)
    second = page.work.uid
    Pen().draw(space.canvas, (width * 0.55, height * 0.5), (width * 0.6, height * 0.45))
    (piece,) = parts_of(begun.session.document, second, Clay)
    values = begun.session.document.mesh(piece.mesh_uid).values.copy()
    library = begun.go("library")
    begun.wait(lambda: library.wall.model.rowCount() == 2)
    kinds = [described(library.wall.model._works[row]) for row in range(2)]
    assert sorted(kinds) == ["Untitled (clay)", "Untitled (in space)"]
    for uid in (first, second):
        kept = begun.session.library.submit(lambda it, uid=uid: it.thumbnail(uid)).result(20)
        assert kept
    library.wall.choose(first)
    library.wall.open_chosen()
    begun.wait(lambda: page.work is not None and page.work.uid == first)
    assert list(parts_of(begun.session.document, first, SpaceStroke)) == strokes
    begun.session.open_work(second)
    begun.wait(lambda: page.work is not None and page.work.uid == second)
    assert (begun.session.document.mesh(piece.mesh_uid).values == values).all()
    begun.go("today")
    begun.wait(lambda: len(begun.studio.window.findChildren(Thumbnail)) >= 2)


def test_a_page_in_space_is_still_there_when_the_language_changes(begun):
    begun.go("today")
    begun.press("today.space")
    page = begun.session.studio_page
    begun.wait(lambda: page.space is not None and page.space.room.is_ready)
    Pen().draw(page.space.canvas, (300, 300), (500, 320))
    uid = page.work.uid
    begun.session.build_again()
    begun.wait(lambda: begun.session.studio_page is not page)
    again = begun.session.studio_page
    begun.wait(lambda: again.work is not None and again.work.uid == uid)
    begun.wait(lambda: again.space is not None and again.space.room.is_ready)
    assert len(list(parts_of(begun.session.document, uid, SpaceStroke))) == 1
    assert again.findChild(QAbstractButton, "space.tool.brush") is not None


def test_the_studio_is_built_without_anything_of_pages_in_space():
    code = (
        "import sys; import widgets.studio.page, widgets.today.page; "
        "bad = [m for m in ('vispy', 'app.scene', 'app.geometry', 'numba', 'widgets.space.sheet') "
        "if m in sys.modules]; sys.exit(repr(bad) if bad else 0)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
