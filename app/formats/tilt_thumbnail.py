"""A small picture of a sketch, as it is seen from the front: the paths of its strokes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from app.formats.png import small_png
from app.model.space import SpaceStroke

SIDE_PX: Final = 256
_DRAWN_PX: Final = 512
_MARGIN_PX: Final = 32
_GROUND: Final = (232, 228, 220)


def sketch_thumbnail(strokes: Iterable[SpaceStroke]) -> bytes:
    """Return strokes as a square PNG of `SIDE_PX`, what is farther away first."""
    far_first = sorted(strokes, key=lambda stroke: float(stroke.points[:, 2].mean()))
    image = Image.new("RGB", (_DRAWN_PX, _DRAWN_PX), _GROUND)
    if far_first:
        places = np.concatenate([stroke.points[:, :2] for stroke in far_first])
        low, high = places.min(axis=0), places.max(axis=0)
        scale = (_DRAWN_PX - 2 * _MARGIN_PX) / max(float((high - low).max()), 1e-3)
        pen = ImageDraw.Draw(image)
        middle = (low + high) / 2
        for stroke in far_first:
            flat = (stroke.points[:, :2] - middle) * np.array([scale, -scale]) + _DRAWN_PX / 2
            width = min(max(round(stroke.size_m * scale), 1), _DRAWN_PX)
            pen.line([*map(tuple, flat.tolist())], stroke.colour, width, joint="curve")
    return small_png(np.asarray(image), SIDE_PX)
