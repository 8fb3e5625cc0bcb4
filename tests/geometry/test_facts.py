from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from app.geometry.facts import SpaceFacts, space_facts
from app.model.entities import new_uid
from app.model.meshes import Mesh
from app.model.space import Pose, SpaceStroke

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def stroke(places, colour, *, size_m=0.1, pressure=1.0) -> SpaceStroke:
    points = np.zeros((len(places), 9), np.float32)
    points[:, :3] = places
    points[:, 6] = 1
    points[:, 7] = pressure
    return SpaceStroke(new_uid(), "w", "l", "b", colour, size_m, 0, NOON, points)


def triangle() -> Mesh:
    values = np.zeros((3, 7), np.float32)
    values[:, :3] = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]
    values[:, 3] = 1
    return Mesh(values, np.array([[0, 1, 2]], np.uint32))


def test_an_empty_page_in_space_has_no_facts():
    assert space_facts([]) == SpaceFacts()


def test_colours_count_by_the_area_of_their_strokes():
    drawn = [
        stroke([(0, 0, 0), (3, 0, 0)], (0, 0, 255)),
        stroke([(0, 1, 0), (0, 2, 0)], (255, 255, 0)),
        stroke([(0, 0, -2), (0, 0, -2)], (0, 255, 0)),
    ]
    found = space_facts(drawn)
    assert [colour.share for colour in found.colours] == pytest.approx([0.75, 0.25])
    assert found.colours[0].colour == (0, 0, 255)
    assert (found.strokes, found.pieces) == (3, 0)
    assert found.length_m == pytest.approx(4)
    assert found.extent_m == pytest.approx((3, 2, 2))
    assert space_facts(drawn[::-1]) == found


def test_a_stroke_pressed_half_as_hard_counts_half():
    found = space_facts(
        [
            stroke([(0, 0, 0), (1, 0, 0)], (0, 0, 255), pressure=0.5),
            stroke([(0, 0, 0), (1, 0, 0)], (255, 255, 0)),
        ]
    )
    assert [round(colour.share, 3) for colour in found.colours] == [0.667, 0.333]


def test_clay_counts_by_its_surface_where_it_stands():
    found = space_facts([], [(Pose((5.0, 0.0, 0.0), scale=2.0), triangle())])
    assert found.pieces == 1
    assert found.extent_m == pytest.approx((2, 2, 0))
    assert [(c.colour, c.share) for c in found.colours] == [((255, 0, 0), 1.0)]
