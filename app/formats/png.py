"""PNG: one picture as everybody can open it."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

U8 = npt.NDArray[np.uint8]


def png_bytes(pixels: U8) -> bytes:
    """Return a picture as PNG, without a name, a date or a place in it.

    Parameters
    ----------
    pixels : ndarray, shape (height, width, 3), uint8
        sRGB, red first.

    Raises
    ------
    ValueError
        If the shape is another one.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size:
        raise ValueError(f"a picture is (height, width, 3), not {pixels.shape}")
    out = BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels), "RGB").save(out, "PNG")
    return out.getvalue()


def small_png(pixels: U8, longest_px: int) -> bytes:
    """Return a picture made small as PNG; the shape is that of `png_bytes`."""
    image = Image.fromarray(np.ascontiguousarray(pixels), "RGB")
    image.thumbnail((longest_px, longest_px))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def pixels_of(png: bytes) -> U8:
    """Return the pixels of a PNG: shape (height, width, 3), uint8, sRGB, red first.

    Raises
    ------
    ValueError
        If it is no PNG.
    """
    try:
        with Image.open(BytesIO(png), formats=["PNG"]) as image:
            return np.asarray(image.convert("RGB"), np.uint8).copy()
    except (OSError, SyntaxError) as error:
        raise ValueError("not a PNG") from error
