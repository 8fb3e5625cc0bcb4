"""Where the scene is seen from: what a hand points at is what is meant."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scene.camera import Camera, Orbit, eye_of, frustum, look_at, orbit_of

SIZE = (1000, 640)
METRES = st.floats(-5, 5)
DEGREES = st.floats(-180, 180)
ORBITS = st.builds(
    Orbit,
    st.tuples(METRES, METRES, METRES),
    st.floats(0.2, 20),
    st.floats(0, 360),
    st.floats(-85, 85),
    st.floats(20, 90),
)


@given(ORBITS, st.floats(0, 1000), st.floats(0, 640), st.floats(0.3, 30))
def test_what_lies_on_the_ray_of_a_pixel_is_seen_at_that_pixel(orbit, x, y, ahead):
    camera = orbit.camera
    origin, direction = camera.ray(x, y, SIZE)
    assert np.linalg.norm(direction) == pytest.approx(1)
    (seen,) = camera.project(np.add(origin, np.multiply(direction, ahead)), SIZE)
    assert seen[:2] == pytest.approx((x, y), abs=1e-4)
    assert seen[2] > 0


@given(ORBITS)
def test_an_orbit_looks_at_its_target_from_its_distance(orbit):
    camera = orbit.camera
    (seen,) = camera.project(orbit.target_m, SIZE)
    assert seen == pytest.approx((500, 320, orbit.distance_m), abs=1e-6)
    again = orbit_of(camera, orbit.distance_m)
    assert again.target_m == pytest.approx(orbit.target_m, abs=1e-6)
    assert again.camera.position_m == pytest.approx(camera.position_m, abs=1e-6)


@given(ORBITS, st.floats(-300, 300), st.floats(-300, 300))
def test_panning_takes_the_target_along_with_the_hand(orbit, right, down):
    moved = orbit.panned(right, down, SIZE)
    (seen,) = moved.camera.project(orbit.target_m, SIZE)
    assert seen[:2] == pytest.approx((500 + right, 320 + down), abs=1e-3)


def test_turning_to_the_right_brings_what_is_left_to_the_front():
    orbit = Orbit((0.0, 0.0, 0.0), 2.0, 0.0, 0.0)
    turned = orbit.turned(40, 0).camera
    left, front = (-1.0, 0.0, 0.0), (0.0, 0.0, 0.5)
    assert turned.project(left, SIZE)[0][2] < orbit.camera.project(left, SIZE)[0][2]
    assert turned.project(front, SIZE)[0][0] > orbit.camera.project(front, SIZE)[0][0]
    above = (0.0, 0.5, 0.0)
    tilted = orbit.turned(0, 30).camera
    assert tilted.project(above, SIZE)[0][2] < orbit.camera.project(above, SIZE)[0][2]


@given(ORBITS, st.floats(-500, 500), st.floats(-500, 500))
def test_the_camera_never_turns_over(orbit, right, down):
    camera = orbit.turned(right, down).camera
    assert camera.up[1] > 0
    assert camera.right[1] == pytest.approx(0, abs=1e-9)


@given(
    st.tuples(METRES, METRES, METRES), st.tuples(*[st.floats(0.01, 5)] * 3), ORBITS,
    st.sampled_from([(1000, 640), (400, 900)]),
)  # fmt: skip
def test_framing_shows_all_of_a_box_and_fills_the_picture_with_it(low, wide, orbit, size):
    high = tuple(np.add(low, wide))
    camera = orbit.framing(low, high, size).camera
    corners = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1])
               for z in (low[2], high[2])]  # fmt: skip
    seen = camera.project(corners, size)
    assert (seen[:, 2] > 0).all()
    assert (seen[:, 0] >= 0).all()
    assert (seen[:, 0] <= size[0]).all()
    assert (seen[:, 1] >= 0).all()
    assert (seen[:, 1] <= size[1]).all()
    # and the camera stands no farther away than that asks for
    half = np.radians(orbit.field_of_view_deg) / 2
    least = np.arctan(np.tan(half) * min(1.0, size[0] / size[1]))
    around = max(0.05, float(np.linalg.norm(wide)) / 2)
    away = np.linalg.norm(np.subtract(camera.position_m, np.add(low, np.divide(wide, 2))))
    assert away * np.sin(least) <= around * 1.1


@given(ORBITS, st.tuples(*[st.floats(0.2, 1.5)] * 4))
def test_the_place_of_an_eye_is_found_in_any_lopsided_projection(orbit, sides):
    left, right, bottom, top = sides
    lens = frustum(-left, right, -bottom, top, near=1.0, far=100.0)
    found = eye_of(lens @ orbit.camera.view())
    assert found == pytest.approx(orbit.camera.position_m, abs=1e-4)


def test_flying_goes_where_the_camera_looks():
    camera = look_at((1.0, 2.0, 3.0), (1.0, 2.0, -7.0))
    assert camera.flown(0, 0, 2).position_m == pytest.approx((1, 2, 1))
    assert camera.flown(2, 1, 0).position_m == pytest.approx((3, 3, 3))


@given(DEGREES, st.floats(-300, 300))
def test_looking_around_stays_on_the_spot_and_level(yaw, pitch):
    camera = Camera().looked_around(yaw, pitch)
    assert camera.position_m == Camera().position_m
    assert camera.right[1] == pytest.approx(0, abs=1e-9)
    assert camera.up[1] > 0


def test_looking_straight_down_is_possible():
    assert look_at((0.0, 2.0, 0.0), (0.0, 0.0, 0.0)).forward == pytest.approx((0, -1, 0))
