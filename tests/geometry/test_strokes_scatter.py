"""Particles and stamps lie where the hand went, and stay where they were laid."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from hands import BRUSHES, brush, builder, drawn, line, wander

from app.geometry.stamps import outline
from app.geometry.strokes import build
from app.geometry.vertex import NORMAL, POSITION, UV
from app.model.space_brush import Family, SpaceBrush, Stamp

PARTICLES = [found for found in BRUSHES if found.family is Family.PARTICLES]
SPRAYS = [found for found in BRUSHES if found.family is Family.SPRAY]


@pytest.mark.parametrize("found", PARTICLES, ids=lambda found: found.name)
def test_a_particle_is_a_square_that_can_face_any_eye(found: SpaceBrush) -> None:
    vertices = build(drawn(found, wander(1)), found).vertices.reshape(-1, 4, 14)
    assert (vertices[:, :, POSITION] == vertices[:, :1, POSITION]).all()
    assert {tuple(corner) for corner in vertices[0, :, 3:5]} == {(-1, -1), (1, -1), (1, 1), (-1, 1)}
    assert (vertices[:, :, 5] > 0).all()
    assert found.sprite is not None
    assert (vertices[:, :, 10] == found.sprite).all()
    assert np.allclose(vertices[:, :, 11], found["drift_m_s"])


@pytest.mark.parametrize("found", PARTICLES + SPRAYS, ids=lambda found: found.name)
def test_what_was_strewn_stays_while_the_stroke_goes_on(found: SpaceBrush) -> None:
    growing, points = builder(found), wander(2)
    growing.add(points[:30])
    before = growing.geometry()
    growing.add(points[30:])
    after = growing.geometry()
    assert len(after.vertices) > len(before.vertices)
    assert np.array_equal(after.vertices[: len(before.vertices)], before.vertices)


@settings(max_examples=60)
@given(st.floats(0.05, 2.0), st.floats(0.02, 0.2))
def test_a_longer_stroke_holds_as_many_more(length_m: float, size_m: float) -> None:
    found = brush("dots")
    geometry = build(drawn(found, line(30, length_m), size_m=size_m), found)
    stamps = len(geometry.vertices) / len(outline(Stamp.DISC))
    assert abs(stamps - 1 - length_m / (found["spacing"] * size_m)) <= 1


def test_dots_are_evenly_spaced() -> None:
    found = brush("dots")
    corners = build(drawn(found, line(50, length_m=1.0), size_m=0.04), found).vertices
    middles = corners.reshape(-1, len(outline(Stamp.DISC)), 14)[:, 0, POSITION]
    gaps = np.linalg.norm(np.diff(middles, axis=0), axis=1)
    assert np.allclose(gaps, found["spacing"] * 0.04, rtol=1e-3)


def test_leaves_lie_along_the_way_more_than_across_it() -> None:
    found = brush("leaves")
    corners = build(drawn(found, line(200, length_m=4.0)), found).vertices
    leaves = corners.reshape(-1, len(outline(Stamp.LEAF)), 14)
    tips = leaves[:, 1, POSITION] - leaves[:, 0, POSITION]
    tips /= np.linalg.norm(tips, axis=1, keepdims=True)
    assert tips[:, 0].mean() > 0.6


def test_a_jump_of_a_lost_hand_does_not_fill_the_room() -> None:
    for found in PARTICLES + SPRAYS:
        far = line(2, length_m=500.0)
        assert len(build(drawn(found, far, size_m=0.001), found).triangles) < 5_000


@pytest.mark.parametrize("stamp", list(Stamp))
def test_a_stamp_is_a_simple_outline_around_its_middle(stamp: Stamp) -> None:
    shape = outline(stamp)
    rim = shape[1:]
    after = np.roll(rim, -1, axis=0)
    turning = rim[:, 0] * after[:, 1] - rim[:, 1] * after[:, 0]
    assert (shape[0] == 0).all()
    assert np.abs(rim).max() <= 1
    assert (turning > 0).all(), "counter-clockwise, each triangle with an area"


def test_a_leaf_is_folded_and_a_dot_is_flat() -> None:
    leaf = build(drawn(brush("leaves"), line()), brush("leaves"))
    of_one = leaf.vertices.reshape(-1, len(outline(Stamp.LEAF)), 14)[0, :, NORMAL]
    assert np.abs(of_one - of_one[0]).max() > 0.1
    dots = build(drawn(brush("dots"), line()), brush("dots")).vertices
    assert np.allclose(dots[:, NORMAL], [0, 0, 1], atol=1e-6)
    assert dots[:, UV].min() >= 0
    assert dots[:, UV].max() <= 1
