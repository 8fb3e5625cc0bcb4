"""The plans that come with the program can be followed as they are written."""

from __future__ import annotations

import pytest

from app.catalogue.files import read_kind
from app.catalogue.help import grounding
from app.catalogue.measures import measures
from app.catalogue.plans import plan_from, plans
from app.catalogue.prompts import prompts
from app.guidance.plans import Today, is_small_step, may_begin, moves
from app.model.measure import MeasureKind
from app.model.prompt import NotWhen, Wording
from app.model.words import PersonError

PROMPTS = prompts()
PLANS = plans(PROMPTS)
every_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)


def test_there_are_five_plans_of_six_to_eight_sessions():
    assert len(PLANS) >= 5
    assert all(6 <= len(plan.sessions) <= 8 for plan in PLANS)


@every_plan
def test_no_session_of_a_plan_asks_for_a_jump(plan):
    jumps = [
        (title, one, other) for title, one, other in moves(plan) if not is_small_step(one, other)
    ]
    assert jumps == []


@every_plan
def test_a_plan_begins_with_something_that_is_for_a_first_time(plan):
    first = plan.sessions[0]
    assert NotWhen.FIRST not in (*first.warm_up.not_when_tags, *first.making.not_when_tags)


@every_plan
def test_what_takes_the_place_of_a_directive_never_has_to_wait(plan):
    assert plan.gentle.not_after == ()
    assert plan.gentle.not_when_tags == ()


@every_plan
def test_a_person_alone_can_answer_every_measure_of_a_plan(plan):
    wellness = {one.name for one in measures() if one.kind is MeasureKind.WELLNESS}
    assert {planned.measure for planned in plan.measures} <= wellness


@every_plan
def test_every_session_closes_with_a_way_back_that_exists(plan):
    assert {one.grounding for one in plan.sessions} <= {one.uid for one in grounding()}


@every_plan
def test_a_plan_reads_in_both_languages(plan):
    words = [plan.title, plan.about, plan.not_when]
    words += [w for s in plan.sessions for w in (s.title, s.aim, s.question, s.making.opening)]
    for one in words:
        assert isinstance(one, Wording)
        assert one.en.strip() != one.zh.strip()


def test_loss_waits_after_words_that_asked_for_care():
    loss = next(plan for plan in PLANS if plan.name == "loss-and-what-remains")
    assert may_begin(loss, Today())
    assert not may_begin(loss, Today(waiting=frozenset({"loss"})))
    assert not may_begin(loss, Today(tags=frozenset({NotWhen.HEAVY})))


def test_a_plan_that_names_no_such_prompt_says_so_and_what_to_do():
    table = dict(next(iter(read_kind("plans").values()))) | {"gentle": "not-there"}
    with pytest.raises(PersonError) as told:
        plan_from(table, {prompt.name: prompt for prompt in PROMPTS}, "mine.toml")
    assert "mine.toml names the prompt not-there" in str(told.value)
    assert "in your library" in str(told.value)
