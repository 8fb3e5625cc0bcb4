"""Pixels as 64-pixel tiles of premultiplied 15-bit RGBA."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

TILE_PX = 64
ONE = 1 << 15
MAX_SIDE_PX = 4096

Tile = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of canvas pixels: left and top inside, right and bottom outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.left >= self.right or self.top >= self.bottom

    def united(self, other: Rect) -> Rect:
        """Return the smallest rectangle that holds both."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def clipped(self, width: int, height: int) -> Rect:
        """Return what of it lies on a canvas of this size."""
        return Rect(
            max(self.left, 0), max(self.top, 0), min(self.right, width), min(self.bottom, height)
        )


NOTHING = Rect(0, 0, 0, 0)


@dataclass(frozen=True, eq=False, slots=True)
class TileGrid:
    """A layer's pixels.

    ``tiles`` : ndarray, shape (rows, columns, 64, 64, 4), uint16, premultiplied RGBA, 0 to
    `ONE`. Zeroed pages cost no memory until they are painted on.
    """

    width: int
    height: int
    tiles: npt.NDArray[np.uint16] = field(repr=False)

    @classmethod
    def empty(cls, width: int, height: int) -> TileGrid:
        """Return a transparent grid.

        Raises
        ------
        ValueError
            If a side is not between 1 and `MAX_SIDE_PX`.
        """
        if not (1 <= width <= MAX_SIDE_PX and 1 <= height <= MAX_SIDE_PX):
            raise ValueError(f"a canvas is 1 to {MAX_SIDE_PX} pixels a side, not {width}x{height}")
        rows, columns = -(-height // TILE_PX), -(-width // TILE_PX)
        return cls(width, height, np.zeros((rows, columns, TILE_PX, TILE_PX, 4), np.uint16))

    def covering(self, rect: Rect) -> list[tuple[int, int]]:
        """Return (row, column) of every tile that the rectangle touches."""
        clipped = rect.clipped(self.width, self.height)
        if clipped.is_empty:
            return []
        rows = range(clipped.top // TILE_PX, (clipped.bottom - 1) // TILE_PX + 1)
        columns = range(clipped.left // TILE_PX, (clipped.right - 1) // TILE_PX + 1)
        return [(row, column) for row in rows for column in columns]
