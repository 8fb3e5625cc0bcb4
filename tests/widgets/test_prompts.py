"""All prompts, what is known about a person, and the one question afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from window_room import Room, all_prompts

from app.model.care import OwnPrompt
from app.model.entities import Answer, Suggestion
from app.model.prompt import Medium
from app.services.learning import LEARNING
from widgets.prompts.about import AboutMe, wording
from widgets.prompts.found import Wanted, found
from widgets.prompts.page import AllPrompts
from widgets.prompts.row import PromptRow, tag_words

pytestmark = pytest.mark.qt


def press(room: Room, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(room.find(name), Qt.MouseButton.LeftButton)


def opened(room: Room, qtbot: QtBot, name: str, kind: type) -> AllPrompts | AboutMe:
    press(room, qtbot, f"today.guided.{name}")
    (page,) = room.today.findChildren(kind)
    assert page.isVisible()
    return page


def rows(page: AllPrompts) -> list[PromptRow]:
    QCoreApplication.processEvents()
    return [row for row in page.findChildren(PromptRow) if row.isVisible()]


def titles(page: AllPrompts) -> list[str]:
    return [row.findChildren(QLabel)[0].text() for row in rows(page)]


def suggestions(room: Room) -> list[Suggestion]:
    found = room.context.document.entities.values()
    return [one for one in found if isinstance(one, Suggestion)]


def learns(room: Room) -> None:
    room.context.consents.set(LEARNING, True, wording())


def test_words_minutes_medium_and_kind_narrow_the_list(room: Room, qtbot: QtBot) -> None:
    page = opened(room, qtbot, "all", AllPrompts)
    assert isinstance(page, AllPrompts)
    qtbot.keyClicks(page.search, "seed")
    assert rows(page)
    assert all("seed" in row.findChildren(QLabel)[1].text().casefold() for row in rows(page))
    page.search.clear()
    page.medium.setCurrentIndex(page.medium.findData("words"))
    page.medium.activated.emit(page.medium.currentIndex())
    page.minutes.setCurrentIndex(page.minutes.findData(5))
    page.minutes.activated.emit(page.minutes.currentIndex())
    assert {(p.medium, p.minutes <= 5) for p in page._shown} == {(Medium.WORDS, True)}
    page.tag.setCurrentIndex(page.tag.findData("no-words"))
    page.tag.activated.emit(page.tag.currentIndex())
    assert not page._shown
    assert "None like that" in room.find("prompts.count").text()


def test_chinese_words_are_found_too() -> None:
    hits = found(all_prompts(), Wanted(words="种子"), lambda _: False)
    assert "a-seed" in {prompt.name for prompt in hits}


def test_every_tag_has_words() -> None:
    assert all(tag_words(tag) for prompt in all_prompts() for tag in prompt.tags)


def test_a_prompt_from_the_list_is_begun_like_any_other(room: Room, qtbot: QtBot) -> None:
    page = opened(room, qtbot, "all", AllPrompts)
    with qtbot.waitSignal(room.today.tried) as caught:
        qtbot.mouseClick(rows(page)[2].try_it, Qt.MouseButton.LeftButton)
    assert caught.args[0].answer is Answer.TRY_IT
    assert not page.isVisible()


def test_a_favourite_stays_one_and_can_be_looked_at_alone(room: Room, qtbot: QtBot) -> None:
    page = opened(room, qtbot, "all", AllPrompts)
    row = rows(page)[1]
    qtbot.mouseClick(row.favourite, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.favourites, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    assert len(page._shown) == 1


def test_a_prompt_of_ones_own_is_written_and_taken_away(room: Room, qtbot: QtBot) -> None:
    page = opened(room, qtbot, "all", AllPrompts)
    assert not page.own.keep_button.isEnabled()
    qtbot.keyClicks(page.own.title, "Tea")
    qtbot.keyClicks(page.own.opening, "Paint the steam.")
    qtbot.mouseClick(page.own.keep_button, Qt.MouseButton.LeftButton)
    kept = [e for e in room.context.document.entities.values() if isinstance(e, OwnPrompt)]
    assert len(kept) == 1
    qtbot.waitUntil(lambda: titles(page)[:1] == ["Tea"])
    gone = rows(page)[0].findChild(QPushButton, "prompts.take_out")
    qtbot.mouseClick(gone, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Tea" not in titles(page))


def test_esc_leads_back_to_the_greeting(room: Room, qtbot: QtBot) -> None:
    page = opened(room, qtbot, "all", AllPrompts)
    qtbot.keyClick(room.window, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert room.find("today.greeting").isVisible()


def test_requirement_13_learning_is_off_and_says_what_it_is(room: Room, qtbot: QtBot) -> None:
    page = opened(room, qtbot, "about_me", AboutMe)
    assert not page.switch.isChecked()
    assert "by chance" in room.find("about_me.learned").text()
    qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
    latest = room.context.consents.latest(LEARNING)
    assert latest is not None
    assert latest.is_granted
    assert latest.wording == wording()


def test_all_that_is_known_is_in_words_and_forgotten_in_one_press(room: Room, qtbot: QtBot) -> None:
    learns(room)
    companion = room.context.companion
    room.clock[0] += timedelta(minutes=1)
    companion.suggest()
    companion.answer(Answer.NOT_LIKE_THIS)
    page = opened(room, qtbot, "about_me", AboutMe)
    said = room.find("about_me.learned").text().splitlines()
    assert len(said) == len(companion.learned()) == 16
    press(room, qtbot, "about_me.forget")
    press(room, qtbot, "about_me.forget_no")
    assert companion.learned()
    press(room, qtbot, "about_me.forget")
    press(room, qtbot, "about_me.forget_yes")
    assert companion.learned() == ()
    assert page.switch.isChecked()
    assert "Nothing yet" in room.find("about_me.learned").text()


def test_surprise_me_less_or_more_is_kept(room: Room, qtbot: QtBot) -> None:
    page = opened(room, qtbot, "about_me", AboutMe)
    assert isinstance(page, AboutMe)
    page.surprise.setCurrentIndex(page.surprise.findData("more"))
    page.surprise.activated.emit(page.surprise.currentIndex())
    assert room.context.settings.current.surprise == "more"


def test_where_nothing_is_to_be_suggested_the_list_is_shown(room: Room, qtbot: QtBot) -> None:
    room.context.settings.change(surprise="off")
    room.today.guided.show_state()
    press(room, qtbot, "today.guided")
    assert suggestions(room) == []
    assert room.today.findChildren(AllPrompts)[0].isVisible()


def test_requirement_20_did_it_fit_is_asked_once_and_all_answers_weigh_the_same(
    room: Room, qtbot: QtBot
) -> None:
    learns(room)
    room.today.guided.offer()
    press(room, qtbot, "today.guided.try")
    press(room, qtbot, "today.guided.put_away")
    buttons = [room.find(f"today.guided.{name}") for name in ("fit_yes", "fit_no", "fit_skip")]
    assert all(button.isVisible() for button in buttons)
    assert len({(button.height(), button.property("role")) for button in buttons}) == 1
    press(room, qtbot, "today.guided.fit_skip")
    assert [one.did_fit for one in suggestions(room)] == [None]
    assert not buttons[0].isVisible()


@pytest.mark.parametrize(("name", "said"), [("fit_yes", True), ("fit_no", False)])
def test_what_was_said_beside_a_page_is_kept(
    room: Room, qtbot: QtBot, name: str, said: bool
) -> None:
    learns(room)
    room.context.companion.suggest()
    room.context.companion.answer(Answer.TRY_IT)
    room.frame.go("journal")
    press(room, qtbot, "companion.put_away")
    press(room, qtbot, f"companion.{name}")
    assert [one.did_fit for one in suggestions(room)] == [said]
    assert not room.frame.companion.isVisible()


def test_the_card_leads_to_what_is_known(room: Room, qtbot: QtBot) -> None:
    room.context.companion.suggest()
    room.frame.go("journal")
    press(room, qtbot, "companion.about_me")
    assert room.frame.current == "today"
    assert room.today.findChildren(AboutMe)[0].isVisible()
