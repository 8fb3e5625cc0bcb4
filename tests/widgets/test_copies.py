"""What was copied from the journal does not stay behind on the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from widgets.copies import CLEARED_AFTER_S, WORDS_TYPE, Copies
from widgets.journal.clipboard import packed
from widgets.journal.lines import Words

pytestmark = pytest.mark.qt
SECRET = "the boat was blue, 船是蓝的"


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    found = qapp.clipboard()
    found.clear()
    yield found
    found.clear()


def copy_from_journal(clipboard: QClipboard) -> None:
    """Put on the clipboard what the editor of the journal puts there."""
    copied = QMimeData()
    copied.setText(SECRET)
    copied.setData(WORDS_TYPE, packed(Words(SECRET, (), ())))
    clipboard.setMimeData(copied)


def minute_passes(copies: Copies) -> None:
    """Turn the clock: what waits for the minute after a lock is done, if anything waits."""
    timer = copies.findChild(QTimer)
    assert timer is not None
    assert timer.interval() == 60_000 == CLEARED_AFTER_S * 1000
    if timer.isActive():
        timer.start(0)
        while timer.isActive():
            QApplication.processEvents()


def test_a_minute_after_the_lock_the_copied_words_are_gone(clipboard: QClipboard) -> None:
    copies = Copies(clipboard)
    copy_from_journal(clipboard)
    copies.leave()
    assert clipboard.text() == SECRET
    minute_passes(copies)
    assert clipboard.text() == ""
    left = clipboard.mimeData()
    assert left is None or not left.formats()


def test_who_comes_back_in_time_still_has_them(clipboard: QClipboard) -> None:
    copies = Copies(clipboard)
    copy_from_journal(clipboard)
    copies.leave()
    copies.come_back()
    minute_passes(copies)
    assert clipboard.text() == SECRET


def test_leaving_the_program_takes_them_back_at_once(clipboard: QClipboard) -> None:
    copies = Copies(clipboard)
    copy_from_journal(clipboard)
    copies.take_back()
    assert clipboard.text() == ""


def test_a_clipboard_keeper_that_took_the_words_over_has_to_let_go_too(
    clipboard: QClipboard,
) -> None:
    copies = Copies(clipboard)
    copy_from_journal(clipboard)
    clipboard.setText(SECRET)
    copies.leave()
    minute_passes(copies)
    assert clipboard.text() == ""


def test_what_came_from_elsewhere_stays(clipboard: QClipboard) -> None:
    if QApplication.platformName() != "offscreen":
        pytest.skip("on a real display everything this process copies is its own")
    copies = Copies(clipboard)
    copy_from_journal(clipboard)
    copies.leave()
    clipboard.setText("a shopping list")
    minute_passes(copies)
    assert clipboard.text() == "a shopping list"


@pytest.mark.gl
def test_a_title_copied_on_a_real_display_is_taken_back_and_so_is_what_was_only_selected(
    clipboard: QClipboard, qtbot: QtBot
) -> None:
    copies = Copies(clipboard)
    title = QLineEdit(SECRET)
    qtbot.addWidget(title)
    title.selectAll()
    title.copy()
    clipboard.setText(SECRET, QClipboard.Mode.Selection)
    assert clipboard.ownsClipboard()
    copies.leave()
    minute_passes(copies)
    assert clipboard.text() == ""
    assert clipboard.text(QClipboard.Mode.Selection) == ""
