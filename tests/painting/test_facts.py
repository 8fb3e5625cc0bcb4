from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.model.entities import Stroke, new_uid
from app.model.making import Making, making
from app.model.oklab import oklab, shares, to_srgb
from app.model.tiles import ONE, TileGrid
from app.painting.composite import LayerPixels
from app.painting.facts import Counted, PictureFacts, Stopped, picture_facts

PIXELS = hnp.arrays(np.uint8, st.tuples(st.integers(1, 300), st.just(3)))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def facts(rgb: np.ndarray, is_painted: np.ndarray | None = None) -> PictureFacts:
    counted = Counted()
    counted.add(rgb, np.ones(len(rgb), np.bool_) if is_painted is None else is_painted)
    return counted.facts()


def layer(width: int, height: int, *, opacity: float = 1.0) -> LayerPixels:
    return LayerPixels(TileGrid.empty(width, height), opacity=opacity)


def fill(pixels: LayerPixels, rows: slice, columns: slice, rgb: tuple[int, int, int]) -> None:
    colour = [round(channel / 255 * ONE) for channel in rgb]
    height, width = pixels.grid.height, pixels.grid.width
    for y in range(*rows.indices(height)):
        for x in range(*columns.indices(width)):
            pixels.grid.tiles[y // 64, x // 64, y % 64, x % 64] = [*colour, ONE]


@settings(deadline=None)
@given(PIXELS)
def test_the_shares_of_a_picture_sum_to_one_and_the_largest_comes_first(rgb: np.ndarray):
    found = [colour.share for colour in facts(rgb).colours]
    assert sum(found) == pytest.approx(1)
    assert found == sorted(found, reverse=True)
    assert 1 <= len(found) <= 6


@settings(deadline=None)
@given(PIXELS, st.randoms(use_true_random=False))
def test_where_a_colour_stands_changes_no_fact(rgb: np.ndarray, random):
    order = list(range(len(rgb)))
    random.shuffle(order)
    assert facts(rgb[order]) == facts(rgb)


@settings(deadline=None)
@given(PIXELS)
def test_a_picture_painted_twice_over_has_the_same_facts(rgb: np.ndarray):
    once, twice = facts(rgb), facts(np.concatenate([rgb, rgb]))
    assert twice.coverage == once.coverage
    assert twice.lightness == pytest.approx(once.lightness)
    for one, other in zip(once.colours, twice.colours, strict=True):
        assert one.share == pytest.approx(other.share)


@settings(deadline=None)
@given(PIXELS)
def test_light_and_dark_stand_in_their_order(rgb: np.ndarray):
    found = facts(rgb)
    assert found.darkest is not None
    assert found.lightness is not None
    assert found.lightest is not None
    assert 0 <= found.darkest <= found.lightest <= 1
    assert 0 <= found.lightness <= 1


def test_an_empty_page_has_no_colours_and_no_lightness():
    found = picture_facts([layer(100, 70)], 100, 70)
    assert found == PictureFacts()
    assert picture_facts([], 100, 70) == PictureFacts()


def test_a_page_half_blue_and_a_quarter_yellow_says_so():
    page = layer(128, 96)
    fill(page, slice(0, 48), slice(0, 128), (20, 40, 160))
    fill(page, slice(48, 96), slice(0, 64), (240, 220, 60))
    found = picture_facts([page], 128, 96)
    assert found.coverage == 0.75
    assert [round(colour.share, 3) for colour in found.colours] == [0.667, 0.333]
    for colour, wanted in zip(found.colours, [(20, 40, 160), (240, 220, 60)], strict=True):
        assert np.abs(np.subtract(colour.colour, wanted)).max() <= 2


def test_white_paint_is_paint_and_bare_paper_is_not():
    page = layer(64, 64)
    fill(page, slice(0, 32), slice(0, 64), (255, 255, 255))
    found = picture_facts([page], 64, 64)
    assert found.coverage == 0.5
    assert found.colours[0].colour == (255, 255, 255)
    assert found.lightness == pytest.approx(1, abs=1e-3)


def test_a_layer_that_is_hidden_to_nothing_covers_nothing():
    page = layer(64, 64, opacity=0.0)
    fill(page, slice(0, 64), slice(0, 64), (200, 0, 0))
    assert picture_facts([page], 64, 64) == PictureFacts()


def test_counting_can_be_stopped():
    with pytest.raises(Stopped):
        picture_facts([layer(64, 64)], 64, 64, is_stopped=lambda: True)


@given(PIXELS)
def test_a_colour_comes_back_from_oklab_as_it_went(rgb: np.ndarray):
    assert np.abs(np.subtract(to_srgb(oklab(rgb)), rgb.astype(int))).max() <= 1


def test_oklab_agrees_with_its_author():
    # sRGB red in Ottosson's own table
    assert oklab([[255, 0, 0]])[0] == pytest.approx([0.628, 0.225, 0.126], abs=1e-3)
    assert oklab([[255, 255, 255]])[0] == pytest.approx([1, 0, 0], abs=1e-3)


def test_two_colours_one_cannot_tell_apart_are_one():
    found = shares(oklab([[100, 100, 200], [101, 100, 200]]), np.array([3.0, 1.0]))
    assert len(found) == 1


def stroke(at_s: float, length_s: float) -> Stroke:
    points = np.zeros((2, 6), np.float32)
    points[1, 5] = length_s
    return Stroke(
        new_uid(), "w", "l", "b", (0, 0, 0), 4, 1, False, 0, NOON + timedelta(seconds=at_s), points
    )


def test_a_page_without_strokes_took_no_time():
    assert making([]) == Making()


def test_a_pause_is_told_from_another_sitting():
    found = making([stroke(0, 2), stroke(5, 1), stroke(66, 4), stroke(7200, 10)])
    assert (found.strokes, found.sittings, found.pauses) == (4, 2, 1)
    assert found.longest_pause_s == pytest.approx(60)
    assert found.drawing_s == pytest.approx(17)
    assert found.at_it_s == pytest.approx(80)
    assert (found.first_at, found.last_at) == (NOON, NOON + timedelta(seconds=7200))


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 500)), max_size=30),
    st.randoms(use_true_random=False),
)
def test_the_order_strokes_are_read_in_changes_nothing(times, random):
    strokes = [stroke(at, length) for at, length in times]
    mixed = list(strokes)
    random.shuffle(mixed)
    found = making(strokes)
    assert making(mixed) == found
    assert found.pauses + found.sittings <= max(found.strokes, 0)
    assert found.drawing_s == pytest.approx(sum(length for _, length in times))
