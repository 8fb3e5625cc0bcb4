"""Moving, turning, scaling and mirroring what stands in a room."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.geometry.mirrors import plane_mirror
from app.geometry.similarity import (
    Similarity,
    matrices_of,
    matrix_of,
    matrix_of_pose,
    quaternions_of,
)
from app.model.space import Pose

number = st.floats(-5, 5)
vectors = st.tuples(number, number, number)
rotations = st.tuples(number, number, number, number).filter(
    lambda found: np.linalg.norm(found) > 1e-3
)
matrices = st.builds(
    lambda shift, rotation, scale, about: matrix_of(
        shift_m=shift, rotation=rotation, scale=scale, about_m=about
    ),
    vectors,
    rotations,
    st.floats(0.05, 20),
    vectors,
)


@given(rotations)
def test_a_turn_is_the_same_turn_as_a_matrix(rotation):
    unit = np.array(rotation) / np.linalg.norm(rotation)
    (back,) = quaternions_of(matrices_of([rotation]))
    assert abs(back @ unit) == pytest.approx(1, abs=1e-9)


@given(matrices, rotations, vectors)
def test_what_is_moved_keeps_its_shape_whichever_way_it_is_told(matrix, rotation, place):
    way = Similarity.of(matrix)
    pose = Pose(place, rotation, 2.0)
    own = np.array([[0, 0, 0], [0.3, 0, 0], [0, -0.7, 0], [0.1, 0.2, 0.4]])
    here = Similarity.of(matrix_of_pose(pose)).places(own)
    moved = Similarity.of(matrix_of_pose(way.pose(pose))).places(own)
    assert np.allclose(moved, way.places(here), atol=1e-4)


@given(rotations, vectors, vectors)
def test_a_mirrored_pose_with_mirrored_contents_is_the_mirror_image(rotation, place, normal):
    assume(np.linalg.norm(normal) > 0.1)
    (mirror,) = plane_mirror((0.2, -0.4, 1.0), normal)
    way = Similarity.of(mirror)
    assert way.is_mirror
    pose = Pose(place, rotation, 0.5)
    own = np.array([[0.3, 0, 0], [0, -0.7, 0], [0.1, 0.2, 0.4]])
    image = way.places(Similarity.of(matrix_of_pose(pose)).places(own))
    mirrored = Similarity.of(matrix_of_pose(way.pose(pose))).places(own * (-1, 1, 1))
    assert np.allclose(image, mirrored, atol=1e-5)


@given(matrices)
def test_a_stroke_moved_there_and_back_is_where_it_was(matrix):
    points = np.zeros((4, 9), np.float32)
    points[:, :3] = np.random.default_rng(1).normal(size=(4, 3))
    points[:, 3:7] = (0.5, -0.5, 0.5, 0.5)
    points[:, 7:] = 0.25
    there = Similarity.of(matrix).points(points)
    back = Similarity.of(np.linalg.inv(matrix)).points(there)
    assert np.allclose(np.abs(back), np.abs(points), atol=2e-3)
    assert np.array_equal(there[:, 7:], points[:, 7:])


@pytest.mark.parametrize(
    "matrix",
    [
        np.diag([1.0, 2, 1, 1]),
        np.eye(3),
        np.zeros((4, 4)),
        np.full((4, 4), np.nan),
        np.array([[1, 0.5, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]),
        np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 1]]),
    ],
)
def test_what_would_bend_a_stroke_is_refused(matrix):
    with pytest.raises(ValueError, match=r"transform|scale"):
        Similarity.of(matrix)
