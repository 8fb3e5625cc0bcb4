"""Rectangles and tiles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.tiles import MAX_SIDE_PX, NOTHING, TILE_PX, Rect, TileGrid

edges = st.integers(-300, 300)
rects = st.builds(Rect, edges, edges, edges, edges)
sides = st.integers(1, 260)


def _pixels(rect: Rect, size: int = 300) -> set[tuple[int, int]]:
    clipped = rect.clipped(size, size)
    return {
        (x, y)
        for x in range(clipped.left, clipped.right, 7)
        for y in range(clipped.top, clipped.bottom, 7)
    }


@given(rects, rects)
def test_two_places_that_changed_are_both_redrawn(one: Rect, other: Rect) -> None:
    both = one.united(other)
    for rect in (one, other):
        if not rect.is_empty:
            assert both.left <= rect.left
            assert both.right >= rect.right
            assert both.top <= rect.top
            assert both.bottom >= rect.bottom


@given(rects)
def test_nothing_added_to_a_place_changes_nothing(rect: Rect) -> None:
    assert NOTHING.united(rect) == rect
    if not rect.is_empty:
        assert rect.united(NOTHING) == rect


@given(rects, sides, sides)
def test_a_place_beside_the_canvas_touches_no_tile(rect: Rect, width: int, height: int) -> None:
    grid = TileGrid.empty(width, height)
    clipped = rect.clipped(width, height)
    covering = grid.covering(rect)
    assert bool(covering) == (not clipped.is_empty)
    assert len(covering) == len(set(covering))
    for row, column in covering:
        assert clipped.left < (column + 1) * TILE_PX
        assert clipped.right > column * TILE_PX
        assert clipped.top < (row + 1) * TILE_PX
        assert clipped.bottom > row * TILE_PX
    assert {(y // TILE_PX, x // TILE_PX) for x, y in _pixels(clipped)} <= set(covering)


@given(sides, sides)
def test_a_canvas_of_any_size_is_covered_and_empty(width: int, height: int) -> None:
    grid = TileGrid.empty(width, height)
    rows, columns = grid.tiles.shape[:2]
    assert (rows - 1) * TILE_PX < height <= rows * TILE_PX
    assert (columns - 1) * TILE_PX < width <= columns * TILE_PX
    assert not grid.tiles.any()
    assert grid.tiles.dtype == np.uint16


@pytest.mark.parametrize(
    "size", [(0, 10), (10, 0), (MAX_SIDE_PX + 1, 10), (10, MAX_SIDE_PX + 1), (-5, 5)]
)
def test_a_canvas_that_is_too_large_or_no_canvas_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"{size[0]}x{size[1]}"):
        TileGrid.empty(*size)
