"""The potter's wheel, the walk of a tool over clay, and where clay stands."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geometry.clay.path import COLUMNS, HAND, PRESSURE, TOUCHES_A_TURN, TURNED, Row, Walk
from app.geometry.clay.shape import ClayShape
from app.geometry.clay.standing import Standing
from app.geometry.clay.wheel import MOST_RPM, Wheel, turned, unturned
from app.model.space import Pose
from tests.geometry.clay_parts import ball

places = st.tuples(*(st.floats(-2, 2) for _ in range(3)))


def at(x: float, y: float = 0.0, z: float = 0.0, *, turned_rad: float = 0.0) -> Row:
    row = np.zeros(COLUMNS)
    row[HAND], row[PRESSURE], row[TURNED] = (x, y, z), 1, turned_rad
    return row


def test_the_wheel_turns_as_fast_as_it_is_set() -> None:
    wheel = Wheel()
    assert wheel.advance(10) == (0, 0)
    assert wheel.set_speed(60) == 60
    before, now = wheel.advance(0.25)
    assert now - before == pytest.approx(math.pi / 2)
    assert wheel.advance(0.25)[0] == pytest.approx(math.pi / 2)


def test_the_wheel_has_a_limit_and_does_not_turn_backwards() -> None:
    wheel = Wheel()
    assert wheel.set_speed(1e6) == MOST_RPM
    assert wheel.set_speed(-5) == 0
    assert wheel.set_speed(float("nan")) == 0


@given(st.lists(st.floats(-1, 100), max_size=20), st.floats(0, MOST_RPM))
def test_however_long_a_frame_takes_the_wheel_makes_one_turn_at_most(
    pauses: list[float], rpm: float
) -> None:
    wheel = Wheel()
    wheel.set_speed(rpm)
    for seconds in pauses:
        before, now = wheel.advance(seconds)
        assert 0 <= before < math.tau + 1e-9
        assert 0 <= now - before <= math.tau + 1e-9


@given(places, st.floats(-10, 10))
def test_turning_back_is_the_opposite_of_turning(
    place: tuple[float, float, float], angle: float
) -> None:
    there = turned(np.array(place), angle)
    assert unturned(there, angle) == pytest.approx(place, abs=1e-9)
    assert turned(np.array([1.0, 0, 0]), math.pi / 2) == pytest.approx([0, 0, -1], abs=1e-12)


@given(st.lists(places, min_size=2, max_size=30))
def test_how_often_a_hand_is_seen_does_not_change_how_many_touches_there_are(
    way: list[tuple[float, float, float]],
) -> None:
    walk = Walk(0.05)
    count = len(walk.begin(at(*way[0])))
    length = 0.0
    for last, here in pairwise(way):
        count += len(walk.on(at(*here), from_rad=0.0))
        length += math.dist(last, here)
    assert count == pytest.approx(1 + length / 0.05, abs=1 + 1e-6)


def test_touches_are_as_far_apart_as_the_tool_wants() -> None:
    walk = Walk(0.1)
    touches = [*walk.begin(at(0)), *walk.on(at(0.25), from_rad=0.0), *walk.on(at(1), from_rad=0.0)]
    assert [row[0] for row in touches] == pytest.approx([0.1 * number for number in range(11)])


def test_a_hand_that_holds_still_is_touched_by_the_whole_turn() -> None:
    walk = Walk(0.05)
    touches = list(walk.begin(at(1)))
    for quarter in range(4):
        end = at(1, turned_rad=(quarter + 1) * math.pi / 2)
        touches += list(walk.on(end, from_rad=quarter * math.pi / 2))
    assert len(touches) == pytest.approx(1 + math.tau / 0.05, abs=2)
    around = np.array([unturned(row[HAND], row[TURNED]) for row in touches])
    assert np.hypot(around[:, 0], around[:, 2]) == pytest.approx(1)
    gaps = np.linalg.norm(np.diff(around, axis=0), axis=1)
    assert gaps == pytest.approx(0.05, rel=0.02)


def test_a_hand_in_the_middle_of_the_wheel_presses_too() -> None:
    walk = Walk(0.05)
    walk.begin(at(0))
    assert len(walk.on(at(0, turned_rad=math.tau), from_rad=0.0)) == TOUCHES_A_TURN


def test_a_frame_that_took_many_turns_touches_one_turns_worth() -> None:
    walk = Walk(0.05)
    walk.begin(at(1))
    assert len(walk.on(at(1, turned_rad=100.0), from_rad=0.0)) < 1.1 * math.tau / 0.05


@given(places, places, st.floats(0.1, 10), st.floats(-7, 7))
def test_what_goes_into_the_clay_comes_out_where_it_was(
    place: tuple[float, float, float],
    position: tuple[float, float, float],
    scale: float,
    angle: float,
) -> None:
    pose = Pose(position, (0.18257419, 0.36514837, 0.54772256, 0.73029674), scale)
    standing = Standing(pose, turned_rad=angle)
    inside = tuple(standing.into_clay(place))
    assert standing.into_room(inside) == pytest.approx(place, abs=1e-6)
    way = tuple(standing.direction_into_clay((0.0, 0.6, 0.8)))
    assert np.linalg.norm(way) == pytest.approx(1)
    assert standing.direction_into_room(way) == pytest.approx((0, 0.6, 0.8), abs=1e-6)


def test_a_ray_in_the_room_meets_clay_that_stands_somewhere_and_has_turned() -> None:
    shape = ClayShape(ball())
    standing = Standing(Pose((1.0, 2.0, -3.0), scale=0.5), turned_rad=1.0)
    hit = standing.pick(shape, (1.0, 2.0, 5.0), (0.0, 0.0, -2.0))
    assert hit is not None
    assert hit.distance_m == pytest.approx(7.5, abs=0.01)
    assert hit.point_m == pytest.approx((1, 2, -2.5), abs=0.01)
    assert hit.normal == pytest.approx((0, 0, 1), abs=0.05)
    assert standing.pick(shape, (1.0, 2.0, 5.0), (0.0, 1.0, 0.0)) is None


def test_clay_of_no_size_stands_nowhere() -> None:
    with pytest.raises(ValueError, match="size"):
        Standing(Pose(scale=0.0))
