"""The handles on what is selected do what the hand does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scene.camera import look_at
from app.scene.gizmo import Gizmo, Handle

SIZE = (800, 600)
GIZMO = Gizmo((0.3, 1.1, -0.2), 0.3)
CAMERA = look_at((1.2, 1.9, 1.4), GIZMO.centre_m)


def ray_to(place):
    x, y, _ = CAMERA.project(place, SIZE)[0]
    return CAMERA.ray(x, y, SIZE)


def place_on(handle):
    return GIZMO._places(handle)[-1]


@pytest.mark.parametrize("handle", list(Handle))
def test_what_is_pointed_at_is_what_is_taken(handle):
    place = place_on(handle)
    if handle in (Handle.TURN_X, Handle.TURN_Y, Handle.TURN_Z):
        place = GIZMO._places(handle)[17]
    assert GIZMO.handle_at(ray_to(place)) is handle


def test_beside_the_handles_there_is_none():
    assert GIZMO.handle_at(ray_to((0.3, 1.9, -0.2))) is None


@given(st.sampled_from([Handle.MOVE_X, Handle.MOVE_Y, Handle.MOVE_Z]), st.floats(-0.5, 0.5))
def test_an_arrow_moves_along_its_axis_and_nowhere_else(handle, way):
    start = np.add(GIZMO.centre_m, np.multiply(handle.axis, 0.2))
    matrix = GIZMO.dragged(handle, ray_to(start), ray_to(start + np.multiply(handle.axis, way)))
    assert matrix[:3, 3] == pytest.approx(np.multiply(handle.axis, way), abs=1e-6)
    assert np.array_equal(matrix[:3, :3], np.eye(3))


@given(st.sampled_from([Handle.TURN_X, Handle.TURN_Y, Handle.TURN_Z]), st.floats(-3, 3))
def test_a_ring_turns_by_as_much_as_the_hand(handle, angle):
    places = GIZMO._places(handle)
    first = places[0]
    axis = np.asarray(handle.axis)
    aside = first - GIZMO.centre_m
    turned = aside * np.cos(angle) + np.cross(axis, aside) * np.sin(angle)
    matrix = GIZMO.dragged(handle, ray_to(first), ray_to(GIZMO.centre_m + turned))
    moved = matrix @ (*first, 1)
    assert moved[:3] == pytest.approx(GIZMO.centre_m + turned, abs=1e-6)
    assert np.linalg.det(matrix[:3, :3]) == pytest.approx(1)


def test_the_ball_moves_across_the_view_and_follows_the_hand():
    start, end = ray_to(GIZMO.centre_m), CAMERA.ray(450, 260, SIZE)
    matrix = GIZMO.dragged(Handle.MOVE, start, end)
    (seen,) = CAMERA.project(np.add(GIZMO.centre_m, matrix[:3, 3]), SIZE)
    assert seen[:2] == pytest.approx((450, 260), abs=1e-6)


def test_the_cube_resizes_evenly_about_the_middle():
    start = ray_to(place_on(Handle.SCALE))
    further = np.add(GIZMO.centre_m, 2 * (place_on(Handle.SCALE) - GIZMO.centre_m))
    matrix = GIZMO.dragged(Handle.SCALE, start, ray_to(further))
    scale = matrix[0, 0]
    assert scale > 1.5
    assert np.allclose(matrix[:3, :3], np.eye(3) * scale)
    assert (matrix @ (*GIZMO.centre_m, 1))[:3] == pytest.approx(GIZMO.centre_m)


def test_a_ray_along_the_arrow_moves_nothing():
    along = (GIZMO.centre_m, (1.0, 0.0, 0.0))
    assert np.array_equal(GIZMO.dragged(Handle.MOVE_X, along, along), np.eye(4))
