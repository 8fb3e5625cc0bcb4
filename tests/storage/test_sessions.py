"""Sessions and their logs are kept, found again and erased with their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.model.care import EventKind, Session, SessionEvent, StepKind
from app.storage.erase import Scope
from app.storage.library import Library
from tests.storage import people

AT = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = Session("first", "", AT, tuple(StepKind), 2, None, "plan-001", 1, "to settle")
LATER = replace(FIRST, uid="later", began_at=AT + DAY, ended_at=AT + DAY)
OF_CLIENT = replace(LATER, uid="client's", client_uid="client")


def event(uid: str, session: Session, at: datetime) -> SessionEvent:
    return SessionEvent(uid, session.uid, at, EventKind.STEP_BEGUN, word="making")


def kept(library: Library) -> list[SessionEvent]:
    log = [event("one", FIRST, AT), event("two", LATER, AT + DAY), event("three", FIRST, AT)]
    library.apply(people.step(LATER, OF_CLIENT, FIRST, *log))
    return log


def test_sessions_come_back_oldest_first_and_a_log_in_its_order(library: Library) -> None:
    one, two, three = kept(library)
    assert library.sessions("") == [FIRST, LATER]
    assert library.sessions("client") == [OF_CLIENT]
    assert {session.uid for session in library.sessions()} == {"first", "later", "client's"}
    assert library.session_events("first") == [one, three]
    assert library.session_events() == [one, three, two]


def test_erasing_a_day_takes_its_sessions_and_their_log(library: Library) -> None:
    kept(library)
    library.erase(Scope(first_day=date(2026, 5, 4), last_day=date(2026, 5, 4)))
    assert library.sessions("") == [LATER]
    assert [one.uid for one in library.session_events()] == ["two"]
    assert library.check(deep=True) == []
