"""What can be measured of a painting: its colours with their shares, lightness, coverage.

Measured, never interpreted: no word here says what a colour means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.model.oklab import F64, ColourShare, oklab, shares
from app.model.tiles import ONE, TILE_PX, Rect
from app.painting.composite import LayerPixels, part

U8 = npt.NDArray[np.uint8]

# paint thinner than this over the white paper cannot be told from it
LEAST_COVER: Final = 0.02
# colours are counted in cells of 4 levels a channel; each keeps the mean of what fell into it
_BITS: Final = 6
_CELLS: Final = 1 << (3 * _BITS)
_BAND_ROWS: Final = 4


class Stopped(Exception):  # noqa: N818
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Facts of a painting.

    ``colours`` have the largest share first; shares are of what is painted and sum to 1.
    ``coverage`` is the share of the page that has paint on it, 0 to 1. ``lightness`` is the mean
    OKLab lightness of what is painted, 0 (black) to 1 (white), ``darkest`` and ``lightest`` what
    a twentieth of it lies below and above; None on an empty page.
    """

    colours: tuple[ColourShare, ...] = ()
    coverage: float = 0.0
    lightness: float | None = None
    darkest: float | None = None
    lightest: float | None = None


class Counted:
    """Pixels counted by colour; it does not know where they were."""

    def __init__(self) -> None:
        self._counts: F64 = np.zeros(_CELLS)
        self._sums: F64 = np.zeros((3, _CELLS))
        self.pixels = 0

    def add(self, rgb: U8, is_painted: npt.NDArray[np.bool_]) -> None:
        """Count pixels, shape (n, 3), sRGB, of which only the painted ones have a colour."""
        self.pixels += len(rgb)
        painted = rgb[is_painted].astype(np.int64)
        red, green, blue = (painted >> (8 - _BITS)).T
        cells = (red << (2 * _BITS)) | (green << _BITS) | blue
        self._counts += np.bincount(cells, minlength=_CELLS)
        for channel in range(3):
            self._sums[channel] += np.bincount(cells, painted[:, channel], _CELLS)

    def facts(self) -> PictureFacts:
        """Return the facts of what was counted."""
        cells = np.flatnonzero(self._counts)
        counts = self._counts[cells]
        if not len(cells):
            return PictureFacts()
        lab = oklab((self._sums[:, cells] / counts).T)
        lightness = lab[:, 0]
        low, high = _twentieths(lightness, counts)
        mean = float(np.sum(lightness * counts) / counts.sum())
        # rounding may leave white a hair above 1
        mean, low, high = (min(max(value, 0.0), 1.0) for value in (mean, low, high))
        cover = float(counts.sum() / self.pixels)
        return PictureFacts(shares(lab, counts), cover, mean, low, high)


def picture_facts(
    layers: Sequence[LayerPixels],
    width: int,
    height: int,
    *,
    is_stopped: Callable[[], bool] = lambda: False,
) -> PictureFacts:
    """Return the facts of a painting, as it is seen over white paper.

    Raises
    ------
    Stopped
        If ``is_stopped`` says so on the way.
    """
    counted = Counted()
    for band in _bands(width, height):
        if is_stopped():
            raise Stopped
        seen = part(layers, band)
        is_painted = _cover(layers, band) >= LEAST_COVER
        counted.add(seen[:, :, 2::-1].reshape(-1, 3), is_painted.reshape(-1))
    return counted.facts()


def _bands(width: int, height: int) -> Iterator[Rect]:
    step = _BAND_ROWS * TILE_PX
    for top in range(0, height, step):
        yield Rect(0, top, width, min(top + step, height))


def _cover(layers: Sequence[LayerPixels], band: Rect) -> npt.NDArray[np.float32]:
    """Return how much of the paper is hidden, shape (rows, columns), 0 to 1."""
    shape = (band.bottom - band.top, band.right)
    bare: npt.NDArray[np.float32] = np.ones(shape, np.float32)
    first, last = band.top // TILE_PX, -(-band.bottom // TILE_PX)
    for layer in layers:
        alpha = layer.grid.tiles[first:last, :, :, :, 3]
        flat = alpha.swapaxes(1, 2).reshape(-1, alpha.shape[1] * TILE_PX)[: shape[0], : shape[1]]
        bare *= 1 - flat * np.float32(layer.opacity / ONE)
    return 1 - bare


def _twentieths(lightness: F64, counts: F64) -> tuple[float, float]:
    order = np.argsort(lightness, kind="stable")
    reached = np.cumsum(counts[order]) / counts.sum()
    low, high = np.searchsorted(reached, (0.05, 0.95))
    return float(lightness[order][low]), float(lightness[order][high])
