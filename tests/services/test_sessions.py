"""A session is kept as it happens, and goes on where it was after anything at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.catalogue.plans import plans
from app.catalogue.prompts import prompts
from app.catalogue.safety import safety_list
from app.commands.paint import new_painting
from app.guidance.safety import SafetyList
from app.model.care import EventKind, StepKind
from app.model.document import Document
from app.model.entities import CheckIn, Entry, new_uid
from app.services.companion import Companion
from app.services.library import LibraryService
from app.services.sessions import NOT_LIKE_THIS, Sessions
from app.storage.library import Library

AT = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
KEY = bytes(range(32))
PROMPTS = prompts()
PLANS = plans(PROMPTS)
SAFETY = SafetyList(safety_list())


class Person:
    """A document and its sessions, before a library or without one."""

    def __init__(self) -> None:
        self.clock = AT
        self.document = Document()
        self.companion = Companion(self.document, PROMPTS, SAFETY, self.now)
        self.sessions = Sessions(self.document, PLANS, PROMPTS, self.now, companion=self.companion)

    def now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.sessions.log]

    def check_in(self, valence: float, line: str = "") -> None:
        with self.document.edit("Check in") as edit:
            edit.put(CheckIn(new_uid(), self.now(), valence, None, line))

    def write(self, words: str) -> str:
        entry = Entry(new_uid(), date(2026, 5, 4), self.now(), words)
        with self.document.edit("Write", scope=entry.uid) as edit:
            edit.put(entry)
        return entry.uid

    def to(self, step: StepKind) -> None:
        while self.sessions.step is not step:
            self.sessions.skip()


@pytest.fixture
def person() -> Person:
    return Person()


def test_a_session_leads_through_all_steps_and_its_log_says_so(person: Person) -> None:
    person.sessions.begin()
    for step in StepKind:
        assert person.sessions.step is step
        person.sessions.go_on()
    assert person.sessions.current is None
    begun = [event.word for event in person.sessions.log if event.kind is EventKind.STEP_BEGUN]
    assert begun == list(StepKind)


def test_what_is_written_while_making_is_in_the_log_once_and_an_empty_page_is_not(
    person: Person,
) -> None:
    person.sessions.begin()
    person.write("before the making")
    person.to(StepKind.MAKING)
    new_painting(person.document, width=64, height=64, created_at=AT)
    person.write("   ")
    assert person.sessions.pages == ()
    uid = person.write("a line")
    with person.document.edit("Write", scope=uid) as edit:
        edit.put(Entry(uid, date(2026, 5, 4), AT, "a line and more"))
    assert person.sessions.pages == (uid,)
    assert person.sessions.has_made
    person.sessions.go_on()
    assert not person.sessions.has_made


def test_nothing_is_logged_of_a_page_while_the_session_is_left(person: Person) -> None:
    person.sessions.begin()
    person.to(StepKind.MAKING)
    person.sessions.leave()
    assert not person.sessions.is_running
    person.write("something of my own")
    assert person.sessions.pages == ()
    person.sessions.come_back()
    assert person.sessions.is_running
    assert person.sessions.step is StepKind.MAKING


def test_undo_never_takes_a_session_back(person: Person) -> None:
    person.sessions.begin()
    person.document.undo()
    assert person.sessions.current is not None
    assert person.document.find(person.sessions.current.uid) is not None


def test_a_plan_goes_on_with_its_next_session_after_one_that_was_made(person: Person) -> None:
    plan = PLANS[0]
    person.sessions.begin(plan)
    assert person.sessions.planned is plan.sessions[0]
    person.to(StepKind.REFLECTION)
    person.sessions.end()
    assert person.sessions.next_of(plan) == 1
    person.sessions.begin(plan)
    assert person.sessions.planned is plan.sessions[1]
    person.sessions.end()
    assert person.sessions.next_of(plan) == 1


def test_not_like_this_brings_the_gentle_one_and_then_nothing(person: Person) -> None:
    plan = PLANS[1]
    person.sessions.begin(plan)
    person.to(StepKind.MAKING)
    assert person.sessions.offer() == plan.sessions[0].making
    person.sessions.answer(NOT_LIKE_THIS)
    assert person.sessions.offer() == plan.gentle
    person.sessions.answer(NOT_LIKE_THIS)
    assert person.sessions.offer() is None
    assert person.kinds().count(EventKind.PROMPT_OFFERED) == 2


def test_a_heavy_check_in_makes_what_must_wait_give_way(person: Person) -> None:
    plan = next(one for one in PLANS if one.name == "loss-and-what-remains")
    person.sessions.begin(plan)
    person.check_in(-0.9)
    person.to(StepKind.MAKING)
    assert person.sessions.directive == plan.gentle


def test_warm_ups_without_a_plan_change_when_one_is_not_liked(person: Person) -> None:
    person.sessions.begin()
    person.to(StepKind.WARM_UP)
    first = person.sessions.offer()
    person.sessions.answer(NOT_LIKE_THIS)
    assert person.sessions.offer() not in (None, first)


def test_words_that_ask_for_care_are_logged_as_help_shown_and_nothing_more(
    person: Person,
) -> None:
    person.sessions.begin()
    person.check_in(-0.9, "I want to kill myself")
    assert person.companion.shows_help
    (told,) = [event for event in person.sessions.log if event.kind is EventKind.HELP_SHOWN]
    assert (told.subject_uid, told.value, told.word) == ("", None, "")


# -- with a library --


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], tuple[Person, LibraryService]]]:
    path, services = tmp_path / "private.library", []

    def open_again() -> tuple[Person, LibraryService]:
        for service in services:
            service.close()
        is_new = not path.exists()
        make = Library.create if is_new else Library.open
        service = LibraryService(lambda: make(path, bytearray(KEY)))
        service.opened.result(20)
        services[:] = [service]
        person = Person()
        person.document.committed.connect(service.save)
        found = service.submit(lambda one: (one.sessions(""), one.session_events()))
        person.sessions.load(*found.result(20))
        return person, service

    yield open_again
    for service in services:
        service.close()


def test_a_session_goes_on_where_it_was_when_the_library_opens_again(opened) -> None:
    person, _ = opened()
    person.sessions.begin(PLANS[2])
    person.to(StepKind.MAKING)
    uid = person.write("a line")
    before = person.sessions
    again, _ = opened()
    assert again.sessions.current == before.current
    assert again.sessions.log == before.log
    assert again.sessions.step is StepKind.MAKING
    assert again.sessions.pages == (uid,)
    assert again.sessions.is_running


def test_a_session_that_was_left_waits_and_an_ended_one_does_not(opened) -> None:
    person, _ = opened()
    person.sessions.begin()
    person.sessions.leave()
    again, _ = opened()
    assert again.sessions.current is not None
    assert not again.sessions.is_running
    again.sessions.end()
    later, _ = opened()
    assert later.sessions.current is None


def test_beginning_anew_ends_the_one_that_was_open(opened) -> None:
    person, service = opened()
    first = person.sessions.begin()
    person.sessions.begin()
    ended = {
        one.uid: one.ended_at for one in service.submit(lambda kept: kept.sessions("")).result(20)
    }
    assert ended[first.uid] is not None
    assert len(ended) == 2
