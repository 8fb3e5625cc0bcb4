"""What a ray, a ball or a box meets."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geometry.picking import (
    StrokePoints,
    pick_points,
    pick_triangles,
    planes_of_screen_box,
    points_before_planes,
    points_in_box,
    points_in_sphere,
    put_all,
)

AHEAD = (0.0, 0.0, -1.0)
HERE = (0.0, 0.0, 0.0)
SQUARE = np.array([[-1, -1, -3], [1, -1, -3], [1, 1, -3], [-1, 1, -3]], np.float32)
HALVES = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)

places = st.tuples(*(st.floats(-5, 5, width=32) for _ in range(3)))


def cloud(seed: int, count: int = 300) -> npt.NDArray[np.float32]:
    return np.random.default_rng(seed).normal(0, 2, (count, 3)).astype(np.float32)


@given(st.integers(0, 10_000), st.floats(0.1, 20))
def test_a_ray_finds_the_point_a_patient_person_would_find(seed: int, cone_deg: float) -> None:
    points = cloud(seed)
    along = -points[:, 2].astype(float)
    aside = np.hypot(points[:, 0], points[:, 1])
    limit = along * math.tan(math.radians(cone_deg))
    is_in = (along > 0) & (aside <= limit)
    row = pick_points(points, HERE, (0, 0, -7), cone_deg=cone_deg)
    if not is_in.any():
        assert row == -1
        return
    score = np.where(is_in, along * (1 + (aside / np.where(is_in, limit, 1)) ** 2), np.inf)
    assert score[row] <= score.min() * (1 + 1e-3)


def test_what_lies_behind_one_is_not_picked() -> None:
    behind = np.array([[0, 0, 2]], np.float32)
    assert pick_points(behind, HERE, AHEAD, cone_deg=10) == -1
    assert pick_points(behind, HERE, (0, 0, 1), cone_deg=10) == 0


def test_a_finger_of_some_width_picks_beside_its_middle() -> None:
    beside = np.array([[0.01, 0, -1]], np.float32)
    assert pick_points(beside, HERE, AHEAD, radius_m=0.005) == -1
    assert pick_points(beside, HERE, AHEAD, radius_m=0.02) == 0


def test_a_point_right_ahead_wins_over_a_nearer_one_at_the_edge() -> None:
    points = np.array([[0.17, 0, -2.0], [0, 0, -3.0]], np.float32)
    assert pick_points(points, HERE, AHEAD, cone_deg=5) == 1


def test_a_direction_without_length_is_no_direction() -> None:
    with pytest.raises(ValueError, match="length"):
        pick_points(SQUARE, HERE, HERE, cone_deg=1)
    with pytest.raises(ValueError, match="length"):
        pick_triangles(SQUARE, HALVES, HERE, HERE)


@given(st.floats(-2, 2, width=32), st.floats(-2, 2, width=32))
def test_a_ray_meets_a_square_where_it_is(x: float, y: float) -> None:
    row, distance = pick_triangles(SQUARE, HALVES, (x, y, 1), (0, 0, -2))
    reach = max(abs(x), abs(y))
    if reach > 1.001:
        assert (row, distance) == (-1, 0.0)
    elif reach <= 1:
        assert row >= 0
        assert distance == pytest.approx(4)


def test_of_two_walls_the_nearer_is_met_from_either_side() -> None:
    both = np.concatenate([SQUARE, SQUARE + np.array([0, 0, -2], np.float32)])
    triangles = np.concatenate([HALVES, HALVES + 4]).astype(np.uint32)
    assert pick_triangles(both, triangles, (0.2, 0, 0), AHEAD)[1] == pytest.approx(3)
    row, distance = pick_triangles(both, triangles, (0.2, 0, -9), (0, 0, 1))
    assert row >= 2
    assert distance == pytest.approx(4)


def test_arrays_that_may_not_be_written_can_be_picked_from() -> None:
    points, triangles = SQUARE.copy(), HALVES.copy()
    points.flags.writeable = triangles.flags.writeable = False
    assert pick_triangles(points, triangles, (0.2, 0, 0), AHEAD)[0] == 0
    assert pick_points(points, HERE, AHEAD, cone_deg=45) >= 0
    assert points_in_sphere(points, HERE, 10).all()


@given(places, st.floats(0, 4))
def test_a_ball_holds_what_is_near(centre: tuple[float, float, float], radius: float) -> None:
    points = cloud(1)
    away = np.linalg.norm(points.astype(float) - np.array(centre), axis=1)
    is_in = points_in_sphere(points, centre, radius)
    sure = abs(away - radius) > 1e-4
    assert np.array_equal(is_in[sure], (away <= radius)[sure])


@given(places, places)
def test_a_box_holds_what_is_between(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> None:
    points, low, high = cloud(2), np.minimum(one, other), np.maximum(one, other)
    expected = ((points >= low) & (points <= high)).all(axis=1)
    assert np.array_equal(points_in_box(points, low, high), expected)


def test_a_box_on_the_screen_selects_what_is_seen_in_it() -> None:
    near, far = 0.1, 100.0
    matrix = np.zeros((4, 4))
    matrix[0, 0] = matrix[1, 1] = 1
    matrix[2, 2], matrix[3, 2] = -(far + near) / (far - near), -2 * far * near / (far - near)
    matrix[2, 3] = -1
    points = cloud(3, 2000)
    clip = np.concatenate([points, np.ones((2000, 1))], axis=1) @ matrix
    screen = clip[:, :2] / clip[:, 3:]
    seen = (clip[:, 3] > near) & (screen > (-0.5, 0.1)).all(axis=1) & (screen < (0.2, 0.9)).all(1)
    planes = planes_of_screen_box(matrix, (-0.5, 0.1), (0.2, 0.9))
    assert np.array_equal(points_before_planes(points, planes), seen)
    assert seen.any()


def line(height: float, count: int = 2) -> npt.NDArray[np.float32]:
    points = np.zeros((count, 9), np.float32)
    points[:, 0], points[:, 1], points[:, 2] = np.linspace(-1, 1, count), height, -2
    return points


def test_a_straight_stroke_of_two_points_is_picked_in_its_middle() -> None:
    index = StrokePoints()
    put_all(index, [("low", line(-0.5), 0.02), ("high", line(0.5), 0.02)])
    assert index.pick(HERE, (0.12, 0.5, -2), cone_deg=0.5) == "high"
    assert index.pick(HERE, (0.12, -0.5, -2), cone_deg=0.5) == "low"
    assert index.pick(HERE, (0.12, 0.0, -2), cone_deg=0.5) is None
    assert index.touched((0.33, 0.5, -2), 0.02) == ("high",)
    assert index.in_box((0.3, -1, -3), (0.4, 1, -1)) == ("low", "high")


def test_a_stroke_that_was_taken_out_is_met_no_more() -> None:
    index = StrokePoints()
    put_all(index, [("a", line(0.0), 0.02)])
    assert "a" in index
    index.discard("a")
    index.discard("a")
    assert index.pick(HERE, AHEAD) is None
    assert index.touched((0, 0, -2), 5) == ()
    assert len(index) == 0


def test_a_stroke_put_again_stands_where_it_is_now() -> None:
    index = StrokePoints()
    put_all(index, [("a", line(0.0), 0.02), ("a", line(1.0), 0.02)])
    assert index.pick(HERE, AHEAD) is None
    assert index.pick(HERE, (0, 1, -2)) == "a"
    assert len(index) == 1


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=60))
def test_strokes_that_come_and_go_are_all_found(steps: list[tuple[int, bool]]) -> None:
    index, there = StrokePoints(), set[str]()
    for number, is_put in steps:
        uid = str(number)
        if is_put:
            index.put(uid, line(number, 300), spacing_m=1)
            there.add(uid)
        else:
            index.discard(uid)
            there.discard(uid)
    assert set(index.in_box((-9, -9, -9), (9, 9, 9))) == there
    for uid in there:
        assert index.touched((0, float(uid), -2), 0.3) == (uid,)
    assert len(index.points_m) <= 60 * 300


def test_points_that_are_no_numbers_are_met_by_nothing() -> None:
    index = StrokePoints()
    index.put("broken", np.full((4, 3), np.nan, np.float32))
    assert index.pick(HERE, AHEAD, cone_deg=80) is None
    assert index.touched(HERE, 1e6) == ()
