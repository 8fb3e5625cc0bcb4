"""The command palette: every command, found by any part of its name, in both languages."""

from __future__ import annotations

import gettext

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window_room import Room

from app.commands.row import Command
from app.model.words import Sentence, use_translations
from widgets.palette import Palette, matching, rank

pytestmark = pytest.mark.qt


class Chinese(gettext.NullTranslations):
    """Three words are enough to search in."""

    words = {"Calm scene": "静一静", "Lock": "锁定", "Go to {place}": "去{place}"}  # noqa: RUF012

    def gettext(self, message: str) -> str:
        return self.words.get(message, message)


def shown(room: Room) -> Palette:
    palette = room.find("palette", Palette)
    assert isinstance(palette, Palette)
    return palette


def titles(palette: Palette) -> list[str]:
    return [str(row.title) for row in palette._model.rows]


def test_it_lists_every_command_of_the_table_with_its_keys(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClick(room.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = shown(room)
    assert palette.isVisible()
    assert [row.id for row in palette._model.rows] == [row.id for row in room.context.commands]
    at = titles(palette).index("Calm scene")
    read = palette._model.data(palette._model.index(at), Qt.ItemDataRole.AccessibleTextRole)
    assert read == "Calm scene, F9, Ctrl+Shift+Space"


def test_typing_a_part_and_enter_runs_the_command(room: Room, qtbot: QtBot) -> None:
    room.frame.show_palette()
    palette = shown(room)
    qtbot.keyClicks(palette.search, "journal")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert room.frame.current == "journal"
    assert not palette.isVisible()


def test_the_arrows_choose_and_escape_leaves_without_running(room: Room, qtbot: QtBot) -> None:
    room.frame.show_palette()
    palette = shown(room)
    first = palette.found.currentIndex().row()
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.found.currentIndex().row() == first + 1
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert room.frame.current == "today"


def test_letters_may_be_left_out_and_the_best_fit_comes_first(room: Room) -> None:
    found = matching("gtj", room.context.commands)
    assert [str(row.title) for row in found] == ["Go to Journal"]
    found = matching("lock", room.context.commands)
    assert str(found[0].title) == "Lock"


def test_chinese_finds_a_command_and_so_does_its_english_name(room: Room) -> None:
    use_translations(Chinese(), "zh_CN")
    rows = list(room.context.commands)
    assert [row.id for row in matching("静", rows)] == ["calm.show"]
    assert [row.id for row in matching("锁定", rows)] == ["lock.now"]
    assert "calm.show" in [row.id for row in matching("calm", rows)]


def test_nothing_found_is_said_kindly(room: Room, qtbot: QtBot) -> None:
    room.frame.show_palette()
    palette = shown(room)
    qtbot.keyClicks(palette.search, "zzzzzz")
    assert palette._nothing.isVisible()
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_command_that_cannot_run_now_is_seen_but_does_not_run(room: Room, qtbot: QtBot) -> None:
    ran: list[bool] = []
    sleeping = Command(
        "plant.water",
        Sentence("Zinnia"),
        lambda: ran.append(True),
        ("Ctrl+Alt+W",),
        is_enabled=lambda: False,
    )
    room.context.commands.add([sleeping])
    room.frame.show_palette()
    palette = shown(room)
    qtbot.keyClicks(palette.search, "zinnia")
    assert titles(palette) == ["Zinnia"]
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert ran == []
    assert rank("zinnia", sleeping) == 0
