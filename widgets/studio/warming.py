"""Loading compiled code and drawing the shelf's samples on a thread of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread

import numpy as np
import numpy.typing as npt

from app.model.brush import Brush
from app.model.tiles import ONE, TILE_PX, TileGrid
from app.painting.engine import StrokeEngine
from app.services import kernels

SAMPLE_WIDTH_PX, SAMPLE_HEIGHT_PX = 192, 84

Coverage = npt.NDArray[np.uint8]


def sample(brush: Brush) -> Coverage:
    """Return one stroke of a brush on the shelf.

    Returns
    -------
    ndarray, shape (84, 192), uint8
        How much is covered, 0 to 255; the shelf lays its own colour over it.
    """
    grid = TileGrid.empty(SAMPLE_WIDTH_PX, SAMPLE_HEIGHT_PX)
    radius_px = min(max(brush["radius_px"] * 0.55, 2.4), 15.0)
    engine = StrokeEngine(
        brush, colour=(0, 0, 0), radius_px=radius_px, opacity=1.0, is_eraser=False, seed=7
    )
    for dabs in (engine.add(_wave(radius_px)), engine.finish()):
        engine.paint(lambda _: grid, dabs)
    rows, columns = grid.tiles.shape[:2]
    alpha = grid.tiles[..., 3].transpose(0, 2, 1, 3).reshape(rows * TILE_PX, columns * TILE_PX)
    shown = alpha[:SAMPLE_HEIGHT_PX, :SAMPLE_WIDTH_PX].astype(np.uint32) * 255 // ONE
    return np.ascontiguousarray(shown.astype(np.uint8))


def _wave(radius_px: float) -> npt.NDArray[np.float32]:
    """Return the points of a calm wave, pressed harder in its middle."""
    t = np.linspace(0.0, 1.0, 60)
    margin = radius_px + 8.0
    points = np.zeros((60, 6), np.float32)
    points[:, 0] = margin + t * (SAMPLE_WIDTH_PX - 2 * margin)
    points[:, 1] = SAMPLE_HEIGHT_PX / 2 - np.sin(t * 2 * np.pi + 3.6) * (10 + 6 * t)
    points[:, 2] = 0.35 + 0.6 * np.sin(np.pi * t) ** 0.7
    points[:, 5] = t * 0.7
    return points


def warm_up(brushes: Sequence[Brush], show: Callable[[Brush, Coverage], None]) -> Future[None]:
    """Load all compiled code, then draw the samples, on a thread that ends by itself.

    Parameters
    ----------
    show : callable
        Gets each sample; called on that thread.

    Returns
    -------
    Future
        Done when the code is loaded; the samples may come later.
    """
    done: Future[None] = Future()

    def work() -> None:
        try:
            kernels.loading().result()
        except BaseException as error:
            done.set_exception(error)
            return
        done.set_result(None)
        for brush in brushes:
            show(brush, sample(brush))

    Thread(target=work, name="painting warms up", daemon=True).start()
    return done
