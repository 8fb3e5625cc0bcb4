"""Cutting a piece out of a stroke."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geometry.cutting import cut

coordinate = st.floats(-1, 1, width=32)
places = st.tuples(coordinate, coordinate, coordinate)
paths = st.lists(places, min_size=1, max_size=8)
radii = st.floats(0.01, 1)


def stroke(path) -> np.ndarray:
    points = np.zeros((len(path), 9), np.float32)
    points[:, :3] = path
    turns = np.random.default_rng(len(path)).normal(size=(len(path), 4))
    points[:, 3:7] = turns / np.linalg.norm(turns, axis=1, keepdims=True)
    points[:, 7] = np.linspace(0.1, 0.9, len(path))
    points[:, 8] = np.arange(len(path))
    return points


def away(place, start, end) -> np.ndarray:
    start, end = np.array(start, np.float64), np.array(end, np.float64)
    way = end - start
    length = way @ way
    part = np.clip(((place - start) @ way) / length, 0, 1) if length > 0 else 0.0
    return np.linalg.norm(place - (start + np.multiply.outer(part, way)), axis=-1)


def along(points, steps=200) -> tuple[np.ndarray, np.ndarray]:
    """Places and times all along a stroke."""
    at = np.linspace(0, len(points) - 1, steps)
    rows = np.arange(len(points))
    place = np.stack([np.interp(at, rows, points[:, axis]) for axis in range(3)], axis=1)
    return place, np.interp(at, rows, points[:, 8])


@given(paths, places, places, radii)
def test_what_is_left_is_all_that_the_ball_did_not_meet(path, start, end, radius):
    points = stroke(path)
    pieces = cut(points, start, end, radius)
    place, time = along(points)
    distance = away(place, start, end)
    left = [points] if pieces is None else [piece.points for piece in pieces]
    spans = [(piece[0, 8], piece[-1, 8]) for piece in left]
    is_left = np.array([any(low - 1e-4 <= t <= high + 1e-4 for low, high in spans) for t in time])
    assert is_left[distance > radius + 1e-3].all()
    if pieces is not None:
        inside = np.array([any(low + 1e-4 < t < high - 1e-4 for low, high in spans) for t in time])
        assert not inside[distance < radius - 1e-3].any()


@given(paths, places, places, radii)
def test_every_piece_is_a_part_of_the_stroke_as_it_was(path, start, end, radius):
    points = stroke(path)
    lengths = np.cumsum(np.linalg.norm(np.diff(points[:, :3].astype(float), axis=0), axis=1))
    for piece, *cut_off in cut(points, start, end, radius) or []:
        assert len(piece) >= 2
        ends = np.interp(piece[[0, -1], 8], np.arange(len(points)), [0, *lengths])
        assert cut_off == pytest.approx([ends[0], lengths[-1] - ends[1]], abs=1e-4)
        assert (np.diff(piece[:, 8]) > 0).all()
        rows = np.arange(len(points))
        for column in (0, 1, 2, 7):
            expected = np.interp(piece[:, 8], rows, points[:, column])
            assert np.allclose(piece[:, column], expected, atol=1e-5)
        assert np.allclose(np.linalg.norm(piece[:, 3:7], axis=1), 1, atol=1e-5)
        # what was not cut is the same to the last bit
        kept = [row for row in points if any((row == one).all() for one in piece)]
        whole = [t for t in piece[:, 8] if t == round(float(t))]
        assert len(kept) == len(whole)


def test_a_ball_in_the_middle_leaves_two_pieces_cut_at_its_skin():
    points = stroke([(0, 0, 0), (1, 0, 0)])
    (first, *of_first), (second, *of_second) = cut(points, (0.5, 0, 0), (0.5, 0, 0), 0.125)
    assert (of_first, of_second) == ([0, 0.625], [0.625, 0])
    assert first[:, 0].tolist() == [0, 0.375]
    assert second[:, 0].tolist() == [0.625, 1]
    assert first[-1, 8] == 0.375


def test_a_ball_that_passes_by_changes_nothing():
    assert cut(stroke([(0, 0, 0), (1, 0, 0)]), (0, 1, 0), (1, 1, 0), 0.5) is None
    assert cut(stroke([(0, 0, 0)]), (1, 0, 0), (1, 0, 0), 0.5) is None


def test_a_ball_over_everything_leaves_nothing():
    assert cut(stroke([(0, 0, 0), (1, 0, 0), (1, 1, 0)]), (0, 0, 0), (1, 1, 0), 2.0) == []
    assert cut(stroke([(0.1, 0, 0)]), (0, 0, 0), (0, 0, 0), 0.5) == []


def test_a_hand_that_held_still_in_the_air_can_be_cut_too():
    points = stroke([(0, 0, 0), (0, 0, 0), (1, 0, 0)])
    (piece,) = cut(points, (0, 0, 0), (0, 0, 0), 0.25)
    assert piece.points[:, 0].tolist() == [0.25, 1]
