"""Points that the others tell are left out, and nothing is further off than promised."""

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

from hands import line, odd_hands, there_and_back, wander

from app.geometry.simplify import Bounds, simplified

Points = npt.NDArray[np.float32]
SLACK = 1 + 1e-4


def rows_of(kept: Points, points: Points) -> list[int]:
    """Which rows were kept, in order, each taken once."""
    found, at = [], 0
    for row in kept:
        while not np.array_equal(points[at], row):
            at += 1
        found.append(at)
        at += 1
    return found


def errors(points: Points, a: int, b: int, row: int) -> tuple[float, float, float, float]:
    """Metres, degrees, pressure and seconds between a point and the line from a to b."""
    first, last, mine = (points[at].astype(float) for at in (a, b, row))
    along = last[:3] - first[:3]
    square = along @ along
    t = np.clip(along @ (mine[:3] - first[:3]) / square, 0, 1) if square > 1e-18 else 0.0
    place = np.linalg.norm(mine[:3] - first[:3] - t * along)
    sign = -1 if first[3:7] @ last[3:7] < 0 else 1
    between = (1 - t) * first[3:7] + t * sign * last[3:7]
    lengths = np.linalg.norm(between), np.linalg.norm(mine[3:7])
    if min(lengths) < 1e-6:
        turn = 0.0 if max(lengths) < 1e-6 else 180.0
    else:
        turn = 2 * np.degrees(np.arccos(min(abs(between @ mine[3:7]) / np.prod(lengths), 1)))
    pressure = abs(first[7] + t * (last[7] - first[7]) - mine[7])
    time = abs(first[8] + t * (last[8] - first[8]) - mine[8])
    return place, turn, pressure, time


def check(points: Points, bounds: Bounds) -> Points:
    kept = simplified(points, bounds)
    rows = rows_of(kept, points)
    assert rows[0] == 0
    assert rows[-1] == len(points) - 1
    for a, b in pairwise(rows):
        for row in range(a + 1, b):
            place, turn, pressure, time = errors(points, a, b, row)
            assert place <= bounds.place_m * SLACK
            assert turn <= bounds.angle_deg + 0.06
            assert pressure <= bounds.pressure * SLACK
            assert time <= bounds.time_s * SLACK
    return kept


@settings(max_examples=150)
@given(odd_hands(), st.sampled_from((1e-4, 1e-3, 1e-2)))
def test_every_point_left_out_is_within_the_bounds(points: Points, place_m: float) -> None:
    check(points, Bounds(place_m))


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 600), st.floats(1e-4, 5e-3))
def test_a_long_wandering_stroke_is_within_the_bounds_too(
    seed: int, count: int, place_m: float
) -> None:
    check(wander(seed, count), Bounds(place_m, angle_deg=4.0, pressure=0.05))


def test_a_straight_stroke_needs_two_points() -> None:
    assert len(check(line(100), Bounds(2e-4))) == 2


def test_a_stroke_that_turned_back_keeps_its_turn() -> None:
    points = there_and_back()
    kept = check(points, Bounds(2e-4))
    assert len(kept) == 3
    assert kept[:, 0].max() == pytest.approx(points[:, 0].max(), abs=2e-4)


def test_a_smooth_stroke_keeps_far_fewer_points() -> None:
    turn = np.linspace(0, 2 * np.pi, 400)
    points = line(400)
    points[:, 0], points[:, 1] = 0.2 * np.cos(turn), 1 + 0.2 * np.sin(turn)
    assert len(check(points, Bounds(2e-4))) < 100


@pytest.mark.parametrize("count", [0, 1, 2])
def test_short_strokes_stay_as_they_are(count: int) -> None:
    points = line(40)[:count]
    assert np.array_equal(simplified(points, Bounds(1e-3)), points)


def test_a_hand_that_waited_is_seen_waiting_in_a_replay() -> None:
    points = line(60)
    points[30:, 8] += 2.0
    kept = check(points, Bounds(2e-4))
    assert {round(float(time), 3) for time in kept[:, 8]} >= {
        round(float(points[29, 8]), 3),
        round(float(points[30, 8]), 3),
    }
