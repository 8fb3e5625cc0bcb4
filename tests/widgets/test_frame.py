"""The frame: five places, a way back, everything within reach of the keyboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_room import BlankPage, Room, window_room

from app.commands.row import CommandTable
from app.model.words import Sentence
from widgets.frame import Frame

pytestmark = pytest.mark.qt

CONTROLS = (QAbstractButton, QLineEdit, QSlider, QComboBox)


def controls(inside: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in inside.findChildren(QWidget)
        if isinstance(widget, CONTROLS) and widget.isVisibleTo(inside)
    ]


def assert_readable(inside: QWidget) -> None:
    """Every control has a name for a screen reader and can be reached by keyboard."""
    for widget in controls(inside):
        reader = QAccessible.queryAccessibleInterface(widget)
        where = f"{type(widget).__name__} {widget.objectName()}"
        assert reader.text(QAccessible.Text.Name), f"{where} has no name"
        is_inner = widget.parent() is not None and isinstance(widget.parent(), CONTROLS)
        if widget.isEnabled() and not is_inner:
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, (
                f"{where} is not in the Tab order"
            )


def test_the_title_of_the_window_never_names_a_work(room: Room) -> None:
    for name in ("studio", "journal", "today"):
        room.frame.go(name)
        assert room.window.windowTitle() == "Innerscape"


def test_the_rail_has_five_places_and_three_ways_at_its_foot(room: Room, qtbot: QtBot) -> None:
    buttons = [button.objectName() for button in room.frame.rail.findChildren(QToolButton)]
    places = ["today", "studio", "journal", "progress", "library"]
    assert buttons == [f"rail.{name}" for name in (*places, "help", "lock", "settings")]
    journal = room.find("rail.journal", QToolButton)
    qtbot.mouseClick(journal, Qt.MouseButton.LeftButton)
    assert room.frame.current == "journal"
    assert isinstance(journal, QToolButton)
    assert journal.isChecked()


def test_a_page_is_built_when_it_is_first_shown_and_only_once(room: Room) -> None:
    assert room.built == ["today"]
    room.frame.go("journal")
    room.frame.go("today")
    room.frame.go("journal")
    assert room.built == ["today", "journal"]
    journal = room.frame.page("journal")
    assert isinstance(journal, BlankPage)
    assert journal.refreshed == 2


def test_the_other_pages_are_built_while_nothing_happens(room: Room, qtbot: QtBot) -> None:
    room.frame.build_rest()
    qtbot.waitUntil(lambda: len(room.built) == 6 and not room.frame._idle.isActive())
    assert "studio.test" in {row.id for row in room.context.commands}


def test_every_shortcut_of_the_table_works_from_the_keyboard(room: Room, qtbot: QtBot) -> None:
    room.window.activateWindow()
    qtbot.keyClick(room.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert room.frame.current == "journal"
    with qtbot.waitSignal(room.frame.lock_wanted):
        qtbot.keyClick(room.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(room.frame.guide_wanted):
        qtbot.keyClick(room.window, Qt.Key.Key_F1)
    qtbot.keyClick(room.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert room.frame.current == "settings"


def test_escape_steps_back_inside_the_page_first_and_then_to_today(
    room: Room, qtbot: QtBot
) -> None:
    room.frame.go("studio")
    studio = room.frame.page("studio")
    assert isinstance(studio, BlankPage)
    studio.steps = 1
    qtbot.keyClick(room.window, Qt.Key.Key_Escape)
    assert room.frame.current == "studio"
    qtbot.keyClick(room.window, Qt.Key.Key_Escape)
    assert room.frame.current == "today"


def test_saved_is_said_only_after_the_library_has_it(room: Room, qtbot: QtBot) -> None:
    said = room.frame.status.saved
    assert said.text() == "Everything is saved"
    room.today.check_in.line.setText("Tired, but here.")
    room.today.check_in.keep()
    qtbot.waitUntil(lambda: said.text().startswith("Saved "))
    kept = room.context.library.submit(lambda library: library.check_ins(room.clock[0]))
    assert [check_in.line for check_in in kept.result(10)] == ["Tired, but here."]


def test_a_failed_write_is_said_in_full(room: Room) -> None:
    problem = Sentence("Nothing could be written. Nothing is lost. Please make room.")
    room.frame.status.show_problem(problem)
    assert room.frame.status.saved.text() == str(problem)
    assert room.frame.status.saved.property("role") == "problem"


def test_the_companion_stays_folded_the_next_time(room: Room) -> None:
    room.context.companion.suggest()
    room.frame.go("journal")
    assert room.frame.companion._card.isVisible()
    room.context.commands.run("companion.fold")
    assert not room.frame.companion._card.isVisible()
    room.frame.go("studio")
    assert not room.frame.companion._card.isVisible()
    assert room.settings.current.is_companion_folded


def test_the_companion_takes_no_room_when_it_has_nothing_to_say(room: Room) -> None:
    room.frame.go("journal")
    assert not room.frame.companion.isVisible()


def test_what_a_page_puts_beside_itself_makes_room_only_while_there_is_something(
    room: Room, qtbot: QtBot
) -> None:
    room.frame.go("studio")
    studio = room.frame.page("studio")
    assert isinstance(studio, BlankPage)
    assert not room.frame.companion.isVisible()
    studio.card.show()
    qtbot.waitUntil(room.frame.companion.isVisible)
    assert studio.card.isVisible()
    room.frame.go("journal")
    assert not room.frame.companion.isVisible()
    room.frame.go("studio")
    studio.card.hide()
    qtbot.waitUntil(lambda: not room.frame.companion.isVisible())


@pytest.mark.parametrize("page", ["today", "settings"])
def test_every_control_of_the_frame_has_a_name_and_a_place_in_the_tab_order(
    room: Room, page: str
) -> None:
    room.context.companion.suggest()
    room.frame.go(page)
    assert_readable(room.window)


def test_help_and_palette_and_calm_scene_can_be_read_aloud(room: Room) -> None:
    room.window.show_help()
    room.frame.show_palette()
    room.window.show_calm()
    assert_readable(room.window)


@pytest.mark.parametrize("page", ["today", "settings"])
@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_no_word_is_cut_when_text_is_twice_as_large(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, page: str, size: tuple[int, int]
) -> None:
    with window_room(tmp_path, text_scale=2.0) as room:
        room.window.resize(*size)
        room.window.show()
        room.context.companion.suggest()
        room.frame.go(page)
        qtbot.waitUntil(lambda: not cut(room.frame.page(page)))
        assert cut(room.frame.rail) == []


def cut(inside: QWidget) -> list[str]:
    """Return the words that do not fit into their label or button."""
    found = []
    for label in inside.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
        needed = max(needed, 0) or label.sizeHint().height()
        is_low = label.height() < needed - 1
        is_narrow = not label.wordWrap() and label.width() < label.sizeHint().width()
        if is_low or is_narrow:
            found.append(label.text())
    buttons = [it for it in inside.findChildren(QAbstractButton) if it.isVisible() and it.text()]
    narrow = [it.text() for it in buttons if it.width() < it.minimumSizeHint().width()]
    return found + narrow


def test_the_frame_can_be_built_again_in_another_language(room: Room) -> None:
    again = replace(room.context, commands=CommandTable())
    frame = Frame(again, list(room.frame._specs.values()), room.window)
    frame.go("today")
    room.window.show_screen(frame)
    assert room.window.screen_shown is frame
    assert room.built.count("today") == 2
