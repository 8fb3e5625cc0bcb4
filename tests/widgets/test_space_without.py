"""Where something is missing for a page in space, it is said, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel
from room_parts import OpenRoom
from studio_parts import Pen, studio_context

from app.commands.space import parts_of
from app.commands.space_erase import remove_parts
from app.model.entities import WorkKind
from app.model.space import Clay, SpaceStroke
from widgets.canvas import choose_presenter
from widgets.space import viewing
from widgets.space.glass import NO_GL
from widgets.space.shaping import UNSHAPED
from widgets.studio.page import StudioPage

pytestmark = pytest.mark.qt


@pytest.fixture
def room(qtbot, tmp_path: Path, monkeypatch):
    # as on a platform that shows no OpenGL
    for module in (viewing, choose_presenter):
        monkeypatch.setattr(module, "has_gl_platform", lambda: False)
    with studio_context(tmp_path) as context:
        context.settings.change(is_studio_full=True)
        page = StudioPage(context)
        qtbot.addWidget(page)
        page.resize(1200, 820)
        page.show()
        page.begin_page(kind=WorkKind.CLAY)
        made = OpenRoom(context, page, qtbot)
        made.wait(lambda: page.space is not None and page.space.room.is_ready, timeout=120000)
        made.wait(lambda: not made.sheet.environs.is_busy)
        yield made
        page.flush()
        page.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def said(room: OpenRoom) -> str:
    return " ".join(label.text() for label in room.canvas.findChildren(QLabel))


def test_without_opengl_it_is_said_that_the_page_is_safe_and_painting_works(room):
    assert str(NO_GL) in said(room)
    uid = room.page.work.uid
    room.page.begin_page()
    room.wait(lambda: room.page.work is not None and room.page.work.kind is WorkKind.PAINTING)
    room.wait(lambda: room.page.easel.is_ready)
    Pen().draw(room.page.canvas, (300, 300), (400, 300))
    assert room.page.easel.steps
    kept = room.context.library.submit(lambda library: library.load_work(uid)).result(20)
    assert any(isinstance(each, Clay) for each in kept.entities.values())


def test_where_there_is_no_clay_the_way_to_some_is_told(room):
    (piece,) = parts_of(room.document, room.page.work.uid, Clay)
    remove_parts(room.document, room.page.work.uid, [piece.uid])
    room.sheet.clay_panel.remesh.click()
    assert "no clay on this page" in room.page.word.words.text()


def test_that_only_strokes_can_be_grouped_is_told(room):
    room.run("space.choose_all")
    room.run("space.group")
    assert "Only strokes can be grouped" in room.page.word.words.text()
    assert not list(parts_of(room.document, room.page.work.uid, SpaceStroke))


def test_clay_that_cannot_be_made_for_any_reason_is_told_to_be_safe(room):
    (piece,) = parts_of(room.document, room.page.work.uid, Clay)
    # a piece that no rule for clay knows
    room.sheet.shaping.begin(None)
    room.wait(lambda: bool(room.page.word.words.text()))
    assert room.page.word.words.text() == str(UNSHAPED)
    assert list(parts_of(room.document, room.page.work.uid, Clay)) == [piece]
    assert not room.sheet.clay_panel.stop.isVisible()


def test_a_mesh_that_cannot_be_made_is_told_and_the_clay_is_safe(room):
    (piece,) = parts_of(room.document, room.page.work.uid, Clay)
    room.sheet.shaping.simplify(10**6)
    room.wait(lambda: bool(room.page.word.words.text()))
    assert list(parts_of(room.document, room.page.work.uid, Clay)) == [piece]
    assert not room.sheet.clay_panel.stop.isVisible()
