"""Today: a check-in one may leave, a prompt with its reason, and ways in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from window_room import AFTERNOON, Room

from app.model.entities import Answer, CheckIn, SafetyMark, Suggestion, Work, WorkKind, new_uid
from widgets.parts import Thumbnail
from widgets.today.page import greeting

pytestmark = pytest.mark.qt


def kept(room: Room, kind: type) -> list:
    return [it for it in room.context.document.entities.values() if isinstance(it, kind)]


def add_work(room: Room, title: str, made: datetime) -> Work:
    work = Work(new_uid(), WorkKind.PAINTING, title, 64, 64, (), made)
    with room.context.document.edit("New painting", scope=work.uid) as edit:
        edit.put(work)
    return work


def png(colour: Qt.GlobalColor) -> bytes:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(colour)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.mark.parametrize(
    ("hour", "said"),
    [(6, "Good morning."), (14, "Good afternoon."), (19, "Good evening."), (2, "Good evening.")],
)
def test_the_greeting_knows_the_time_of_day(hour: int, said: str) -> None:
    assert greeting(hour) == said


def test_a_slider_that_was_not_touched_says_nothing(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClick(room.find("today.valence"), Qt.Key.Key_Right)
    qtbot.mouseClick(room.find("today.keep"), Qt.MouseButton.LeftButton)
    (check_in,) = kept(room, CheckIn)
    assert check_in.valence is not None
    assert check_in.valence > 0
    assert check_in.arousal is None


def test_the_middle_can_be_said_and_taken_back(room: Room, qtbot: QtBot) -> None:
    slider = room.today.check_in.arousal
    assert slider.track.accessibleDescription() == "not said"
    qtbot.keyClick(slider.track, Qt.Key.Key_Return)
    assert slider.value == 0.0
    assert slider.track.accessibleDescription() == ""
    qtbot.mouseClick(slider._unsay, Qt.MouseButton.LeftButton)
    assert slider.value is None


def test_pressing_the_track_says_that_place(room: Room, qtbot: QtBot) -> None:
    track = room.today.check_in.valence.track
    at = track.rect().center()
    at.setX(track.width() - 12)
    qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=at)
    value = room.today.check_in.valence.value
    assert value is not None
    assert value > 0.95


def test_nothing_said_is_nothing_to_keep(room: Room) -> None:
    keep = room.find("today.keep")
    assert not keep.isEnabled()
    room.today.check_in.line.setText("  ")
    assert not keep.isEnabled()
    room.today.check_in.line.setText("累。")
    assert keep.isEnabled()


def test_not_today_keeps_nothing_and_is_fine(room: Room, qtbot: QtBot) -> None:
    qtbot.mouseClick(room.find("today.skip"), Qt.MouseButton.LeftButton)
    assert kept(room, CheckIn) == []
    assert "fine" in room.find("today.said").text()
    qtbot.mouseClick(room.find("today.again"), Qt.MouseButton.LeftButton)
    assert room.today.check_in.line.isVisible()


def test_a_kept_check_in_brings_a_prompt_whose_reason_names_it(room: Room, qtbot: QtBot) -> None:
    room.today.check_in.arousal.set_value(-0.6)
    room.today.check_in.keep()
    (suggestion,) = kept(room, Suggestion)
    reason = " ".join(map(str, suggestion.reason))
    assert "check-in" in reason
    assert room.find("today.guided.why").text() == reason


def test_nothing_is_suggested_before_it_is_asked_for(room: Room, qtbot: QtBot) -> None:
    assert kept(room, Suggestion) == []
    qtbot.mouseClick(room.find("today.guided"), Qt.MouseButton.LeftButton)
    assert len(kept(room, Suggestion)) == 1


def test_the_three_answers_weigh_the_same(room: Room) -> None:
    room.today.guided.offer()
    buttons = [room.find(f"today.guided.{name}") for name in ("try", "not_now", "not_like")]
    assert all(button.isVisible() for button in buttons)
    assert {button.property("role") for button in buttons} == {"ghost"}
    assert len({button.height() for button in buttons}) == 1


@pytest.mark.parametrize(
    ("name", "answer"), [("not_now", Answer.NOT_NOW), ("not_like", Answer.NOT_LIKE_THIS)]
)
def test_no_is_kept_and_clears_the_card(
    room: Room, qtbot: QtBot, name: str, answer: Answer
) -> None:
    room.today.guided.offer()
    qtbot.mouseClick(room.find(f"today.guided.{name}"), Qt.MouseButton.LeftButton)
    assert [suggestion.answer for suggestion in kept(room, Suggestion)] == [answer]
    assert room.find("today.guided", QPushButton).isVisible()


def test_try_it_leads_on_with_the_prompt(room: Room, qtbot: QtBot) -> None:
    room.today.guided.offer()
    with qtbot.waitSignal(room.today.tried) as caught:
        qtbot.mouseClick(room.find("today.guided.try"), Qt.MouseButton.LeftButton)
    assert caught.args[0].answer is Answer.TRY_IT
    room.frame.go("studio")
    assert room.find("companion.put_away").isVisible()


def test_words_that_ask_for_care_bring_help_and_no_prompt(room: Room, qtbot: QtBot) -> None:
    room.today.check_in.line.setText("I want to kill myself")
    room.today.check_in.keep()
    assert kept(room, Suggestion) == []
    assert len(kept(room, SafetyMark)) == 1
    helps = room.today.findChildren(QPushButton, "companion.help")
    assert [button.isVisible() for button in helps] == [True]
    with qtbot.waitSignal(room.today.help_wanted):
        qtbot.mouseClick(helps[0], Qt.MouseButton.LeftButton)


def test_the_newest_picture_can_be_gone_on_with(room: Room, qtbot: QtBot) -> None:
    assert not room.find("today.continue").isVisible()
    add_work(room, "Older", AFTERNOON - timedelta(days=3))
    newest = add_work(room, "The other shore", AFTERNOON - timedelta(days=1))
    room.context.library.submit(
        lambda library: library.put_thumbnail(newest.uid, png(Qt.GlobalColor.red))
    ).result(10)
    room.today.refresh()
    way_on = room.find("today.continue")
    qtbot.waitUntil(way_on.isVisible)
    qtbot.waitUntil(lambda: way_on.accessibleName() == "Go on with “The other shore”")
    with qtbot.waitSignal(room.today.open_work) as caught:
        qtbot.mouseClick(way_on, Qt.MouseButton.LeftButton)
    assert caught.args == [newest.uid]
    names = [it.text() for it in room.today._wall.findChildren(Thumbnail) if it.isVisible()]
    assert names == ["The other shore", "Older"]


def test_an_empty_page_is_one_press_away(room: Room, qtbot: QtBot) -> None:
    press: Callable[[], None] = lambda: qtbot.mouseClick(  # noqa: E731
        room.find("today.empty_page"), Qt.MouseButton.LeftButton
    )
    with qtbot.waitSignal(room.today.new_page):
        press()
    with qtbot.waitSignal(room.today.new_page):
        qtbot.keyClick(room.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
