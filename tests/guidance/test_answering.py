"""A questionnaire under way: nothing is said for the person, and help comes once, at once."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.measures import measures
from app.guidance.answering import Answering
from app.model.care import Role

ALL = {one.name: one for one in measures()}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def begun(name: str, seed: int = 0) -> Answering:
    return Answering.begin(ALL[name], Random(seed))


@given(st.lists(st.sampled_from(["on", "back", 0.0, 2.0, None]), max_size=60))
def test_whatever_way_one_goes_only_what_was_said_is_kept(steps: list[object]) -> None:
    answering, expected, at = begun("gad_7"), [None] * 7, 0
    said: list[float | None] = [*expected]
    for step in steps:
        if step == "on":
            answering.go_on()
            at = min(at + 1, 7)
        elif step == "back":
            answering.go_back()
            at = max(at - 1, 0)
        elif at < 7:
            value = step if isinstance(step, float) else None
            answering.say(value)
            said[at] = value
    assert answering.at == at
    kept = answering.administration("a", NOON, shown_to=Role.CLIENT)
    assert kept.answers == tuple(said)
    assert answering.said == sum(one is not None for one in said)


def test_two_orders_are_both_drawn_and_answers_stand_in_the_measure_s_own() -> None:
    orders = {begun("affective_slider", seed).order for seed in range(30)}
    assert orders == {(0, 1), (1, 0)}
    turned = next(one for one in (begun("affective_slider", s) for s in range(30)) if one.order[0])
    turned.say(0.25)
    kept = turned.administration("a", NOON, shown_to=Role.ALONE)
    assert (kept.answers, kept.order) == ((None, 0.25), (1, 0))
    assert begun("phq_9", 5).order == tuple(range(9))


def test_help_comes_when_item_nine_first_asks_for_it_and_again_when_it_does_anew() -> None:
    answering = begun("phq_9")
    for _ in range(8):
        assert not answering.say(3.0)
        answering.go_on()
    said = [(0.0, False), (1.0, True), (3.0, False), (0.0, False), (2.0, True), (None, False)]
    for value, has_help in said:
        assert answering.say(value) is has_help


def test_an_answer_the_scale_does_not_have_is_refused_and_changes_nothing() -> None:
    answering = begun("suds")
    with pytest.raises(ValueError, match="no answer"):
        answering.say(10.5)
    assert answering.answer is None
