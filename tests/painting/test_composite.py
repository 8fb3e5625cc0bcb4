"""Layers over paper, smaller levels, and the colour picker."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.entities import BlendMode
from app.model.tiles import ONE, Rect, TileGrid
from app.painting.composite import PAPER, LayerPixels, composite, halve, pick
from tests.painting.reference import over_paper

WIDTH, HEIGHT = 150, 90
EVERYTHING = Rect(0, 0, WIDTH, HEIGHT)


def layer(seed: int, mode: BlendMode = BlendMode.NORMAL, opacity: float = 1.0) -> LayerPixels:
    grid, chance = TileGrid.empty(WIDTH, HEIGHT), np.random.default_rng(seed)
    alpha = chance.integers(0, ONE + 1, (*grid.tiles.shape[:4], 1))
    alpha[chance.random(alpha.shape) < 0.2] = ONE
    alpha[chance.random(alpha.shape) < 0.2] = 0
    grid.tiles[..., 3:] = alpha
    grid.tiles[..., :3] = np.rint(alpha * chance.random((*alpha.shape[:-1], 3)))
    return LayerPixels(grid, mode, opacity)


def seen(layers: list[LayerPixels], rect: Rect = EVERYTHING) -> npt.NDArray[np.uint8]:
    out = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    composite(layers, rect, out)
    return out


stacks = st.lists(
    st.builds(layer, st.integers(0, 50), st.sampled_from(BlendMode), st.floats(0, 1)), max_size=4
)


@settings(max_examples=12)
@given(layers=stacks)
def test_what_is_seen_follows_the_w3c_formulas(layers: list[LayerPixels]) -> None:
    wanted = over_paper(layers, EVERYTHING)[..., ::-1] * 255
    difference = np.abs(seen(layers)[..., :3] - wanted)
    assert difference.max() <= 0.5 + 1e-2


def test_an_empty_painting_is_white_paper() -> None:
    assert (seen([]) == 255).all()
    assert PAPER == (255, 255, 255)


def test_a_full_layer_hides_the_paper_exactly() -> None:
    grid = TileGrid.empty(WIDTH, HEIGHT)
    for value in range(256):
        grid.tiles[..., :3], grid.tiles[..., 3] = round(value * ONE / 255), ONE
        out = seen([LayerPixels(grid)])
        assert (out[..., :3] == value).all()
        assert (out[..., 3] == 255).all()


def test_a_layer_at_no_opacity_is_not_there() -> None:
    for mode in BlendMode:
        assert (seen([layer(3, mode, 0.0)]) == 255).all()


@settings(max_examples=10)
@given(
    layers=stacks,
    left=st.integers(-20, WIDTH),
    top=st.integers(-20, HEIGHT),
    width=st.integers(0, 100),
    height=st.integers(0, 100),
)
def test_only_the_rectangle_is_written_and_as_the_whole_has_it(
    layers: list[LayerPixels], left: int, top: int, width: int, height: int
) -> None:
    rect = Rect(left, top, left + width, top + height)
    whole, part = seen(layers), seen(layers, rect)
    inside = rect.clipped(WIDTH, HEIGHT)
    window = np.s_[inside.top : max(inside.bottom, inside.top), inside.left : inside.right]
    if not inside.is_empty:
        assert np.array_equal(part[window], whole[window])
        part[window] = 0
    assert not part.any()


def test_the_picker_takes_the_colour_that_is_seen() -> None:
    layers = [layer(1), layer(2, BlendMode.MULTIPLY, 0.7), layer(3, BlendMode.OVERLAY, 0.4)]
    whole = seen(layers)
    for x, y in ((0, 0), (WIDTH - 1, HEIGHT - 1), (64, 63), (77, 20)):
        blue, green, red = (int(channel) for channel in whole[y, x, :3])
        assert pick(layers, x, y) == (red, green, blue)


@settings(max_examples=30)
@given(
    width=st.integers(1, 40), height=st.integers(1, 40), seed=st.integers(0, 99),
    box=st.tuples(*[st.integers(-5, 45)] * 4),
)  # fmt: skip
def test_a_smaller_level_is_the_mean_of_four(
    width: int, height: int, seed: int, box: tuple[int, ...]
) -> None:
    source = np.random.default_rng(seed).integers(0, 256, (height, width, 4)).astype(np.uint8)
    out = np.full(((height + 1) // 2, (width + 1) // 2, 4), 9, np.uint8)
    rect = Rect(*box)
    written = halve(source, rect, out)
    if rect.clipped(width, height).is_empty:
        assert (out == 9).all()
        return
    even = np.pad(source, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge").astype(int)
    fours = even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]
    wanted = np.full_like(out, 9)
    window = np.s_[written.top : written.bottom, written.left : written.right]
    wanted[window] = ((fours + 2) // 4)[window]
    assert np.array_equal(out, wanted)
    inside = rect.clipped(width, height)
    assert written.left * 2 <= inside.left
    assert written.right * 2 >= inside.right
    assert written.top * 2 <= inside.top
    assert written.bottom * 2 >= inside.bottom


@pytest.mark.parametrize("mode", list(BlendMode))
def test_every_blend_mode_can_be_shown(mode: BlendMode) -> None:
    assert not np.array_equal(seen([layer(1), layer(2, mode)]), seen([layer(1)]))
