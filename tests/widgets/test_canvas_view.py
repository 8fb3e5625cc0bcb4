"""Where the canvas lies under the window, as pure numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.tiles import Rect
from widgets.canvas.view import (
    MAX_ZOOM,
    MIN_ZOOM,
    WHOLE_ABOVE,
    ViewTransform,
    allowed_zoom,
    stepped_zoom,
)

zooms = st.floats(MIN_ZOOM, MAX_ZOOM).map(allowed_zoom)
angles = st.sampled_from([0.0, 90.0, -45.0]) | st.floats(-180, 180)
offsets = st.floats(-5000, 5000)
ratios = st.sampled_from([1.0, 1.25, 1.5, 2.0])
views = st.builds(ViewTransform, zooms, angles, offsets, offsets, ratios)
places = st.tuples(st.floats(-2000, 4000), st.floats(-2000, 4000))


@given(views, places)
def test_a_point_finds_its_way_to_the_canvas_and_back(view, place):
    there = view.canvas_from_view(*place)
    assert view.view_from_canvas(*there) == pytest.approx(place, abs=1e-5)


@given(views, places, zooms)
def test_zooming_about_the_pointer_keeps_what_lies_under_it(view, place, zoom):
    before = view.canvas_from_view(*place)
    zoomed = view.zoomed(zoom, place)
    shown = zoomed.view_from_canvas(*before)
    slack = 0.5 / view.ratio if zoomed.is_exact else 0.0
    assert shown == pytest.approx(place, abs=slack + 1e-5)


@given(views, places, angles)
def test_turning_about_a_point_keeps_it(view, place, angle):
    before = view.canvas_from_view(*place)
    turned = view.rotated(angle, place)
    shown = turned.view_from_canvas(*before)
    slack = 0.5 / view.ratio if turned.is_exact else 0.0
    assert shown == pytest.approx(place, abs=slack + 1e-5)


@given(views, st.floats(-300, 300), st.floats(-300, 300))
def test_panning_moves_everything_by_as_much(view, dx, dy):
    x, y = view.view_from_canvas(100, 100)
    slack = 1.0 / view.ratio if view.is_exact else 0.0
    moved = view.panned(dx, dy).view_from_canvas(100, 100)
    assert moved == pytest.approx((x + dx, y + dy), abs=slack + 1e-6)


@given(st.floats(MIN_ZOOM / 4, MAX_ZOOM * 4))
def test_above_four_hundred_percent_only_whole_multiples_are_shown(zoom):
    allowed = allowed_zoom(zoom)
    assert MIN_ZOOM <= allowed <= MAX_ZOOM
    assert allowed <= WHOLE_ABOVE or allowed.is_integer()


@given(zooms, st.sampled_from([1 / 1.2, 1.2]))
def test_a_step_of_the_wheel_always_gets_further_until_the_end(zoom, factor):
    target = stepped_zoom(zoom, factor)
    if MIN_ZOOM < zoom < MAX_ZOOM:
        assert (target > zoom) == (factor > 1)
        assert target != zoom


@given(views, places)
def test_at_a_hundred_percent_and_upright_the_canvas_lies_on_whole_device_pixels(view, place):
    exact = view.zoomed(1.0, place).rotated(0.0, place)
    assert exact.is_exact
    assert exact.left_px.is_integer()
    assert exact.top_px.is_integer()


@given(
    st.integers(1, 4096),
    st.integers(1, 4096),
    st.floats(100, 2000),
    st.floats(100, 2000),
    ratios,
)
def test_fitting_shows_the_whole_canvas_in_the_middle(width, height, view_w, view_h, ratio):
    view = ViewTransform(ratio=ratio).fitted((width, height), (view_w, view_h))
    left, top = view.view_from_canvas(0, 0)
    right, bottom = view.view_from_canvas(width, height)
    assert (left + right) / 2 == pytest.approx(view_w / 2, abs=1)
    assert (top + bottom) / 2 == pytest.approx(view_h / 2, abs=1)
    if view.zoom > MIN_ZOOM:
        assert left >= -1
        assert top >= -1
    assert view.zoom <= 1


@given(views, st.integers(0, 2000), st.integers(0, 2000))
def test_what_may_change_on_screen_holds_every_corner_of_what_changed(view, x, y):
    rect = view.device_rect(Rect(x, y, x + 30, y + 20))
    for corner in ((x, y), (x + 30, y), (x, y + 20), (x + 30, y + 20)):
        shown_x, shown_y = (each * view.ratio for each in view.view_from_canvas(*corner))
        assert rect.left - 1e-6 <= shown_x <= rect.right + 1e-6
        assert rect.top - 1e-6 <= shown_y <= rect.bottom + 1e-6


@given(zooms)
def test_below_half_size_a_smaller_level_is_shown(zoom):
    level = ViewTransform(zoom=zoom).level
    assert (level > 0) == (zoom <= 0.5)
    assert 0.5 - 1e-9 < zoom * 2**level <= max(1.0, zoom) + 1e-9
    assert math.isclose(2**level, 1 << level)
