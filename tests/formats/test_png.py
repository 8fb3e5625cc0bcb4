from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.formats.png import pixels_of, png_bytes

sizes = st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(3))


@given(arrays.arrays(np.uint8, sizes))
def test_a_picture_saved_as_png_comes_back_pixel_by_pixel(pixels):
    assert np.array_equal(pixels_of(png_bytes(pixels)), pixels)


def test_the_file_tells_nothing_but_the_picture():
    png = png_bytes(np.zeros((4, 4, 3), np.uint8))
    kinds, at = [], 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        kinds.append(png[at + 4 : at + 8])
        at += 12 + length
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="a picture is"):
        png_bytes(np.zeros((4, 4), np.uint8))
    with pytest.raises(ValueError, match="not a PNG"):
        pixels_of(b"nothing")
