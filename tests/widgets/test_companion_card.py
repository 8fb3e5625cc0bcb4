"""The companion's card: one prompt, its reason, three answers; or help; or nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from window_room import Room

from app.model.entities import Answer, Suggestion

pytestmark = pytest.mark.qt


def words(room: Room) -> list[str]:
    return [it.text() for it in room.frame.companion.findChildren(QLabel) if it.isVisible()]


def card_button(room: Room, name: str) -> QPushButton:
    found = room.frame.companion.findChild(QPushButton, f"companion.{name}")
    assert isinstance(found, QPushButton)
    return found


@pytest.fixture
def offered(room: Room) -> Room:
    room.context.companion.suggest()
    room.frame.go("journal")
    return room


def test_the_prompt_stands_there_with_its_reason_and_all_three_answers(offered: Room) -> None:
    prompt, current = offered.context.companion.prompt, offered.context.companion.current
    assert prompt is not None
    assert current is not None
    said = words(offered)
    assert str(prompt.opening) in said
    assert "Why this?" in said
    assert any(str(current.reason[0]) in line for line in said)
    buttons = [card_button(offered, name) for name in ("try", "not_now", "not_like")]
    assert all(button.isVisible() for button in buttons)
    assert len({(button.height(), button.property("role")) for button in buttons}) == 1


@pytest.mark.parametrize(
    ("name", "answer"), [("not_now", Answer.NOT_NOW), ("not_like", Answer.NOT_LIKE_THIS)]
)
def test_no_clears_the_card_and_is_remembered(
    offered: Room, qtbot: QtBot, name: str, answer: Answer
) -> None:
    qtbot.mouseClick(card_button(offered, name), Qt.MouseButton.LeftButton)
    assert not offered.frame.companion.isVisible()
    entities = offered.context.document.entities.values()
    assert [it.answer for it in entities if isinstance(it, Suggestion)] == [answer]


def test_a_prompt_one_tries_stays_with_its_questions_until_it_is_put_away(
    offered: Room, qtbot: QtBot
) -> None:
    prompt = offered.context.companion.prompt
    assert prompt is not None
    with qtbot.waitSignal(offered.frame.tried):
        qtbot.mouseClick(card_button(offered, "try"), Qt.MouseButton.LeftButton)
    assert any(str(prompt.follow_ups[0]) in line for line in words(offered))
    assert not card_button(offered, "not_now").isVisible()
    qtbot.mouseClick(card_button(offered, "put_away"), Qt.MouseButton.LeftButton)
    assert not offered.frame.companion.isVisible()


def test_the_reason_can_be_read_aloud_with_the_words_that_carried_it(offered: Room) -> None:
    offered.context.companion.words_used = "I could breathe all the way down."
    offered.context.companion.changed.emit()
    assert "Your words: “I could breathe all the way down.”" in words(offered)


def test_help_takes_the_place_of_the_prompt_and_going_on_is_as_easy(
    offered: Room, qtbot: QtBot
) -> None:
    offered.context.companion.help_requested()
    show_help, go_on = card_button(offered, "help"), card_button(offered, "go_on")
    assert not card_button(offered, "try").isVisible()
    assert show_help.property("role") == go_on.property("role") == "ghost"
    qtbot.mouseClick(show_help, Qt.MouseButton.LeftButton)
    assert offered.find("help").isVisible()
    offered.find("help").leave()
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    assert not offered.context.companion.shows_help


def test_requirement_18_the_number_itself_stands_on_the_card_at_once(offered: Room) -> None:
    offered.context.settings.change(own_help_line="Mei, next door")
    offered.context.companion.help_requested()
    said = words(offered)
    assert "12356" in said
    assert "Mei, next door" in said
    assert any("2026-11" in words for words in said)


def test_every_word_of_a_long_card_stays_whole_above_what_a_page_puts_below_it(
    offered: Room, qtbot: QtBot
) -> None:
    side = QWidget()
    side.setMinimumHeight(offered.window.height() // 2)
    QVBoxLayout(side).addWidget(QLabel("Layers"))
    offered.context.companion.words_used = "I could breathe all the way down. " * 6
    column = offered.frame.companion
    column.take_side(side)
    qtbot.wait(50)
    shown = [it for it in column.findChildren(QLabel) if it.isVisible() and it.wordWrap()]
    assert len(shown) > 3
    assert [it.text() for it in shown if it.height() < it.heightForWidth(it.width())] == []
    column.take_side(None)
    side.deleteLater()
