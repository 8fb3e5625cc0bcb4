"""Locking leaves nothing of a person in the window, in memory or, soon, on the clipboard."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.main import Studio
from app.main.session import Session
from app.services import places
from app.services.library import Vault
from app.storage.sealing import Argon
from widgets.copies import Copies
from widgets.first_run.screen import FirstRun
from widgets.fonts import load_fonts
from widgets.sleep import SleepNews
from widgets.status import StatusLine

pytestmark = pytest.mark.qt
PASSPHRASE = "the blue door by the sea"
PHRASE = "nobody knows about the orchard"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with a library in it, made quickly."""
    vault = Vault(places.libraries(tmp_path), argon=Argon(1, 1024))
    vault.create(passphrase=PASSPHRASE).result(30).service.close()
    vault.close()
    return tmp_path


@pytest.fixture
def studio(home: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Studio]:
    yield from begun(home, qapp, qtbot)


def begun(home: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Studio]:
    load_fonts()
    made = Studio(qapp, home)
    made.start()
    yield made
    ended: list[None] = []
    made.ended.connect(lambda: ended.append(None))
    made.close()
    qtbot.waitUntil(lambda: bool(ended), timeout=30_000)
    made.deleteLater()
    made.window.deleteLater()


def unlock(studio: Studio, qtbot: QtBot) -> Session:
    def is_there() -> bool:
        return studio.session is not None and studio.session.frame is not None

    def fields() -> list[QLineEdit]:
        found = studio.window.findChildren(QLineEdit, "lock.passphrase")
        return [one for one in found if one.isVisible()]

    qtbot.waitUntil(lambda: len(fields()) == 1, timeout=10_000)
    (field,) = fields()
    field.setText(PASSPHRASE)
    field.returnPressed.emit()
    qtbot.waitUntil(is_there, timeout=30_000)
    assert studio.session is not None
    return studio.session


def write(session: Session) -> None:
    """Write a page, as far as the journal's editor."""
    page = session.journal_page
    session.go("journal")
    page.write()
    editor = page.findChild(QTextEdit, "journal.page")
    assert isinstance(editor, QTextEdit)
    editor.insertPlainText(PHRASE)
    editor.selectAll()
    editor.copy()


def all_words(window: QWidget) -> str:
    """Return every word any widget of the program holds."""
    found = []
    for top in (window, *QApplication.topLevelWidgets()):
        for widget in (top, *top.findChildren(QWidget)):
            if isinstance(widget, QTextEdit):
                found.append(widget.toPlainText())
            elif isinstance(widget, QLabel | QLineEdit):
                found.append(widget.text())
            found.append(widget.windowTitle())
    return "\n".join(found)


def test_after_a_lock_no_widget_and_no_document_holds_what_was_written(
    studio: Studio, qtbot: QtBot
) -> None:
    session = unlock(studio, qtbot)
    write(session)
    assert PHRASE in all_words(studio.window)
    document = weakref.ref(session.document)
    gone = weakref.ref(session)
    del session
    studio.lock()
    qtbot.waitUntil(lambda: PHRASE not in all_words(studio.window), timeout=10_000)

    for _ in range(80):
        # a collection at every turn would leave the closing thread no time
        qtbot.wait(250)
        gc.collect()
        if document() is None and gone() is None:
            break
    assert document() is None
    assert gone() is None


def test_a_lock_starts_the_minute_of_the_clipboard_and_coming_back_ends_it(
    studio: Studio, qtbot: QtBot
) -> None:
    write(unlock(studio, qtbot))
    timer = studio.findChild(Copies).findChild(QTimer)
    assert isinstance(timer, QTimer)
    assert not timer.isActive()
    studio.lock()
    assert timer.isActive()
    assert QGuiApplication.clipboard().text() == PHRASE
    unlock(studio, qtbot)
    assert not timer.isActive()
    studio.lock()
    timer.start(0)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def test_a_dialog_left_open_goes_before_the_lock_and_shows_nothing_after_it(
    studio: Studio, qtbot: QtBot
) -> None:
    session = unlock(studio, qtbot)
    dialog = QDialog(session.frame)
    QLineEdit(PHRASE, dialog)
    answers: list[int] = []
    QTimer.singleShot(0, lambda: answers.append(dialog.exec()))
    QTimer.singleShot(200, studio.lock)
    qtbot.waitUntil(lambda: bool(answers) and studio.session is None, timeout=10_000)
    assert answers == [QDialog.DialogCode.Rejected]
    qtbot.waitUntil(lambda: PHRASE not in all_words(studio.window), timeout=10_000)


def test_before_the_computer_sleeps_the_studio_locks(studio: Studio, qtbot: QtBot) -> None:
    unlock(studio, qtbot)
    studio.findChild(SleepNews).hear(True)
    assert studio.session is None
    assert studio.window.findChild(QLineEdit, "lock.passphrase") is not None


def test_a_library_in_a_copied_folder_says_so_at_the_door_and_inside(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    home = tmp_path / "Dropbox" / "innerscape"
    vault = Vault(places.libraries(home), argon=Argon(1, 1024))
    vault.create(passphrase=PASSPHRASE).result(30).service.close()
    vault.close()
    for studio in begun(home, qapp, qtbot):
        note = studio.window.findChild(QLabel, "place.note")
        assert isinstance(note, QLabel)
        assert "another program copies elsewhere" in note.text()
        session = unlock(studio, qtbot)
        assert session.frame is not None
        status = session.frame.status
        assert isinstance(status, StatusLine)
        assert "copied elsewhere" in status.place.text()


def test_on_this_computer_the_door_says_nothing_about_the_folder(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    for studio in begun(tmp_path, qapp, qtbot):
        assert isinstance(studio.window.screen_shown, FirstRun)
        assert studio.window.findChildren(QLabel, "place.note") == []
