"""The composited picture and its halved levels, kept current rectangle by rectangle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.model.tiles import NOTHING, Rect
from app.painting.composite import LayerPixels, composite, halve

Pixels = npt.NDArray[np.uint8]


def _halved_rect(rect: Rect) -> Rect:
    return Rect(rect.left // 2, rect.top // 2, -(-rect.right // 2), -(-rect.bottom // 2))


class CanvasBuffer:
    """What the presenters show: 8-bit BGRA, opaque, and levels each half the size of the last.

    A level is brought up to date when it is asked for, so painting at 100 % never pays for the
    small ones.

    Parameters
    ----------
    width, height : int
        Canvas pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._levels: list[Pixels] = [np.full((height, width, 4), 255, np.uint8)]
        self._stale: list[Rect] = [NOTHING]

    @property
    def rect(self) -> Rect:
        """Return the whole canvas."""
        return Rect(0, 0, self.width, self.height)

    @property
    def pixels(self) -> Pixels:
        """Return the canvas at 100 %: shape (height, width, 4), uint8, BGRA."""
        return self._levels[0]

    def paint(self, layers: Sequence[LayerPixels], rect: Rect) -> Rect:
        """Composite the layers (visible ones, bottom first) in a rectangle; return what changed."""
        rect = rect.clipped(self.width, self.height)
        if rect.is_empty:
            return NOTHING
        composite(layers, rect, self._levels[0])
        self._stale = [stale.united(rect) for stale in self._stale]
        return rect

    def level(self, number: int) -> Pixels:
        """Return the canvas halved ``number`` times, up to date."""
        while len(self._levels) <= number:
            above = self._levels[-1]
            shape = (-(-above.shape[0] // 2), -(-above.shape[1] // 2), 4)
            self._levels.append(np.empty(shape, np.uint8))
            self._stale.append(self.rect)
        for step in range(1, number + 1):
            self._refresh(step)
        return self._levels[number]

    def _refresh(self, number: int) -> None:
        # stale rectangles are in canvas pixels
        rect = self._stale[number]
        if rect.is_empty:
            return
        for _ in range(number - 1):
            rect = _halved_rect(rect)
        halve(self._levels[number - 1], rect, self._levels[number])
        self._stale[number] = NOTHING
