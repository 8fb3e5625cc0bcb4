"""A second copy of the program on one library only reads, and says so kindly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from whole_program import PASSPHRASE, Program, new_person, painted, program

from app.services import places
from app.services.library import LibraryService, Vault
from app.storage.sealing import Argon
from widgets.reading_only import READING, READING_SHORT

pytestmark = pytest.mark.qt


@pytest.fixture
def first(tmp_path: Path) -> Iterator[LibraryService]:
    """A window that was open before: it has the library."""
    profile = new_person(tmp_path, "A morning by the sea")
    vault = Vault(places.libraries(tmp_path), argon=Argon(1, 64))
    service = vault.open_with_passphrase(profile, PASSPHRASE).result(30)
    painted(service, "Shore")
    yield service
    service.close()
    vault.close()


@pytest.fixture
def second(
    first: LibraryService, qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> Iterator[Program]:
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        yield begun


def count(service: LibraryService) -> int:
    return service.submit(lambda library: len(list(library.audit.rows()))).result(20)


def test_it_says_why_once_and_writes_nothing(second: Program, first: LibraryService) -> None:
    before = count(first)
    assert second.session.library.is_read_only
    assert "already open in another Innerscape window" in second.said()
    assert second.said().count("already open") == 1
    assert str(READING_SHORT) in second.said()
    for name in ("today", "studio", "journal", "progress", "library", "settings"):
        second.go(name)
    assert str(READING_SHORT) in second.said()
    assert second.session.library.pending == 0
    assert count(first) == before


def test_the_canvas_takes_no_stroke_and_says_so(
    second: Program, first: LibraryService, qtbot: QtBot
) -> None:
    before = count(first)
    second.go("studio")
    page = second.session.studio_page
    second.wait(lambda: page.easel.is_ready)
    pixels = page.easel.buffer.pixels.copy()
    middle = page.canvas.rect().center()
    qtbot.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(page.canvas, middle + QPoint(40, 30))
    qtbot.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 30))
    assert str(READING) in second.said()
    assert not page.easel.is_drawing
    assert (page.easel.buffer.pixels == pixels).all()
    page.begin_page()
    page.ask_done()
    page.add_layer()
    assert len(page.easel.layers) == 1
    assert count(first) == before


def test_the_page_takes_no_words_and_says_so(
    second: Program, first: LibraryService, qtbot: QtBot
) -> None:
    (entry,) = first.submit(lambda library: library.entry_summaries()).result(20)
    page = second.go("journal")
    page.open_entry(entry.uid)
    second.wait(lambda: "morning by the sea" in page.editor.toPlainText())
    qtbot.keyClicks(page.editor, "something new")
    assert page.editor.toPlainText() == "A morning by the sea"
    assert str(READING) in second.said()
    page.notice.hide()
    qtbot.keyClick(page.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.notice.isVisible()
    for row in page.rows():
        if row.id in ("journal.write", "journal.bin", "journal.bold", "journal.day"):
            page.notice.hide()
            row.run()
            assert str(READING) in second.said(), row.id
    assert page.editor.toPlainText() == "A morning by the sea"


def test_today_and_the_library_ask_for_nothing_they_could_not_keep(second: Program) -> None:
    second.go("today")
    assert not second.has("today.keep")
    assert not second.has("today.empty_page")
    assert str(READING) in second.said()
    page = second.go("library")
    second.wait(lambda: page.wall.model.rowCount() == 1)
    page.wall.view.setCurrentIndex(page.wall.model.index(0))
    page.wall.bin_chosen()
    assert page.notice.words.text() == str(READING)
    assert page.backups is None


def test_what_the_first_writes_is_read_by_the_second(
    second: Program, first: LibraryService
) -> None:
    painted(first, "Garden")
    page = second.go("library")
    second.wait(lambda: page.wall.model.rowCount() == 2)


def test_help_is_there_all_the_same(second: Program) -> None:
    second.go("today")
    second.session.companion.help_requested()
    assert second.session.companion.shows_help


def test_once_the_first_is_closed_locking_and_opening_writes_again(
    second: Program, first: LibraryService
) -> None:
    first.close()
    second.press("reading.leave")
    second.unlock()
    second.wait(second.is_open)
    assert not second.session.library.is_read_only
    assert "already open" not in second.said()
