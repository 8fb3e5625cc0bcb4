"""The companion: safety first, three answers of equal weight, help without detection."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import prompts, safety_list
from app.guidance.safety import SafetyList
from app.model.document import Document
from app.model.entities import (
    Answer,
    CheckIn,
    Entry,
    Estimate,
    LabelledProbability,
    SafetyMark,
    Suggestion,
)
from app.services.companion import Companion
from app.services.consent import INFERENCE, Consents

PROMPTS = prompts()
SAFETY = SafetyList(safety_list())
START = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
CARE = "I keep thinking about ending my life"
KIND = "The tea was warm and my sister called. I felt relieved."


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


class Room:
    """A companion with all it stands on."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.document = Document()
        self.consents = Consents(self.document, now=self.clock)
        self.companion = Companion(
            self.document, PROMPTS, SAFETY, self.clock, consents=self.consents
        )

    def kept(self, kind: type[Suggestion] | type[SafetyMark]) -> list[Suggestion | SafetyMark]:
        return [e for e in self.document.entities.values() if isinstance(e, kind)]

    def check_in(self, line: str = "", valence: float | None = None) -> None:
        with self.document.edit("Check in") as edit:
            edit.put(CheckIn(f"c{len(self.document.entities)}", self.clock.at, valence, None, line))

    def write(self, text: str, *, revision: int = 1, uid: str = "page") -> Entry:
        entry = Entry(uid, date(2026, 11, 21), self.clock.at, text, revision=revision)
        with self.document.edit("Type", scope=uid) as edit:
            edit.put(entry)
        return entry

    def estimate(self, entry: Entry, p: float = 0.6) -> Estimate:
        estimate = Estimate(
            "guess", entry.uid, entry.revision, 0, len(entry.text), "en",
            (LabelledProbability("relief", p),), 0.6, -0.2, False, "emotion-en", "1", "onnx", 4.0,
        )  # fmt: skip
        with self.document.edit("Read the page", scope=entry.uid) as edit:
            edit.put(estimate)
        return estimate


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_suggestion_is_kept_with_its_reason_and_shown_once(room: Room) -> None:
    told: list[bool] = []
    room.companion.changed.connect(lambda: told.append(True))
    suggestion = room.companion.suggest()
    assert suggestion is not None
    assert room.companion.current == suggestion == room.document.find(suggestion.uid)
    assert room.companion.prompt is not None
    assert room.companion.prompt.uid == suggestion.prompt_uid
    assert suggestion.reason
    assert len(told) == 1


def test_try_it_keeps_the_prompt_in_sight_and_is_stored_with_its_time(room: Room) -> None:
    offered = room.companion.suggest()
    assert offered is not None
    room.clock.at += timedelta(minutes=2)
    room.companion.answer(Answer.TRY_IT)
    kept = room.document.find(offered.uid)
    assert isinstance(kept, Suggestion)
    assert kept.answer is Answer.TRY_IT
    assert kept.answered_at == START + timedelta(minutes=2)
    assert room.companion.prompt is not None


@pytest.mark.parametrize("answer", [Answer.NOT_NOW, Answer.NOT_LIKE_THIS])
def test_declining_clears_the_card_and_is_used(room: Room, answer: Answer) -> None:
    offered = room.companion.suggest()
    assert offered is not None
    room.companion.answer(answer)
    assert room.companion.current is None
    assert room.companion.prompt is None
    following = room.companion.suggest()
    assert following is not None
    assert following.prompt_uid != offered.prompt_uid


def test_requirement_20_declining_ten_times_brings_no_plea_and_no_count(room: Room) -> None:
    for _ in range(10):
        suggestion = room.companion.suggest()
        assert suggestion is not None
        said = " ".join(str(sentence) for sentence in suggestion.reason).casefold()
        assert not any(word in said for word in ("streak", "again!", "missed", "days in a row"))
        room.companion.answer(Answer.NOT_NOW)
    assert room.companion.current is None


def test_an_answer_without_a_suggestion_does_nothing(room: Room) -> None:
    room.companion.answer(Answer.TRY_IT)
    assert not room.document.entities


def test_requirement_18_a_check_in_line_that_asks_for_care_shows_help_before_anything_else(
    room: Room,
) -> None:
    room.companion.suggest()
    room.check_in(CARE)
    assert room.companion.shows_help
    assert room.companion.current is None
    assert room.companion.suggest() is None
    marks = room.kept(SafetyMark)
    assert len(marks) == 1
    assert isinstance(marks[0], SafetyMark)
    assert "bridge" in marks[0].tags
    assert CARE not in repr(marks[0]), "a mark holds no words"


def test_requirement_18_a_page_that_asks_for_care_shows_help(room: Room) -> None:
    room.write(f"The morning was grey.\n{CARE}.\nThen I slept.")
    assert room.companion.shows_help


def test_requirement_18_help_is_shown_when_asked_for_without_any_detection(room: Room) -> None:
    room.companion.suggest()
    room.companion.help_requested()
    assert room.companion.shows_help
    assert room.companion.current is None
    room.companion.close_help()
    assert not room.companion.shows_help
    following = room.companion.suggest()
    assert following is not None
    assert room.companion.prompt is not None
    assert not set(room.companion.prompt.not_after) & set(SAFETY.asked_tags)


def test_help_is_there_before_the_record_of_it_is_written(room: Room) -> None:
    seen: list[int] = []
    room.companion.changed.connect(lambda: seen.append(len(room.kept(SafetyMark))))
    room.companion.help_requested()
    assert seen[0] == 0
    assert len(room.kept(SafetyMark)) == 1


def test_help_that_was_put_away_does_not_return_with_every_letter(room: Room) -> None:
    room.write(CARE)
    room.companion.close_help()
    room.write(f"{CARE} a", revision=2)
    room.write(f"{CARE} and", revision=3)
    assert not room.companion.shows_help
    assert len(room.kept(SafetyMark)) == 1
    room.write(f"{CARE} and I could jump off the bridge", revision=4)
    assert room.companion.shows_help
    assert len(room.kept(SafetyMark)) == 2


def test_a_sentence_over_two_lines_is_seen(room: Room) -> None:
    room.write("I think of ending\nmy life")
    assert room.companion.shows_help


def test_note_text_says_whether_words_ask_for_care(room: Room) -> None:
    assert room.companion.note_text("我不想活了", "page")
    assert room.companion.shows_help
    assert not room.companion.note_text("the deadline is killing me", "page")


def test_an_ordinary_page_shows_no_help(room: Room) -> None:
    room.write(KIND)
    assert not room.companion.shows_help
    assert not room.kept(SafetyMark)


def test_what_waits_after_a_mark_comes_back_after_seven_days(room: Room) -> None:
    room.companion.help_requested()
    room.companion.close_help()
    waiting = set(SAFETY.asked_tags)
    for day in range(7):
        room.clock.at = START + timedelta(days=day, hours=1)
        for _ in range(4):
            assert room.companion.suggest() is not None
            assert room.companion.prompt is not None
            assert waiting.isdisjoint(room.companion.prompt.not_after)
            room.companion.answer(Answer.NOT_NOW)
    room.clock.at = START + timedelta(days=8)
    seen = set()
    for _ in range(40):
        room.companion.suggest()
        assert room.companion.prompt is not None
        seen |= waiting & set(room.companion.prompt.not_after)
    assert seen


def test_the_line_that_asked_for_care_is_not_used_for_a_suggestion(room: Room) -> None:
    room.check_in(CARE, valence=-0.9)
    room.companion.close_help()
    suggestion = room.companion.suggest()
    assert suggestion is not None
    assert "check-in you said" not in " ".join(str(s) for s in suggestion.reason)


def test_requirement_15_a_suggestion_shows_why_the_words_and_how_sure(room: Room) -> None:
    room.consents.set(INFERENCE, True, "wording")
    entry = room.write(KIND)
    room.estimate(entry)
    suggestion = room.companion.suggest()
    assert suggestion is not None
    said = " ".join(str(sentence) for sentence in suggestion.reason)
    assert "perhaps relief" in said
    assert "60 %" in said
    assert room.companion.words_used == KIND
    assert KIND not in said, "erasing the page erases its words"
    room.companion.answer(Answer.NOT_LIKE_THIS)
    assert room.companion.words_used == ""


def test_requirement_14_without_consent_nothing_read_is_used(room: Room) -> None:
    entry = room.write(KIND)
    guess = room.estimate(entry)
    for suggestion in (room.companion.suggest(), room.companion.suggest(reading=guess)):
        assert suggestion is not None
        assert "model" not in " ".join(str(sentence) for sentence in suggestion.reason)
        assert room.companion.words_used == ""


def test_a_reading_on_a_page_that_asks_for_care_is_not_used(room: Room) -> None:
    room.consents.set(INFERENCE, True, "wording")
    entry = room.write(f"{KIND}\n{CARE}")
    guess = replace(room.estimate(entry), end=len(KIND))
    room.companion.close_help()
    suggestion = room.companion.suggest(reading=guess)
    assert suggestion is not None
    assert "model" not in " ".join(str(sentence) for sentence in suggestion.reason)


def test_a_reading_of_an_older_text_is_not_used(room: Room) -> None:
    room.consents.set(INFERENCE, True, "wording")
    guess = room.estimate(room.write(KIND))
    room.write("Something else.", revision=2)
    suggestion = room.companion.suggest(reading=guess)
    assert suggestion is not None
    assert "model" not in " ".join(str(sentence) for sentence in suggestion.reason)


def test_opening_again_finds_the_open_suggestion_the_answers_and_the_marks(room: Room) -> None:
    room.companion.suggest()
    room.companion.answer(Answer.NOT_LIKE_THIS)
    room.clock.at += timedelta(minutes=1)
    offered = room.companion.suggest()
    assert offered is not None
    suggestions = [s for s in room.kept(Suggestion) if isinstance(s, Suggestion)]
    again = Room()
    again.companion.load(suggestions, [], [SafetyMark("m", START, ("bridge",))])
    assert again.companion.current == offered
    again.companion.answer(Answer.NOT_NOW)
    following = again.companion.suggest()
    assert following is not None
    assert following.prompt_uid not in {s.prompt_uid for s in suggestions}
    assert not again.companion.shows_help


def test_an_old_open_suggestion_is_not_brought_back(room: Room) -> None:
    old = Suggestion("s", PROMPTS[0].uid, START - timedelta(days=2), ())
    room.companion.load([old], [], [])
    assert room.companion.current is None


def test_requirement_16_no_suggestion_names_a_disorder_or_reads_a_picture(room: Room) -> None:
    for valence in (-0.9, 0.0, 0.9):
        room.check_in(valence=valence)
        for _ in range(10):
            suggestion = room.companion.suggest()
            assert suggestion is not None
            said = " ".join(str(sentence) for sentence in suggestion.reason).casefold()
            assert not any(
                word in said for word in ("depress", "anxi", "disorder", "picture", "painting")
            )


@given(st.lists(st.sampled_from(["suggest", "try", "now", "like", "help", "close", "care"])))
def test_while_help_is_shown_there_is_never_a_suggestion(steps: list[str]) -> None:
    room = Room()
    for number, step in enumerate(steps):
        room.clock.at += timedelta(minutes=1)
        {
            "suggest": room.companion.suggest,
            "try": lambda: room.companion.answer(Answer.TRY_IT),
            "now": lambda: room.companion.answer(Answer.NOT_NOW),
            "like": lambda: room.companion.answer(Answer.NOT_LIKE_THIS),
            "help": room.companion.help_requested,
            "close": room.companion.close_help,
            "care": lambda n=number: room.write(CARE, uid=f"page{n}"),
        }[step]()
        assert not (room.companion.shows_help and room.companion.current)
