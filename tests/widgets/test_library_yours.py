"""A person takes everything along, brings it in again, and erases what they name."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from journal_parts import NOON, Clock, journal_context
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.commands.paint import new_painting
from app.model.entities import CheckIn, Entry, new_uid
from tests.storage import people
from widgets.context import Context
from widgets.library.erasing import KINDS, MOST
from widgets.library.page import LibraryPage

pytestmark = pytest.mark.qt


class Open:
    """A library page, open where everything is the person's own."""

    def __init__(self, context: Context, qtbot) -> None:
        self.context, self._qtbot = context, qtbot
        self.page = LibraryPage(context)
        self.page.resize(1000, 1200)
        qtbot.addWidget(self.page)
        self.page.quiet_wanted.connect(lambda job: job(self.page))
        self.page.show()
        self.page.show_room("yours")

    @property
    def take(self):
        return self.page.yours.take

    @property
    def bring(self):
        return self.page.yours.bring

    @property
    def erase(self):
        return self.page.yours.erase

    def wait(self, until) -> None:
        self._qtbot.waitUntil(lambda: bool(until()), timeout=20000)

    def press(self, button: QWidget) -> None:
        self.wait(lambda: button.isVisible() and button.isEnabled())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def pages(self) -> list[str]:
        found = self.context.library.submit(lambda library: library.entry_summaries()).result(20)
        return sorted(summary.title for summary in found)

    def works(self) -> list[str]:
        found = self.context.library.submit(lambda library: library.work_summaries()).result(20)
        return sorted(summary.title for summary in found)

    def choose(self, kind: str) -> None:
        box = self.erase.kind
        box.setFocus()
        while box.currentData() != kind:
            before = box.currentIndex()
            down = KINDS.index(kind) > before
            QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
            assert box.currentIndex() != before

    def confirm(self) -> None:
        self.wait(lambda: self.erase._going is not None)
        QTest.keyClicks(self.erase.typed, self.erase._going.phrase)
        self.press(self.erase.erase)
        self.wait(lambda: "It is erased" in self.erase.answer.text())


@pytest.fixture
def opened(qtbot, tmp_path: Path) -> Iterator[Open]:
    with journal_context(tmp_path, Clock()) as context:
        document = context.document
        for title in ("Shore", "Garden"):
            work = new_painting(document, width=96, height=64, created_at=NOON, title=title)
            document.unload(work.uid)
        for text, ago in (("Breathe", 0), ("Rain", 3)):
            written = NOON - timedelta(days=ago)
            entry = Entry(new_uid(), written.date(), written, text)
            with document.edit("Write", scope=entry.uid) as edit:
                edit.put(entry)
            document.unload(entry.uid)
        with document.edit("Check in") as edit:
            edit.put(CheckIn(new_uid(), NOON, 0.5, 0.1, "well"))
        found = Open(context, qtbot)
        found.wait(found.erase.what.text)
        yield found
        found.page.close()


def test_everything_goes_into_a_new_folder_and_it_says_where(opened: Open, tmp_path: Path):
    (tmp_path / "out").mkdir()
    opened.take.write_to(tmp_path / "out")
    opened.wait(opened.take.open.isVisible)
    (made,) = (tmp_path / "out").iterdir()
    assert str(made) in opened.take.answer.text()
    assert "not encrypted" in opened.take.answer.text()
    assert "2 pages, 2 pictures, 1 check-in" in opened.take.answer.text()
    manifest = json.loads((made / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["works"] == 2


def test_a_zip_is_one_file(opened: Open, tmp_path: Path):
    (tmp_path / "out").mkdir()
    QTest.keyClick(opened.take.zip, Qt.Key.Key_Space)
    opened.take.write_to(tmp_path / "out")
    opened.wait(opened.take.open.isVisible)
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".zip"]


def test_a_stopped_export_leaves_nothing_and_says_so(opened: Open, tmp_path: Path):
    (tmp_path / "out").mkdir()
    is_pressed = threading.Event()
    # the library is busy with something else until the button was pressed
    opened.context.library.submit(lambda library: is_pressed.wait(20))
    opened.take.write_to(tmp_path / "out")
    opened.press(opened.take.running.stop)
    is_pressed.set()
    opened.wait(opened.take.choose.isEnabled)
    assert "Stopped" in opened.take.answer.text()
    assert list((tmp_path / "out").iterdir()) == []


def test_a_place_that_may_not_be_written_is_told(opened: Open, tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    opened.take.write_to(tmp_path / "file" / "below")
    opened.wait(opened.take.choose.isEnabled)
    assert "It is safe in your library" in opened.take.answer.text()


def a_diary(tmp_path: Path) -> Path:
    path = tmp_path / "diary.txt"
    path.write_text("[2020-01-02 03:04] A title.\nAnd more.\n", "utf-8")
    return path


def test_what_is_found_is_said_first_then_added_then_taken_back(opened: Open, tmp_path: Path):
    opened.bring.look_at(a_diary(tmp_path))
    opened.wait(opened.bring.add.isVisible)
    assert "Found a jrnl journal: 1 page." in opened.bring.answer.text()
    assert "Of 2020-01-02." in opened.bring.answer.text()
    assert opened.pages() == ["Breathe", "Rain"]
    opened.press(opened.bring.add)
    opened.wait(opened.bring.back.isVisible)
    assert opened.bring.answer.text() == "Added: 1 page."
    assert opened.pages() == ["A title.", "Breathe", "Rain"]
    opened.press(opened.bring.back)
    opened.wait(lambda: "taken back" in opened.bring.answer.text())
    assert opened.pages() == ["Breathe", "Rain"]


def test_not_now_adds_nothing(opened: Open, tmp_path: Path):
    opened.bring.look_at(a_diary(tmp_path))
    opened.press(opened.bring.leave)
    opened.wait(opened.bring.file.isVisible)
    assert opened.pages() == ["Breathe", "Rain"]


def test_a_broken_file_is_told_and_changes_nothing(opened: Open, tmp_path: Path):
    (tmp_path / "in.json").write_text("[" * 9999)
    opened.bring.look_at(tmp_path / "in.json")
    opened.wait(opened.bring.file.isVisible)
    assert "your library is as it was" in opened.bring.answer.text()
    assert opened.pages() == ["Breathe", "Rain"]


def test_nothing_is_erased_until_exactly_what_goes_was_typed(opened: Open):
    opened.wait(lambda: opened.erase._going is not None)
    title = opened.erase.which.currentText()
    assert f"1 picture (“{title}”)" in opened.erase.what.text()
    for words in ("erase", "erase 2 pictures"):
        opened.erase.typed.clear()
        QTest.keyClicks(opened.erase.typed, words)
        assert not opened.erase.erase.isEnabled()
    opened.erase.typed.clear()
    opened.confirm()
    assert len(opened.works()) == 1
    assert title not in opened.works()
    assert opened.pages() == ["Breathe", "Rain"]


def test_erasing_can_be_stopped_until_it_goes_and_all_is_as_it_was(opened: Open):
    opened.wait(lambda: opened.erase._going is not None)
    is_pressed = threading.Event()
    opened.context.library.submit(lambda library: is_pressed.wait(20))
    QTest.keyClicks(opened.erase.typed, opened.erase._going.phrase)
    opened.press(opened.erase.erase)
    opened.press(opened.erase.running.stop)
    is_pressed.set()
    opened.wait(lambda: opened.erase.answer.text() == "Stopped. Nothing was changed.")
    assert opened.works() == ["Garden", "Shore"]
    assert opened.erase.kind.isEnabled()


def test_once_it_goes_for_good_there_is_no_stop_and_it_is_said(opened: Open):
    opened.wait(lambda: opened.erase._going is not None)
    is_seen, erase = threading.Event(), opened.erase.erase_with

    def erase_slowly(scope, run):
        run.went_past_stopping.connect(lambda: is_seen.wait(20))
        return erase(scope, run)

    opened.erase.erase_with = erase_slowly
    QTest.keyClicks(opened.erase.typed, opened.erase._going.phrase)
    opened.press(opened.erase.erase)
    opened.wait(lambda: "this can’t be stopped" in opened.erase.answer.text())
    opened.wait(opened.erase.running.isVisible)
    assert not opened.erase.running.stop.isVisible()
    opened.erase.running._run.stop()
    is_seen.set()
    opened.wait(lambda: "It is erased" in opened.erase.answer.text())
    assert len(opened.works()) == 1


def test_an_old_page_among_many_is_found_by_a_word(opened: Open):
    def fill(library):
        for number in range(3 * MOST):
            day = NOON.date() - timedelta(days=number)
            page = Entry(new_uid(), day, NOON, f"page {number}\nlighthouse{number}")
            library.apply(people.step(page))

    opened.context.library.submit(fill).result(60)
    opened.choose("entry")
    opened.wait(lambda: opened.erase.which.count() == MOST)
    assert opened.erase.more.isVisible()
    assert "Type a word" in opened.erase.more.text()
    QTest.keyClicks(opened.erase.words, "lighthouse177")
    opened.wait(lambda: opened.erase.which.count() == 1)
    assert "page 177" in opened.erase.which.currentText()
    assert not opened.erase.more.isVisible()
    opened.confirm()
    assert len(opened.pages()) == 3 * MOST + 1


def test_a_picture_among_many_is_found_by_its_title(opened: Open):
    QTest.keyClicks(opened.erase.words, "gard")
    opened.wait(lambda: opened.erase.which.count() == 1)
    assert opened.erase.which.currentText() == "Garden"


def test_a_page_is_erased(opened: Open):
    opened.choose("entry")
    opened.wait(lambda: opened.erase.which.count() == 2 and opened.erase._going)
    assert "Breathe" in opened.erase.what.text()
    opened.confirm()
    assert opened.pages() == ["Rain"]
    assert opened.works() == ["Garden", "Shore"]


def test_some_days_are_erased_with_all_that_was_kept_on_them(opened: Open):
    opened.choose("days")
    day = QDate(2026, 11, 21)
    opened.erase.first.setDate(day)
    opened.erase.last.setDate(day)
    opened.wait(lambda: "1 page, 2 pictures, 1 check-in" in opened.erase.what.text())
    opened.confirm()
    assert (opened.pages(), opened.works()) == (["Rain"], [])


def test_everything_is_erased_after_its_own_words(opened: Open, qtbot):
    opened.choose("everything")
    opened.wait(lambda: "erase everything" in opened.erase.what.text())
    with qtbot.waitSignal(opened.page.contents_changed):
        opened.confirm()
    assert (opened.pages(), opened.works()) == ([], [])
    assert opened.context.library.submit(lambda library: library.check_ins()).result(20) == []


def test_days_with_nothing_on_them_offer_nothing_to_erase(opened: Open):
    opened.choose("days")
    opened.erase.first.setDate(QDate(2001, 1, 1))
    opened.erase.last.setDate(QDate(2001, 1, 2))
    opened.wait(lambda: "nothing there to erase" in opened.erase.what.text())
    assert not opened.erase.erase.isVisible()


def test_every_control_is_named(opened: Open):
    for button in opened.page.yours.findChildren(QAbstractButton):
        if button.isVisible() and button.focusPolicy() != Qt.FocusPolicy.NoFocus:
            spoken = QAccessible.queryAccessibleInterface(button)
            assert spoken.text(QAccessible.Text.Name), button.objectName()
    for part in (opened.erase.kind, opened.erase.which, opened.erase.typed, opened.erase.first):
        assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
