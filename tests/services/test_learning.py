"""Learning from answers: only where allowed, one tap, skippable, forgotten when asked to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.catalogue import prompts, safety_list
from app.guidance.safety import SafetyList
from app.model.document import Document
from app.model.entities import Answer, Suggestion, Work, WorkKind
from app.model.prompt import Medium, Prompt
from app.services.companion import Companion
from app.services.consent import Consents
from app.services.learning import Learning
from app.services.settings import SettingsFile

PROMPTS = prompts()
SAFETY = SafetyList(safety_list())


class Room:
    """A companion that may learn once it was allowed."""

    def __init__(self, folder: Path) -> None:
        self.at = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
        self.document = Document()
        self.settings = SettingsFile(folder / "settings.json")
        self.consents = Consents(self.document, now=self.now)
        self.learning = Learning(self.consents, self.settings)
        self.companion = Companion(
            self.document,
            PROMPTS,
            SAFETY,
            self.now,
            consents=self.consents,
            learning=self.learning,
        )

    def now(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def suggestions(self) -> list[Suggestion]:
        return [e for e in self.document.entities.values() if isinstance(e, Suggestion)]

    def try_one(self) -> Prompt:
        assert self.companion.suggest() is not None
        self.companion.answer(Answer.TRY_IT)
        prompt = self.companion.prompt
        assert prompt is not None
        return prompt


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_requirement_13_nothing_is_learned_or_asked_until_it_is_allowed(room: Room) -> None:
    room.try_one()
    room.companion.put_away()
    assert room.companion.asked is None
    assert room.companion.learned() == ()
    room.learning.allow(True, "May answers be learned from?")
    assert room.companion.learned() == (), "what was said before it was allowed does not count"
    room.try_one()
    assert len(room.companion.learned()) == 16
    room.learning.allow(False, "no")
    assert room.companion.learned() == ()


def test_after_what_was_tried_one_tap_says_whether_it_fitted(room: Room) -> None:
    room.learning.allow(True, "yes")
    room.try_one()
    room.companion.put_away()
    assert room.companion.asked is not None
    assert room.companion.current is None
    room.companion.say_fit(True)
    assert room.companion.asked is None
    assert [s.did_fit for s in room.suggestions()] == [True]


def test_requirement_20_not_saying_keeps_nothing_and_is_not_asked_twice(room: Room) -> None:
    room.learning.allow(True, "yes")
    room.try_one()
    room.companion.put_away()
    room.companion.say_fit(None)
    assert room.companion.asked is None
    assert [s.did_fit for s in room.suggestions()] == [None]
    room.companion.put_away()
    assert room.companion.asked is None


def test_finishing_the_page_that_was_made_to_it_asks(room: Room) -> None:
    room.learning.allow(True, "yes")
    prompt = room.try_one()
    work = Work("w", WorkKind.PAINTING, "", 8, 8, (), room.at, "", prompt.uid)
    other = replace(work, uid="o", prompt_uid="")
    for one in (work, other, replace(other, is_finished=True)):
        with room.document.edit("Paint", scope=one.uid) as edit:
            edit.put(one)
    assert room.companion.asked is None
    with room.document.edit("Finish", scope="w") as edit:
        edit.put(replace(work, is_finished=True))
    assert room.companion.asked is not None


def test_help_puts_the_question_away(room: Room) -> None:
    room.learning.allow(True, "yes")
    room.try_one()
    room.companion.put_away()
    room.companion.help_requested()
    assert room.companion.asked is None


def test_forgetting_leaves_nothing_learned_and_the_answers_with_the_person(room: Room) -> None:
    room.learning.allow(True, "yes")
    room.try_one()
    before = room.suggestions()
    assert room.companion.learned()
    room.learning.forget()
    assert room.companion.learned() == ()
    assert room.suggestions() == before
    assert room.learning.may_learn


def test_where_nothing_is_to_be_suggested_nothing_is(room: Room) -> None:
    room.settings.change(surprise="off")
    assert room.companion.suggest() is None
    taken = room.companion.take(PROMPTS[3].uid)
    assert taken is not None
    assert room.companion.prompt is PROMPTS[3]


def test_a_prompt_of_ones_own_stands_among_the_others_and_can_go_again(room: Room) -> None:
    room.companion.write_prompt("泡茶", "画一画水的声音。", Medium.PAINTING, 5)
    own = room.companion.prompts[0]
    assert str(own.title) == "泡茶"
    assert own.minutes == 5
    again = Companion(room.document, PROMPTS, SAFETY, room.now)
    kept = [e for e in room.document.entities.values() if e.uid == own.uid]
    again.load([], [], [], [], kept)
    assert again.find_prompt(own.uid) == own
    room.companion.take_out_prompt(own.uid)
    assert room.companion.prompts == PROMPTS


def test_requirement_18_a_prompt_of_ones_own_that_asks_for_care_shows_help(room: Room) -> None:
    room.companion.write_prompt("Tonight", "I want to kill myself", Medium.WORDS, 5)
    assert room.companion.shows_help


def test_a_favourite_is_kept_and_can_be_taken_back(room: Room) -> None:
    uid = PROMPTS[5].uid
    room.companion.stand(replace(room.companion.standing(uid), is_favourite=True))
    assert room.companion.standing(uid).is_favourite
    room.document.undo()
    assert not room.companion.standing(uid).is_favourite
