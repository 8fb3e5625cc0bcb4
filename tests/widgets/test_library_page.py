from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from journal_parts import NOON, Clock, journal_context
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.commands.paint import new_painting
from app.commands.row import CommandTable
from app.formats.png import pixels_of
from app.model.entities import Entry, Work, new_uid
from app.model.tiles import ONE, Rect
from widgets.context import Context
from widgets.library.page import LibraryPage
from widgets.parts import GhostButton

pytestmark = pytest.mark.qt
RED = (ONE, 0, 0, ONE)


def painted(context: Context, title: str) -> Work:
    work = new_painting(context.document, width=96, height=64, created_at=NOON, title=title)
    with context.document.edit("Paint", scope=work.uid) as edit:
        edit.grid(work.layers[0], Rect(0, 0, 96, 64)).tiles[0, 0] = np.array(RED, np.uint16)
    return work


class Open:
    """A library page that is open, and the parts behind it."""

    def __init__(self, context: Context, qtbot) -> None:
        self.context, self._qtbot = context, qtbot
        self.page = LibraryPage(context)
        self.page.resize(900, 700)
        qtbot.addWidget(self.page)
        self.page.show()
        self.page.refresh()

    def wait(self, until) -> None:
        self._qtbot.waitUntil(lambda: bool(until()), timeout=20000)

    def titles(self) -> list[str]:
        model = self.page.wall.model
        return [str(model.data(model.index(row))) for row in range(model.rowCount())]

    def kept(self, uid: str) -> Work:
        entities, *_ = self.context.library.submit(lambda found: found.load_work(uid)).result(20)
        work = entities[uid]
        assert isinstance(work, Work)
        return work


@pytest.fixture
def opened(qtbot, tmp_path: Path) -> Iterator[Open]:
    with journal_context(tmp_path, Clock()) as context:
        for title in ("Shore", "Garden"):
            work = painted(context, title)
            context.document.unload(work.uid)
        found = Open(context, qtbot)
        found.wait(lambda: found.page.wall.model.rowCount() == 2)
        yield found
        found.page.close()


def choose(opened: Open, title: str) -> str:
    row = opened.titles().index(title)
    opened.page.wall.view.setCurrentIndex(opened.page.wall.model.index(row))
    assert opened.page.wall.chosen is not None
    return opened.page.wall.chosen.uid


def test_enter_opens_the_chosen_picture(opened: Open, qtbot):
    uid = choose(opened, "Garden")
    opened.page.wall.view.setFocus()
    with qtbot.waitSignal(opened.page.open_work) as asked:
        QTest.keyClick(opened.page.wall.view, Qt.Key.Key_Return)
    assert asked.args == [uid]


def test_another_title_is_kept_without_opening_the_picture(opened: Open):
    uid = choose(opened, "Shore")
    opened.page.wall.rename_chosen()
    opened.page.wall._rename.setText("The other shore")
    QTest.keyClick(opened.page.wall._rename, Qt.Key.Key_Return)
    opened.wait(lambda: "The other shore" in opened.titles())
    assert opened.kept(uid).title == "The other shore"
    assert opened.context.document.find(uid) is None


def test_a_thrown_away_picture_comes_back_from_the_bin(opened: Open):
    uid = choose(opened, "Shore")
    opened.page.wall.bin_chosen()
    opened.wait(lambda: opened.titles() == ["Garden"])
    assert opened.kept(uid).binned_at == NOON
    opened.page.show_room("bin")
    opened.wait(lambda: opened.page.bin._rows.count() == 1)
    card = opened.page.bin._rows.itemAt(0).widget()
    assert any("21 December" in label.text() for label in card.findChildren(QLabel))
    card.findChild(GhostButton, "library.restore").click()
    opened.wait(lambda: opened.page.bin._rows.count() == 0)
    assert opened.kept(uid).binned_at is None
    assert opened.page.step_back()
    opened.wait(lambda: sorted(opened.titles()) == ["Garden", "Shore"])


def test_a_page_of_the_journal_comes_back_too(opened: Open):
    written = NOON - timedelta(days=3)
    entry = Entry(new_uid(), written.date(), written, "Not today", binned_at=NOON)
    with opened.context.document.edit("Write", scope=entry.uid) as edit:
        edit.put(entry)
    opened.context.document.unload(entry.uid)
    opened.page.show_room("bin")
    opened.wait(lambda: opened.page.bin._rows.count() == 1)
    opened.page.bin._rows.itemAt(0).widget().findChild(GhostButton, "library.restore").click()
    opened.wait(lambda: opened.page.bin._rows.count() == 0)
    found = opened.context.library.submit(lambda lib: lib.load_entry(entry.uid)).result(20)
    assert found[entry.uid].binned_at is None


def test_a_picture_saved_as_png_has_the_pixels_of_the_canvas(opened: Open, tmp_path: Path):
    uid = choose(opened, "Shore")
    opened.page.wall.save_to(uid, tmp_path / "shore")
    opened.wait((tmp_path / "shore.png").exists)
    pixels = pixels_of((tmp_path / "shore.png").read_bytes())
    assert pixels.shape == (64, 96, 3)
    assert tuple(pixels[5, 5]) == (255, 0, 0)
    assert tuple(pixels[5, 80]) == (255, 255, 255)
    opened.wait(lambda: "not encrypted" in opened.page.notice.words.text())


def test_saving_into_a_folder_that_is_gone_says_so(opened: Open, tmp_path: Path):
    opened.page.wall.save_to(choose(opened, "Shore"), tmp_path / "gone" / "shore.png")
    opened.wait(lambda: "is not there any more" in opened.page.notice.words.text())
    assert "safe in your library" in opened.page.notice.words.text()


def test_what_is_stored_is_counted_and_checked(opened: Open):
    opened.page.show_room("stored")
    opened.wait(lambda: "2 pictures, 0 pages" in opened.page.stored._words.text())
    opened.page.stored.check.click()
    opened.wait(opened.page.stored.check.isEnabled)
    assert opened.page.stored._found.text() == "Everything is there and whole."


def test_a_check_of_the_library_can_be_stopped(opened: Open):
    opened.page.show_room("stored")
    stored, is_pressed = opened.page.stored, threading.Event()
    opened.context.library.submit(lambda library: is_pressed.wait(20))
    stored.check.click()
    opened.wait(stored.running.stop.isVisible)
    stored.running.stop.click()
    is_pressed.set()
    opened.wait(stored.check.isEnabled)
    assert stored._found.text() == "Stopped. Nothing was changed."


def test_every_button_has_a_name_and_a_key(opened: Open):
    CommandTable().add(opened.page.rows())
    for button in opened.page.findChildren(QAbstractButton):
        spoken = QAccessible.queryAccessibleInterface(button)
        if button.isVisible() and button.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert spoken.text(QAccessible.Text.Name), button.objectName()
    wall = QAccessible.queryAccessibleInterface(opened.page.wall.view)
    assert wall.text(QAccessible.Text.Name) == "Your pictures"
