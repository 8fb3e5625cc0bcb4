"""A layer's pixels survive a 16-bit PNG exactly."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.formats.exact_png import RAW, STRAIGHT, eight_bit, from_eight_bit, layer_grid, layer_png
from app.model.tiles import ONE, TileGrid


def a_grid(width: int, height: int, *, seed: int = 1, is_premultiplied: bool = True) -> TileGrid:
    generator = np.random.default_rng(seed)
    grid = TileGrid.empty(width, height)
    alpha = generator.integers(0, ONE + 1, (height, width, 1))
    top = alpha if is_premultiplied else ONE
    colour = generator.integers(0, top + 1, (height, width, 3))
    pixels = np.concatenate((colour, alpha), axis=-1).astype(np.uint16)
    for row, column in np.ndindex(grid.tiles.shape[:2]):
        part = pixels[row * 64 : row * 64 + 64, column * 64 : column * 64 + 64]
        grid.tiles[row, column, : part.shape[0], : part.shape[1]] = part
    return grid


@given(st.integers(1, 140), st.integers(1, 140), st.integers(0, 9))
def test_every_pixel_comes_back_exactly(width, height, seed):
    grid = a_grid(width, height, seed=seed)
    png, values = layer_png(grid)
    assert values == STRAIGHT
    assert np.array_equal(layer_grid(png, values).tiles, grid.tiles)


def test_every_colour_of_every_alpha_comes_back_exactly():
    # all alphas with colours at the ends and in the middle, where rounding is worst
    grid = TileGrid.empty(512, 65)
    alpha = np.arange(ONE + 1, dtype=np.int64)
    for share, row in ((0, 0), (1, 1), (2, 2), (3, 3)):
        colour = (alpha * share) // 3
        block = np.stack(
            (colour, np.minimum(colour + 1, alpha), np.maximum(colour - 1, 0), alpha), -1
        )
        flat = np.zeros((65 * 512, 4), np.uint16)
        flat[: ONE + 1] = block
        rows = flat.reshape(65, 512, 4)
        for y, x in np.ndindex(grid.tiles.shape[:2]):
            part = rows[y * 64 : y * 64 + 64, x * 64 : x * 64 + 64]
            grid.tiles[y, x, : part.shape[0]] = part
        png, values = layer_png(grid)
        assert np.array_equal(layer_grid(png, values).tiles, grid.tiles), row


def test_pixels_no_brush_makes_come_back_too():
    grid = a_grid(70, 70, is_premultiplied=False)
    png, values = layer_png(grid)
    assert values == RAW
    assert np.array_equal(layer_grid(png, values).tiles, grid.tiles)


def test_other_programs_open_it_and_see_the_same_colours():
    grid = a_grid(100, 70)
    with Image.open(io.BytesIO(layer_png(grid)[0])) as image:
        assert image.size == (100, 70)
        seen = np.asarray(image.convert("RGBA"), np.int32)
    assert np.abs(seen - eight_bit(grid)).max() <= 1


def test_eight_bits_go_in_and_out_unchanged():
    straight = np.random.default_rng(2).integers(0, 256, (40, 50, 4), np.uint8)
    straight[straight[..., 3] < 8] = 0
    straight[..., 3] = np.where(straight[..., 3] > 0, 255, 0)
    straight[straight[..., 3] == 0] = 0
    grid = TileGrid.empty(130, 90)
    from_eight_bit(straight, grid, 60, 30)
    assert np.array_equal(eight_bit(grid)[30:70, 60:110], straight)
    assert not eight_bit(grid)[:30].any()


def test_what_lies_beside_the_canvas_is_left_out():
    grid = TileGrid.empty(64, 64)
    from_eight_bit(np.full((100, 100, 4), 255, np.uint8), grid, -50, 40)
    assert (eight_bit(grid)[40:, :50] == 255).all()
    assert not eight_bit(grid)[:40].any()


@pytest.mark.parametrize("cut", [0, 7, 20, 40, 200, -20])
def test_a_torn_png_is_no_layer(cut):
    png, values = layer_png(a_grid(64, 64))
    with pytest.raises(ValueError, match=r"PNG"):
        layer_grid(png[:cut], values)


def test_no_flipped_byte_of_a_png_goes_unnoticed():
    png, values = layer_png(a_grid(20, 20))
    for place in range(len(png) - 12):
        broken = png[:place] + bytes([png[place] ^ 0x10]) + png[place + 1 :]
        with pytest.raises((ValueError, OverflowError)):
            layer_grid(broken, values)
