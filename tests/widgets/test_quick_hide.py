"""The quick-hide key: one press, and something plain is in front."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from window_room import Room

pytestmark = pytest.mark.qt


def neutral() -> QWidget | None:
    shown = [w for w in QApplication.topLevelWidgets() if w.objectName() == "neutral"]
    return next((window for window in shown if window.isVisible()), None)


def test_the_key_the_person_chose_hides_and_the_same_key_brings_it_back(
    room: Room, qtbot: QtBot
) -> None:
    qtbot.keyClick(room.window, Qt.Key.Key_F12)
    assert neutral() is None
    room.settings.change(quick_hide_keys="F12")
    qtbot.keyClick(room.window, Qt.Key.Key_F12)
    front = neutral()
    assert front is not None
    assert front.windowTitle() == "Calendar"
    assert room.window.isMinimized()
    qtbot.waitUntil(front.isActiveWindow)
    qtbot.keyClick(front, Qt.Key.Key_F12)
    assert neutral() is None
    assert not room.window.isMinimized()


def test_closing_what_is_in_front_does_not_show_what_was_hidden(room: Room) -> None:
    room.settings.change(quick_hide_keys="F12")
    room.window.hide_quickly()
    front = neutral()
    assert front is not None
    front.close()
    assert room.window.isMinimized()


def test_a_key_that_is_taken_is_refused_with_its_reason(room: Room, qtbot: QtBot) -> None:
    room.frame.go("settings")
    page = room.frame.page("settings")
    edit = room.find("settings.quick_hide")
    qtbot.keyClick(edit, Qt.Key.Key_F9)
    assert room.settings.current.quick_hide_keys == ""
    assert "Calm scene" in page._hide_said.text()
