"""A calm line from a hand that shakes, close behind it when it is quick."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from hands import line, odd_hands, poses, wander

from app.geometry.smoothing import STATE, smooth

Points = npt.NDArray[np.float32]


def smoothed(points: Points, smoothing: float, cuts: tuple[int, ...] = ()) -> Points:
    state, out = np.zeros(STATE), []
    for part in np.split(points, cuts):
        into = np.empty_like(part)
        smooth(np.ascontiguousarray(part), smoothing, state, into)
        out.append(into)
    return np.concatenate(out)


@given(odd_hands(), st.floats(0, 1), st.integers(0, 29))
def test_it_does_not_matter_in_how_many_parts_points_come(
    points: Points, smoothing: float, cut: int
) -> None:
    whole = smoothed(points, smoothing)
    assert np.array_equal(smoothed(points, smoothing, (cut % (len(points) + 1),)), whole)


@given(odd_hands())
def test_without_smoothing_the_points_stay(points: Points) -> None:
    out = smoothed(points, 0.0)
    assert np.allclose(out[:, :3], points[:, :3], atol=1e-6)
    assert np.allclose(out[:, 7:], points[:, 7:], atol=1e-6)


@given(odd_hands(), st.floats(0, 1))
def test_orientations_stay_orientations(points: Points, smoothing: float) -> None:
    out = smoothed(points, smoothing)
    lengths = np.linalg.norm(out[:, 3:7], axis=1)
    # a hand that turns right round between two points passes through nothing at most once
    assert np.isfinite(out).all()
    assert (lengths < 1 + 1e-5).all()
    assert np.array_equal(out[:, 8], points[:, 8])


def test_a_trembling_slow_hand_draws_a_calm_line() -> None:
    points = line(180, length_m=0.1)
    tremor = 0.002 * np.sin(2 * np.pi * 9 * points[:, 8])
    points[:, 1] += tremor
    left = [np.abs(smoothed(points, s)[60:, 1] - 1).max() for s in (0.0, 0.4, 0.9)]
    assert left[0] > 0.0019
    assert left[1] < 0.5 * left[0]
    assert left[2] < 0.5 * left[1]


def test_a_quick_hand_is_followed_closely() -> None:
    points = line(90, length_m=2.0)
    behind = np.abs(smoothed(points, 0.5)[:, 0] - points[:, 0])[30:]
    seconds_behind = behind.max() / 2.0
    assert seconds_behind < 0.02


def test_the_line_is_the_same_at_any_rate_of_events() -> None:
    slow = line(60, length_m=0.3)
    quick = line(240, length_m=0.3)
    quick[:, 8] = np.linspace(0, slow[-1, 8], 240)
    a, b = smoothed(slow, 0.5), smoothed(quick, 0.5)
    at = np.interp(a[20:, 8], b[:, 8], b[:, 0])
    assert np.abs(at - a[20:, 0]).max() < 0.003


def test_two_names_of_one_orientation_do_not_spin_the_stroke() -> None:
    points = wander(3)
    flipped = points.copy()
    flipped[::2, 3:7] *= -1
    same = np.abs(np.einsum("ij,ij->i", smoothed(points, 0.5)[:, 3:7],
                            smoothed(flipped, 0.5)[:, 3:7]))  # fmt: skip
    assert same.min() > 0.9999


def test_points_that_come_at_once_are_no_jump() -> None:
    points = poses([[0, 1, 0], [0.001, 1, 0], [0.002, 1, 0]])
    points[:, 8] = 0.0
    out = smoothed(points, 0.5)
    assert np.isfinite(out).all()
    assert out[:, 0].max() <= 0.002
