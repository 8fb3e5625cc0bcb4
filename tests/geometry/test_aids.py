"""Mirrors, grids, angles, the straight edge and guides."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geometry.guides import guided, nearest_on
from app.geometry.mirrors import MOST_COPIES, check_copies, kaleidoscope, plane_mirror, turned
from app.geometry.similarity import Similarity, matrix_of_pose
from app.geometry.snapping import snapped_direction, snapped_to_grid
from app.geometry.straight import straight_edge
from app.model.space import Guide, GuideShape, Pose
from app.model.words import PersonError

UP = (0.0, 1.0, 0.0)
number = st.floats(-3, 3)
vectors = st.tuples(number, number, number)
lengths = st.floats(0.1, 2)
poses = st.builds(
    Pose,
    vectors,
    st.tuples(number, number, number, number).filter(lambda q: np.linalg.norm(q) > 0.1),
    lengths,
)
guides = st.builds(
    Guide,
    st.just("guide"),
    st.just("work"),
    st.sampled_from(GuideShape),
    poses,
    st.tuples(lengths, lengths, lengths),
)


def line(first, last, count=5) -> np.ndarray:
    points = np.zeros((count, 9), np.float32)
    points[:, :3] = np.linspace(first, last, count)
    points[:, 6] = 1
    points[:, 7] = np.linspace(0.25, 0.75, count)
    points[:, 8] = np.arange(count)
    return points


def test_a_mirror_shows_what_stands_before_it_behind_it():
    (mirror,) = plane_mirror((1.0, 0.0, 0.0), (2.0, 0.0, 0.0))
    assert Similarity.of(mirror).places([(0.25, 3, 4)]).tolist() == [[1.75, 3, 4]]


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_copies_around_an_axis_bring_one_back_to_where_it_began(count):
    copies = turned(count, (1.0, 0.0, 0.0), UP)
    assert len(copies) == count - 1
    assert not any(Similarity.of(copy).is_mirror for copy in copies)
    if copies:
        once = Similarity.of(copies[0])
        place = np.array([[3.0, 1.0, 2.0]])
        for _ in range(count):
            place = once.places(place)
        assert np.allclose(place, [[3, 1, 2]])


def test_a_kaleidoscope_of_three_mirrors_has_three_turned_and_three_mirrored():
    copies = [Similarity.of(copy) for copy in kaleidoscope(3, (0.0, 0.0, 0.0), UP, (1.0, 5.0, 0.0))]
    assert [copy.is_mirror for copy in copies] == [False, False, True, True, True]
    places = [tuple(np.round(copy.places([(1.0, 2.0, 3.0)])[0], 6)) for copy in copies]
    assert len({(1.0, 2.0, 3.0), *places}) == 6


def test_a_mirror_with_no_side_is_refused():
    with pytest.raises(ValueError, match="length"):
        plane_mirror((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))


@pytest.mark.parametrize("make", [turned, lambda n, c, a: kaleidoscope(n // 2, c, a, (1.0, 0, 0))])
def test_more_mirrors_than_a_page_can_take_are_refused_in_words(make):
    assert len(make(MOST_COPIES, (0.0, 0.0, 0.0), UP)) == MOST_COPIES - 1
    with pytest.raises(PersonError) as told:
        make(10_000, (0.0, 0.0, 0.0), UP)
    assert str(told.value) == (
        "These mirrors would draw 10000 strokes at once, and 32 is as many as can be. Nothing was "
        "changed. Please choose fewer mirrors."
    )
    check_copies(MOST_COPIES)


def test_a_grid_takes_places_and_leaves_the_rest():
    points = line((0.1, 0.26, -0.3), (0.9, 0.26, 0))
    snapped = snapped_to_grid(points, 0.25, origin_m=(0.05, 0, 0))
    assert np.allclose(snapped[0, :3], (0.05, 0.25, -0.25))
    assert np.array_equal(snapped[:, 3:], points[:, 3:])
    assert np.array_equal(snapped_to_grid(points, 0.0), points)


@given(vectors, st.sampled_from([1.0, 15, 30, 45, 90]))
def test_a_direction_snaps_to_whole_steps_and_keeps_its_length(direction, step):
    snapped = snapped_direction(direction, step)
    assert math.hypot(*snapped) == pytest.approx(math.hypot(*direction), abs=1e-9)
    if math.hypot(*direction) > 1e-3:
        above = math.degrees(math.asin(max(-1, min(1, snapped[1] / math.hypot(*snapped)))))
        assert abs(above / step - round(above / step)) < 1e-4
    again = snapped_direction(snapped, step)
    assert np.allclose(again, snapped, atol=1e-6)


def test_a_straight_edge_goes_from_where_the_hand_began_to_where_it_is():
    wild = line((0, 0, 0), (0.3, 0.1, 0), 9)
    wild[3, :3] = (5, 5, 5)
    edge = straight_edge(wild)
    assert np.allclose(edge[0, :3], wild[0, :3])
    assert np.allclose(edge[-1, :3], wild[-1, :3])
    assert np.allclose(np.cross(edge[:, :3], wild[-1, :3]), 0, atol=1e-6)
    assert np.allclose(edge[:, 7], 0.5)
    assert (edge[0, 8], edge[-1, 8]) == (0, 8)
    assert np.allclose(straight_edge(wild, step_deg=90)[-1, 1:3], 0)
    assert len(straight_edge(wild[:1])) == 1
    assert len(straight_edge(line((0, 0, 0), (1000, 0, 0)))) <= 513


@given(guides, st.lists(vectors, min_size=1, max_size=20))
def test_the_nearest_place_lies_on_the_guide_and_none_is_nearer(guide, places):
    on, facing = nearest_on(guide, places)
    again, _ = nearest_on(guide, on)
    assert np.allclose(again, on, atol=1e-4)
    assert np.allclose(np.linalg.norm(facing, axis=1), 1)
    skin, _ = nearest_on(guide, np.random.default_rng(1).normal(size=(300, 3)) * 3)
    reached = np.linalg.norm(on - np.array(places), axis=1)
    every = np.linalg.norm(skin[None] - np.array(places)[:, None], axis=2).min(axis=1)
    assert (reached <= every + 1e-6).all()


@pytest.mark.parametrize("shape", [GuideShape.SPHERE, GuideShape.CUBE, GuideShape.CAPSULE])
def test_a_guide_is_as_large_as_it_says(shape):
    pose = Pose((1.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0), 2.0)
    guide = Guide("g", "w", shape, pose, (0.5, 0.5, 0.5))
    far = np.array([[9.0, 0, 0], [1, 9, 0], [1, 0, -9]])
    on, facing = nearest_on(guide, far)
    assert np.allclose(on, [[1.5, 0, 0], [1, 0.5, 0], [1, 0, -0.5]])
    assert np.allclose(facing, [[1, 0, 0], [0, 1, 0], [0, 0, -1]])


def test_a_hand_near_a_guide_follows_it_and_a_hand_further_off_does_not():
    plane = Guide("g", "w", GuideShape.PLANE, Pose(), (4.0, 4.0, 4.0))
    points = line((0, 0, 0.05), (0, 0, 0.5))
    moved = guided(points, [plane], reach_m=0.1)
    assert moved[0, 2] == 0
    assert np.array_equal(moved[1:], points[1:])
    hidden = Guide("g", "w", GuideShape.PLANE, Pose(), (4.0, 4.0, 4.0), is_visible=False)
    assert np.array_equal(guided(points, [hidden], reach_m=9.0), points)


def test_of_two_guides_the_nearer_one_is_followed():
    near = Guide("a", "w", GuideShape.SPHERE, Pose((0.0, 0.0, 0.0)), (1.0, 1.0, 1.0))
    far = Guide("b", "w", GuideShape.SPHERE, Pose((2.0, 0.0, 0.0)), (1.0, 1.0, 1.0))
    points = line((0.7, 0, 0), (0.7, 0, 0), 1)
    for order in ([near, far], [far, near]):
        assert guided(points, order, reach_m=5.0)[0, 0] == pytest.approx(0.5)


def test_a_guide_in_the_room_is_where_its_pose_says():
    pose = Pose((0.0, 1.0, 0.0), (0.0, 0.7071067811865476, 0.0, 0.7071067811865476), 1.0)
    plane = Guide("g", "w", GuideShape.PLANE, pose, (2.0, 2.0, 2.0))
    on, facing = nearest_on(plane, [(0.4, 1.2, 0.3)])
    assert np.allclose(on, [[0, 1.2, 0.3]])
    assert np.allclose(facing, Similarity.of(matrix_of_pose(pose)).turn[:, 2])
