"""A ribbon follows the hand, and nothing twists that the hand did not twist."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from hands import brush, drawn, line, odd_hands, poses, there_and_back, wander

from app.geometry.frames import NODE_COLUMNS, ROW_COLUMNS, most_nodes, trace
from app.geometry.strokes import build
from app.geometry.vertex import NORMAL

Nodes = npt.NDArray[np.float64]
PLACE, TANGENT, SIDE = slice(0, 3), slice(3, 6), slice(6, 9)


def traced(points: npt.NDArray[np.float32], *, follow: float = 0.0, step_m: float = 0.0) -> Nodes:
    traces = np.array([[follow, step_m, 1e-5, 1e-4]])
    offsets = np.array([0, len(points)], np.int64)
    nodes = np.empty((most_nodes(points, offsets, traces), len(NODE_COLUMNS)))
    rows, starts = np.empty((len(points), len(ROW_COLUMNS))), np.empty(2, np.int64)
    return nodes[: trace(points, offsets, traces, rows, nodes, starts)]


def twists(nodes: Nodes) -> npt.NDArray[np.float64]:
    """Degrees each stretch turns its sides about itself, beyond what its bend asks for."""
    found = []
    for a, b in pairwise(nodes):
        if np.linalg.norm(b[PLACE] - a[PLACE]) < 1e-9:
            continue
        bend = np.cross(a[TANGENT], b[TANGENT])
        c = a[TANGENT] @ b[TANGENT]
        side = a[SIDE] * c + np.cross(bend, a[SIDE]) + bend * (bend @ a[SIDE]) / (1 + c)
        found.append(np.degrees(np.arccos(np.clip(side @ b[SIDE], -1, 1))))
    return np.array(found)


@settings(max_examples=150)
@given(odd_hands(), st.sampled_from((0.0, 0.5, 1.0)), st.sampled_from((0.0, 0.005)))
def test_every_frame_is_square_whatever_the_hand_does(
    points: npt.NDArray[np.float32], follow: float, step_m: float
) -> None:
    nodes = traced(points, follow=follow, step_m=step_m)
    assert np.allclose(np.linalg.norm(nodes[:, TANGENT], axis=1), 1, atol=1e-6)
    assert np.allclose(np.linalg.norm(nodes[:, SIDE], axis=1), 1, atol=1e-6)
    assert np.allclose(np.einsum("ij,ij->i", nodes[:, TANGENT], nodes[:, SIDE]), 0, atol=1e-6)


def test_a_straight_stroke_keeps_one_frame() -> None:
    for follow in (0.0, 1.0):
        nodes = traced(line(30), follow=follow, step_m=0.003)
        assert len(nodes) > 60
        assert np.allclose(nodes[:, SIDE], nodes[0, SIDE], atol=1e-6)


@pytest.mark.parametrize("follow", [0.0, 1.0])
@pytest.mark.parametrize("step_m", [0.0, 0.004])
def test_a_stroke_that_turns_straight_back_does_not_twist(follow: float, step_m: float) -> None:
    nodes = traced(there_and_back(), follow=follow, step_m=step_m)
    assert twists(nodes).max() < 0.1
    normals = np.cross(nodes[:, TANGENT], nodes[:, SIDE])
    assert np.allclose(normals, normals[0], atol=1e-6), "it folds in its own plane"
    stands = np.linalg.norm(np.diff(nodes[:, PLACE], axis=0), axis=1) < 1e-12
    assert stands.sum() == 1, "two nodes at the turn and nowhere else"


@settings(max_examples=100)
@given(st.lists(st.integers(-170, 170), min_size=1, max_size=12), st.sampled_from((0.0, 1.0)))
def test_a_flat_zigzag_stays_flat(angles: list[int], follow: float) -> None:
    headings = np.radians(np.cumsum(angles))
    steps = np.stack([np.cos(headings), np.sin(headings), 0 * headings], axis=1) * 0.05
    nodes = traced(poses(np.cumsum(steps, axis=0)), follow=follow, step_m=0.01)
    normals = np.cross(nodes[:, TANGENT], nodes[:, SIDE])
    assert np.allclose(normals[:, 2], 1, atol=1e-5)
    assert twists(nodes).max(initial=0) < 0.1


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_where_the_hand_has_no_say_nothing_twists(seed: int) -> None:
    assert twists(traced(wander(seed), follow=0.0)).max() < 0.1


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_a_ribbon_never_flips_between_two_points(seed: int) -> None:
    assert twists(traced(wander(seed), follow=1.0)).max() < 75


def test_a_ribbon_faces_the_hand_and_turns_with_it() -> None:
    points = line(60)
    angle = np.linspace(0, np.pi / 3, 60)
    points[:, 3], points[:, 6] = np.sin(angle / 2), np.cos(angle / 2)
    towards = np.stack([0 * angle, -np.sin(angle), np.cos(angle)], axis=1)
    normals = build(drawn(brush("flat"), points), brush("flat")).vertices[0::2, NORMAL]
    assert np.allclose(normals, towards, atol=1e-3)


def test_a_tube_does_not_care_how_the_hand_is_turned() -> None:
    points, found = line(60), brush("toon")
    points[:, 3], points[:, 6] = np.sin(np.linspace(0, 1, 60)), np.cos(np.linspace(0, 1, 60))
    nodes = traced(points, follow=found["follow_hand"])
    assert np.allclose(nodes[:, SIDE], nodes[0, SIDE], atol=1e-6)


def test_a_stroke_towards_the_eye_has_a_frame_too() -> None:
    points = poses(np.stack([[0, 1, z] for z in np.linspace(-1, 0, 20)]))
    nodes = traced(points, follow=1.0)
    assert np.allclose(nodes[:, SIDE], nodes[0, SIDE], atol=1e-6)


def test_long_straight_stretches_get_nodes_in_between() -> None:
    nodes = traced(line(2, length_m=1.0), step_m=0.1)
    assert np.diff(nodes[:, 10]).max() <= 0.1 + 1e-9


@pytest.mark.parametrize("count", [2, 2_000])
def test_a_lost_hand_does_not_fill_the_memory(count: int) -> None:
    jumps = traced(line(count, length_m=1e6), step_m=0.001)
    assert len(jumps) < 25_000
