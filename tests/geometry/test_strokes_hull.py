"""A hull goes around everything the hand touched."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from hands import brush, builder, drawn, odd_hands, poses, wander

from app.geometry.ball import ball
from app.geometry.strokes import build
from app.geometry.vertex import NORMAL, POSITION

Points = npt.NDArray[np.float32]
LOOKING = ball(3)[0]


def balls(points: Points, name: str) -> npt.NDArray[np.float64]:
    found = brush(name)
    pressed = found["least_width"] + (1 - found["least_width"]) * np.clip(points[:, 7], 0, 1)
    return np.asarray(0.5 * found["size_m"] * found["rounding"] * pressed, np.float64)


@settings(max_examples=60)
@given(odd_hands(), st.sampled_from(("hull", "gem")))
def test_a_hull_reaches_no_further_than_what_it_holds(points: Points, name: str) -> None:
    corners = build(drawn(brush(name), points), brush(name)).vertices[:, POSITION]
    reach = (points[:, :3].astype(float) @ LOOKING.T + balls(points, name)[:, None]).max(axis=0)
    assert ((corners.astype(float) @ LOOKING.T).max(axis=0) <= reach + 1e-5).all()


@settings(max_examples=60)
@given(odd_hands())
def test_a_hull_leaves_out_next_to_nothing(points: Points) -> None:
    corners = build(drawn(brush("hull"), points), brush("hull")).vertices[:, POSITION]
    held = points[:, :3].astype(float) @ LOOKING.T + balls(points, "hull")[:, None]
    missing = held.max(axis=0) - (corners.astype(float) @ LOOKING.T).max(axis=0)
    size = np.linalg.norm(np.ptp(points[:, :3], axis=0)) + brush("hull")["size_m"]
    assert missing.max() < 0.02 * size


def test_a_tap_with_a_pebble_is_a_ball() -> None:
    found = brush("hull")
    geometry = build(drawn(found, poses([[0, 1, 0]]), size_m=0.1), found)
    away = np.linalg.norm(geometry.vertices[:, POSITION] - [0, 1, 0], axis=1)
    assert np.allclose(away, 0.5 * 0.1 * found["rounding"], rtol=1e-4)


def test_a_gem_has_flat_faces_and_a_pebble_none() -> None:
    points = wander(5)
    gem = build(drawn(brush("gem"), points), brush("gem"))
    faces = gem.vertices[gem.triangles, NORMAL]
    assert np.allclose(faces[:, 0], faces[:, 1])
    pebble = build(drawn(brush("hull"), points), brush("hull"))
    rounds = pebble.vertices[pebble.triangles, NORMAL]
    assert not np.allclose(rounds[:, 0], rounds[:, 1])


def test_a_hull_is_shown_anew_only_when_it_grows() -> None:
    growing = builder(brush("hull"))
    out = poses([[0, 1, 0], [0.3, 1, 0], [0, 1.3, 0], [0, 1, 0.3]])
    growing.add(out)
    assert len(growing.fresh().triangles)
    growing.add(out[:1])
    inside = growing.fresh()
    assert len(inside.triangles) == 0
    far = poses([[-0.5, 0.5, -0.5]] * 30)
    far[:, 8] += 1
    growing.add(far)
    grown = growing.fresh()
    assert len(grown.vertices)
    assert len(grown.triangles) == 0, "its triangles stay"


@pytest.mark.parametrize("detail", [0, 1, 2, 3])
def test_directions_are_spread_evenly_and_wound_outwards(detail: int) -> None:
    directions, triangles = ball(detail)
    assert len(directions) == 10 * 4**detail + 2
    assert len(triangles) == 20 * 4**detail
    assert np.allclose(np.linalg.norm(directions, axis=1), 1)
    a, b, c = (directions[triangles[:, corner]] for corner in range(3))
    assert (np.einsum("ij,ij->i", np.cross(b - a, c - a), a + b + c) > 0).all()
