"""Backups in the Library: their dates, a check, a look, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from whole_program import PASSPHRASE, Program, kept, new_person, painted, program

from app.storage.aside import keep_aside
from widgets.library.backup_row import BackupRow
from widgets.library.backups import BackupRoom

pytestmark = pytest.mark.qt


class InRoom:
    """The room of backups in the whole program."""

    def __init__(self, begun: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot = begun, qtbot

    @property
    def room(self) -> BackupRoom:
        self.program.wait(self.program.is_open)
        page = self.program.session.frame.page("library")
        if page.backups is None or not page.backups.isVisible():
            self.program.go("library")
            page.show_room("backups")
        assert page.backups is not None
        self.program.wait(lambda: all(row.isVisible() for row in page.backups.rows))
        return page.backups

    @property
    def row(self) -> BackupRow:
        return self.room.rows[0]

    def click(self, button: QAbstractButton) -> None:
        self.program.wait(button.isEnabled)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def back_up(self) -> None:
        room = self.room
        before = len(room.rows)
        self.click(room.make)
        self.program.wait(lambda: len(room.rows) == before + 1 and room.make.isEnabled())

    def titles(self) -> set[str]:
        library = self.program.session.library
        found = library.submit(lambda opened: opened.entry_summaries()).result(20)
        return {summary.title for summary in found}


@pytest.fixture
def shown(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[InRoom]:
    new_person(tmp_path, "first")
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        yield InRoom(begun, qtbot)


def test_a_backup_has_its_date_and_size_and_says_where_it_lies(shown: InRoom) -> None:
    room = shown.room
    shown.program.wait(lambda: "There is none yet" in shown.program.said())
    shown.back_up()
    assert "Done: copied and checked." in shown.program.said()
    assert room.rows[0].when.startswith("today, ")
    size = room.rows[0]._facts.text()
    assert any(unit in size for unit in ("kB", "KB", "MB", "KiB"))
    folder = shown.program.session.library.path.parent / "backups"
    assert room._where.text() == str(folder)
    assert len(list(folder.iterdir())) == 1


def test_a_second_one_without_a_change_is_not_made_and_says_why(shown: InRoom) -> None:
    shown.back_up()
    room = shown.room
    shown.click(room.make)
    shown.program.wait(lambda: "Nothing changed since the last backup" in shown.program.said())
    assert len(room.rows) == 1


def test_a_check_reads_it_through_and_says_what_it_found(shown: InRoom) -> None:
    shown.back_up()
    row = shown.row
    shown.click(row.check)
    shown.program.wait(lambda: "whole, checked" in row._facts.text())
    with row.backup.path.open("r+b") as file:
        file.seek(9000)
        file.write(b"\xff\x00\xff")
    shown.click(row.check)
    shown.program.wait(lambda: "whole" not in row._facts.text())
    assert "Something is wrong" in row._facts.text() or "can’t be read" in row._facts.text()
    row.backup.path.write_bytes(b"not even its beginning")
    shown.click(row.check)
    shown.program.wait(lambda: "This one can’t be read." in row._facts.text())
    # the library itself is whole
    assert not shown.room.mend.isVisible()


def test_one_looks_into_a_backup_and_comes_back_to_where_one_was(shown: InRoom) -> None:
    painted(shown.program.session.library, "Shore")
    shown.back_up()
    kept(shown.program.session.library, "written later")
    before = shown.row.backup.path.read_bytes()
    shown.click(shown.row.look)
    shown.program.wait(lambda: shown.program.has("reading.leave"))
    assert "This is the backup of today, " in shown.program.said()
    assert shown.titles() == {"first"}
    page = shown.program.go("library")
    shown.program.wait(lambda: page.wall.model.rowCount() == 1)
    assert page.backups is None
    path = shown.program.session.library.path
    shown.program.press("reading.leave")
    shown.program.wait(lambda: not shown.program.session.library.is_read_only)
    shown.program.wait(shown.program.is_open)
    assert shown.program.session.frame.current == "library"
    assert shown.titles() == {"first", "written later"}
    assert path.read_bytes() == before


def test_locking_while_one_looks_closes_both(shown: InRoom) -> None:
    shown.back_up()
    shown.click(shown.row.look)
    shown.program.wait(lambda: shown.program.has("reading.leave"))
    shown.program.studio.lock()
    assert shown.program.studio._visit is None
    assert shown.program.studio.session is None
    shown.program.unlock()
    shown.program.wait(shown.program.is_open)
    assert not shown.program.session.library.is_read_only


def test_putting_back_asks_first_and_keeps_the_file_of_now(shown: InRoom) -> None:
    shown.back_up()
    kept(shown.program.session.library, "written later")
    row = shown.row
    shown.click(row.back)
    assert "what you made later is not in it" in shown.program.said()
    shown.click(row.leave)
    assert not row.passphrase.isVisible()
    shown.click(row.back)
    shown.qtbot.keyClicks(row.passphrase, "something else")
    shown.click(row.yes)
    shown.program.wait(lambda: "did not open your library" in shown.program.said())
    assert shown.titles() == {"first", "written later"}
    folder = shown.program.session.library.path.parent
    shown.qtbot.keyClicks(row.passphrase, PASSPHRASE)
    shown.click(row.yes)
    shown.program.wait(lambda: "Your library is as it was" in shown.program.said())
    (aside,) = (folder / "kept-aside").iterdir()
    assert str(aside) in shown.program.said()
    assert shown.titles() == {"first"}
    assert (aside / "private.library").exists()
    found = shown.program.session.library.submit(lambda opened: opened.check(deep=True)).result(20)
    assert found == []


def test_putting_back_can_be_stopped_before_anything_is_in_place(shown: InRoom) -> None:
    shown.back_up()
    kept(shown.program.session.library, "written later")
    path = shown.program.session.library.path
    is_pressed, steps = Event(), shown.program.studio.recovery.steps
    steps.progressed.connect(lambda *_: is_pressed.wait(20))
    row = shown.row
    shown.click(row.back)
    shown.qtbot.keyClicks(row.passphrase, PASSPHRASE)
    shown.click(row.yes)
    shown.program.wait(lambda: shown.program.has("waiting.stop"))
    shown.program.press("waiting.stop")
    is_pressed.set()
    shown.program.wait(lambda: shown.program.has("lock.passphrase"))
    assert "Stopped. Nothing was changed." in shown.program.said()
    assert not (path.parent / "kept-aside").exists()
    shown.program.unlock()
    shown.program.wait(shown.program.is_open)
    assert shown.titles() == {"first", "written later"}


def test_what_was_made_later_is_taken_along_where_one_says_so(shown: InRoom) -> None:
    shown.back_up()
    kept(shown.program.session.library, "written later")
    row = shown.row
    shown.click(row.back)
    QTest.keyClick(row.newer, Qt.Key.Key_Space)
    assert "with what you made later that can be read" in shown.program.said()
    shown.qtbot.keyClicks(row.passphrase, PASSPHRASE)
    shown.click(row.yes)
    shown.program.wait(lambda: "with 1 newer parts; 0 could not be read" in shown.program.said())
    assert shown.titles() == {"first", "written later"}


def test_a_library_that_breaks_while_open_can_be_mended_from_here(shown: InRoom) -> None:
    library = shown.program.session.library
    kept(library, *(f"page {number} " * 200 for number in range(40)))
    assert not shown.room.mend.isVisible()
    path = library.path
    library.submit(lambda opened: opened.pages()).result(20)
    break_a_page_of(path)
    room = shown.room
    shown.click(room.make)
    shown.program.wait(room.mend.isVisible)
    assert "A part of your library can't be read." in shown.program.said()
    assert "Only where there is none" in shown.program.said()
    assert room.rows == []
    shown.qtbot.keyClicks(room.mend.passphrase, PASSPHRASE)
    shown.click(room.mend.yes)
    shown.program.wait(
        lambda: "This is a new library with what could be read" in shown.program.said()
    )
    shown.program.wait(shown.program.is_open)
    session = shown.program.session
    assert session.library.submit(lambda opened: opened.check(deep=True)).result(20) == []
    assert len(shown.titles()) > 20
    (aside,) = (path.parent / "kept-aside").iterdir()
    assert (aside / "private.library").exists()


def test_what_a_check_of_the_library_finds_leads_to_the_ways_on(shown: InRoom) -> None:
    library = shown.program.session.library
    kept(library, *(f"page {number} " * 200 for number in range(40)))
    page = shown.program.go("library")
    page.show_room("stored")
    library.submit(lambda opened: opened.pages()).result(20)
    break_a_page_of(library.path)
    shown.click(page.stored.check)
    shown.program.wait(lambda: "Please look under Backups" in shown.program.said())
    assert "damaged" in shown.program.said()
    page.show_room("backups")
    shown.program.wait(page.backups.mend.isVisible)
    shown.click(page.backups.mend.leave)
    assert not page.backups.mend.isVisible()


def test_what_the_backup_that_comes_by_itself_finds_is_told_with_the_ways_on(
    shown: InRoom,
) -> None:
    session = shown.program.session
    kept(session.library, *(f"page {number} " * 200 for number in range(40)))
    session.library.submit(lambda opened: opened.pages()).result(20)
    break_a_page_of(session.library.path)
    shown.program.go("today")
    session.regular._look()
    shown.program.wait(lambda: "A part of your library can't be read." in shown.program.said())
    shown.program.go("library").show_room("backups")
    shown.program.wait(shown.room.mend.isVisible)


def break_a_page_of(path: Path) -> None:
    # near the end: words of the newest pages
    with path.open("r+b") as file:
        file.seek((path.stat().st_size // 4096 - 12) * 4096 + 700)
        file.write(b"\xff\x00\xff")


def test_what_was_kept_aside_is_listed_and_erased_once_its_words_are_typed(
    shown: InRoom,
) -> None:
    assert not shown.room.kept.isVisible()
    shown.back_up()
    shown.click(shown.row.back)
    shown.qtbot.keyClicks(shown.row.passphrase, PASSPHRASE)
    shown.click(shown.row.yes)
    shown.program.wait(lambda: "Your library is as it was" in shown.program.said())
    room = shown.room
    (row,) = room.kept.rows
    shown.program.wait(row.isVisible)
    folder = shown.program.session.library.path.parent / "kept-aside"
    assert row.kept.folder.parent == folder
    assert row.when.startswith("today, ")
    assert "Kept aside" in shown.program.said()
    shown.click(row.erase)
    assert "the files kept aside today, " in shown.program.said()
    shown.qtbot.keyClicks(row.typed, "erase")
    assert not row.yes.isEnabled()
    shown.click(row.leave)
    assert row.kept.folder.exists()
    shown.click(row.erase)
    shown.qtbot.keyClicks(row.typed, row.phrase)
    shown.click(row.yes)
    shown.program.wait(lambda: "Your library and its backups are as they were." in room_said(room))
    assert not row.kept.folder.exists()
    assert room.kept.rows == []
    assert len(room.rows) == 1
    assert shown.titles() == {"first"}


def room_said(room: BackupRoom) -> str:
    return room.kept.answer.text()


def test_what_is_kept_aside_is_told_apart_by_a_screen_reader(shown: InRoom) -> None:
    keep_aside(shown.program.session.library.path, now=datetime.now(UTC))
    row = shown.room.kept.rows[0]
    for button in (row.show_folder, row.erase):
        spoken = QAccessible.queryAccessibleInterface(button)
        assert "kept aside today, " in spoken.text(QAccessible.Text.Name)


def test_a_backup_that_is_broken_takes_no_library_s_place(shown: InRoom) -> None:
    shown.back_up()
    kept(shown.program.session.library, "written later")
    row = shown.row
    row.backup.path.write_bytes(row.backup.path.read_bytes()[:9000])
    shown.click(row.back)
    shown.qtbot.keyClicks(row.passphrase, PASSPHRASE)
    shown.click(row.yes)
    shown.program.wait(lambda: shown.program.has("lock.passphrase"))
    assert "Nothing was changed" in shown.program.said()
    shown.program.unlock()
    shown.program.wait(shown.program.is_open)
    assert shown.titles() == {"first", "written later"}


def test_what_takes_longer_shows_how_far_it_is_and_stops_in_its_middle(shown: InRoom) -> None:
    room = shown.room
    backups = room._desk._session.backups
    hold = Event()

    def wait_in_the_middle(done: int, total: int) -> None:
        if done > total // 3:
            hold.wait(20)

    backups.progressed.connect(wait_in_the_middle)
    shown.click(room.make)
    shown.program.wait(room.far.stop.isVisible)
    assert not room.make.isEnabled()
    shown.program.wait(room.far.percent.isVisible)
    assert 0 < int(room.far.percent.text().removesuffix(" %")) < 100
    shown.click(room.far.stop)
    assert "Stopping" in shown.program.said()
    hold.set()
    shown.program.wait(room.make.isEnabled)
    assert not room.far.isVisible()
    assert "Nothing was kept of it; your library is as it was." in shown.program.said()
    assert room._desk.all() == ()
    backups.progressed.disconnect(wait_in_the_middle)
    shown.back_up()
    shown.click(shown.row.check)
    shown.program.wait(lambda: "whole, checked" in shown.row._facts.text())


def test_the_bar_grows_from_its_beginning_to_its_end(shown: InRoom) -> None:
    grown: list[int] = []
    shown.room.far.bar.valueChanged.connect(grown.append)
    shown.back_up()
    shown.program.wait(lambda: grown and grown[-1] == 1000)
    assert grown == sorted(grown)
    assert len(grown) > 5


def test_locking_makes_the_backup_that_is_due(shown: InRoom) -> None:
    folder = shown.program.session.library.path.parent / "backups"
    assert not folder.exists()
    shown.program.studio.lock()
    shown.program.unlock()
    shown.program.wait(shown.program.is_open)
    assert len(list(folder.iterdir())) == 1
    kept(shown.program.session.library, "an hour later")
    shown.program.studio.lock()
    shown.program.unlock()
    shown.program.wait(shown.program.is_open)
    assert len(list(folder.iterdir())) == 1


def test_no_backup_begins_while_a_stroke_is_under_the_pen(shown: InRoom, qtbot: QtBot) -> None:
    session = shown.program.session
    folder = session.library.path.parent / "backups"
    shown.program.go("studio")
    page = session.studio_page
    shown.program.wait(lambda: page.easel.is_ready)
    middle = page.canvas.rect().center()
    qtbot.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert page.easel.is_drawing
    session.regular._look()
    assert not folder.exists()
    qtbot.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=middle)
    session.regular._look()
    shown.program.wait(lambda: folder.exists() and any(p.name[-1] == "Z" for p in folder.iterdir()))


def test_every_button_of_a_backup_is_told_apart_by_a_screen_reader(shown: InRoom) -> None:
    shown.back_up()
    names = []
    for button in shown.row.findChildren(QAbstractButton):
        if button.isVisible():
            spoken = QAccessible.queryAccessibleInterface(button)
            names.append(spoken.text(QAccessible.Text.Name))
    assert len(set(names)) == 3
    assert all("backup of today" in name for name in names)
