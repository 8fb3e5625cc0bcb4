"""A session can be gone through in any way, and its log says what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.plans import plans
from app.catalogue.prompts import prompts
from app.guidance import session as rules
from app.guidance.plans import Today, next_session, offered, today, warm_up
from app.model.care import EventKind, Session, SessionEvent, StepKind
from app.model.entities import CheckIn, SafetyMark
from app.model.prompt import NotWhen

AT = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
PROMPTS = prompts()
PLANS = {plan.name: plan for plan in plans(PROMPTS)}
LOSS = PLANS["loss-and-what-remains"]


def session(*steps: StepKind, at_step: int = 0) -> Session:
    return Session("one", "", AT, steps or tuple(StepKind), at_step)


def logged(*lines: rules.Line) -> list[SessionEvent]:
    return [
        SessionEvent(str(n), "one", AT, one.kind, one.subject_uid, one.value, one.word)
        for n, one in enumerate(lines)
    ]


def test_every_step_comes_in_its_turn_and_the_session_ends_after_the_last():
    now, seen = rules.begin(session()).session, []
    while (step := rules.step_of(now)) is not None:
        seen.append(step)
        now = rules.go_on(now, at=AT).session
    assert seen == list(StepKind)
    assert now.ended_at == AT


def test_passing_a_step_is_logged_as_passed_and_doing_it_as_done():
    done, passed = rules.go_on(session(), at=AT), rules.go_on(session(), at=AT, value=rules.PASSED)
    assert [(line.kind, line.value, line.word) for line in done.lines] == [
        (EventKind.STEP_LEFT, 1.0, "check_in"),
        (EventKind.STEP_BEGUN, None, "warm_up"),
    ]
    assert passed.lines[0].value == 0.0
    assert passed.session == done.session


def test_back_at_the_first_step_stays_where_it_is():
    assert rules.go_back(session()) == rules.Move(session(), ())


@given(st.lists(st.sampled_from(["on", "pass", "back"]), max_size=40))
def test_however_one_goes_about_the_step_is_one_of_the_session_or_its_end(ways):
    now = rules.begin(session()).session
    for way in ways:
        before = now
        if way == "back":
            now = rules.go_back(now).session
            assert now.at_step in (max(before.at_step - 1, 0), before.at_step)
        else:
            value = rules.DONE if way == "on" else rules.PASSED
            now = rules.go_on(now, at=AT, value=value).session
        assert (rules.step_of(now) is None) == (now.ended_at is not None)
        assert 0 <= now.at_step <= len(now.steps)


@given(st.permutations(list(StepKind)), st.integers(0, 5))
def test_any_steps_in_any_order_make_a_session(steps, count):
    chosen = tuple(steps[:count]) or tuple(StepKind)
    now, seen = rules.begin(session(*chosen)).session, []
    while (step := rules.step_of(now)) is not None:
        seen.append(step)
        now = rules.go_on(now, at=AT).session
    assert tuple(seen) == chosen


def test_what_is_ahead_can_be_put_in_another_order_and_what_is_done_stays():
    at_warm_up = session(at_step=1)
    other = rules.arrange(at_warm_up, (StepKind.CLOSING, StepKind.MAKING))
    assert other.steps == (StepKind.CHECK_IN, StepKind.WARM_UP, StepKind.CLOSING, StepKind.MAKING)
    assert rules.step_of(other) is StepKind.WARM_UP
    with pytest.raises(ValueError, match="twice"):
        rules.arrange(at_warm_up, (StepKind.CHECK_IN,))


def test_ending_early_keeps_the_step_it_ended_at():
    ended = rules.end(session(at_step=2), at=AT)
    assert ended.session.ended_at == AT
    assert ended.session.at_step == 2
    assert rules.step_of(ended.session) is None


def test_leaving_and_coming_back_are_told_from_the_log():
    left = rules.Line(EventKind.CONTROL, word=rules.LEFT)
    back = rules.Line(EventKind.CONTROL, word=rules.CAME_BACK)
    assert not rules.is_away(logged())
    assert rules.is_away(logged(left))
    assert not rules.is_away(logged(left, back))
    assert rules.is_away(logged(left, back, left))


def test_a_page_made_counts_for_the_step_it_was_made_in_only():
    made = rules.Line(EventKind.PAGE_MADE, "page")
    log = logged(*rules.begin(session()).lines, made)
    assert rules.has_in_step(log, EventKind.PAGE_MADE)
    on = logged(made, *rules.go_on(session(), at=AT).lines)
    assert not rules.has_in_step(on, EventKind.PAGE_MADE)
    assert rules.pages_made([*log, *log]) == ("page",)


def test_only_a_session_of_ones_own_that_has_not_ended_is_come_back_to():
    ended, older = replace(session(), ended_at=AT), replace(session(), uid="two")
    newer = replace(session(), uid="three", began_at=AT + timedelta(days=1))
    of_client = replace(newer, uid="four", client_uid="client")
    assert rules.newest_open([ended, newer, older, of_client]) == newer
    assert rules.newest_open([ended, of_client]) is None


def test_the_next_session_of_a_plan_follows_the_last_that_was_made():
    done = replace(session(at_step=5), plan_uid=LOSS.uid, plan_step=2, ended_at=AT)
    early = replace(done, uid="two", plan_step=3, at_step=1)
    assert next_session(LOSS, []) == 0
    assert next_session(LOSS, [done]) == 3
    assert next_session(LOSS, [done, early]) == 3
    assert next_session(LOSS, [replace(done, plan_step=7)]) == 0


def test_on_a_heavy_day_something_gentle_takes_the_place_of_what_has_to_wait():
    outline = LOSS.sessions[3].making
    heavy = today(AT, [CheckIn("c", AT, -0.9, None)], [])
    assert heavy.tags == {NotWhen.HEAVY}
    assert offered(LOSS, outline, Today()) == outline
    assert offered(LOSS, outline, heavy) == LOSS.gentle


def test_a_check_in_of_yesterday_and_a_mark_of_last_month_speak_against_nothing():
    old = [CheckIn("c", AT - timedelta(days=1), -1, 1)]
    marks = [SafetyMark("m", AT - timedelta(days=30), ("loss",), "")]
    assert today(AT, old, marks) == Today()
    fresh = [SafetyMark("m", AT - timedelta(days=3), ("loss",), "")]
    assert today(AT, old, fresh).waiting == {"loss"}


def test_warm_ups_take_turns_and_none_of_them_has_to_wait():
    tense = Today(frozenset({NotWhen.TENSE}), frozenset({"anger"}))
    found = [warm_up(PROMPTS, tense, count) for count in range(30)]
    assert len({one.uid for one in found if one}) > 3
    assert all(one and NotWhen.TENSE not in one.not_when_tags for one in found)
    assert all(one and "anger" not in one.not_after for one in found)
    assert warm_up((), tense, 3) is None
