"""Painting: works, and the stroke under the pen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from app.commands.held import HeldEdit
from app.model.brush import Brush
from app.model.document import Document
from app.model.entities import Layer, Stroke, Work, WorkKind, new_uid
from app.model.tiles import NOTHING, Rect, TileGrid
from app.model.words import Sentence, tr
from app.painting.composite import LayerPixels, pick
from app.painting.engine import Dabs, StrokeEngine

COMMIT_S = 1.0

NEW = Sentence("New painting")
DRAW = Sentence("Draw a stroke")
ERASE = Sentence("Erase")
FINISH = Sentence("Finish the painting")
BIN = Sentence("Move to the bin")
RESTORE = Sentence("Bring back from the bin")

Points = npt.NDArray[np.float32]


def new_painting(
    document: Document,
    *,
    width: int = 2048,
    height: int = 2048,
    created_at: datetime,
    title: str = "",
    prompt_uid: str = "",
) -> Work:
    """Put an empty painting with one layer into the document and return it.

    Its first undo step takes the painting itself back; `Document.steps` tells.
    """
    uid = new_uid()
    layer = Layer(new_uid(), uid, tr("Layer {number}", number=1))
    work = Work(
        uid, WorkKind.PAINTING, title, width, height, (layer.uid,), created_at,
        prompt_uid=prompt_uid,
    )  # fmt: skip
    with document.edit(NEW.message, scope=uid) as edit:
        edit.add_grid(layer.uid, TileGrid.empty(width, height))
        edit.put(layer)
        edit.put(work)
    return work


def layer_pixels(document: Document, work: Work) -> list[LayerPixels]:
    """Return the visible layers of a work, bottom first, ready to composite."""
    layers = [document.find(uid) for uid in work.layers]
    return [
        LayerPixels(document.grid(layer.uid), layer.mode, layer.opacity)
        for layer in layers
        if isinstance(layer, Layer) and layer.is_visible
    ]


def pick_colour(document: Document, work: Work, x: int, y: int) -> tuple[int, int, int] | None:
    """Return the colour seen at a canvas pixel, sRGB 0 to 255; None beside the canvas."""
    if not (0 <= x < work.width and 0 <= y < work.height):
        return None
    return pick(layer_pixels(document, work), x, y)


def finish_work(document: Document, work: Work, *, title: str, words: str) -> Work:
    """Mark a work as finished, with the person's title and words for it, both skippable."""
    finished = replace(work, title=title, words=words, is_finished=True)
    _put(document, FINISH, finished)
    return finished


def bin_work(document: Document, work: Work, *, binned_at: datetime) -> Work:
    """Put a work into the bin, where it waits 30 days."""
    binned = replace(work, binned_at=binned_at)
    _put(document, BIN, binned)
    return binned


def restore_work(document: Document, work: Work) -> Work:
    """Take a work out of the bin."""
    restored = replace(work, binned_at=None)
    _put(document, RESTORE, restored)
    return restored


def _put(document: Document, label: Sentence, work: Work) -> None:
    with document.edit(label.message, scope=work.uid) as edit:
        edit.put(work)


class LiveStroke:
    """The stroke under the pen: one undo step, on its way to disk while it is drawn.

    It commits at its first point, then at every second of the points' own time, and when the
    pen is lifted. Between its calls it holds the work's edit open, so that nothing else
    changes the work under the pen.

    Parameters
    ----------
    document : Document
        Where the work is.
    work : Work
        The work, and thereby the undo stack.
    layer_uid : str
        The layer to paint on.
    brush : Brush
        Its tip.
    colour : tuple of int
        sRGB, 0 to 255.
    radius_px : float
        Radius at full pressure, canvas pixels.
    opacity : float
        0 to 1, times the brush's own.
    is_eraser : bool
        Take away instead of paint.
    seed : int
        For the jitter.
    started_at : datetime
        When the pen came down.
    """

    def __init__(
        self,
        document: Document,
        *,
        work: Work,
        layer_uid: str,
        brush: Brush,
        colour: tuple[int, int, int],
        radius_px: float,
        opacity: float,
        is_eraser: bool,
        seed: int,
        started_at: datetime,
    ) -> None:
        self._document = document
        self._engine = StrokeEngine(
            brush, colour=colour, radius_px=radius_px, opacity=opacity,
            is_eraser=is_eraser, seed=seed,
        )  # fmt: skip
        self.stroke = Stroke(
            new_uid(), work.uid, layer_uid, brush.uid, colour, radius_px, opacity, is_eraser,
            seed, started_at, np.empty((0, 6), np.float32),
        )  # fmt: skip
        self._points: list[Points] = []
        label = ERASE if is_eraser else DRAW
        self._held = HeldEdit(document, label, scope=work.uid, merge=self.stroke.uid)
        self._committed_s = 0.0
        self._is_committed = False

    @property
    def is_open(self) -> bool:
        """Whether the pen is down."""
        return self._held.edit is not None

    def begin(self, points: Points) -> Rect:
        """Put the pen down and return what changed on the canvas.

        ``points`` : ndarray, shape (n, 6), float32, columns `POINT_COLUMNS`; n >= 1.

        Raises
        ------
        RuntimeError
            If the work is being edited already.
        KeyError
            If the layer has no pixels.
        """
        self._held.open()
        rect = self._drawn(points)
        self._commit()
        self._held.open()
        return rect

    def move(self, points: Points) -> Rect:
        """Draw on and return what changed on the canvas; ``points`` as for `begin`."""
        rect = self._drawn(points)
        if self._points and float(self._points[-1][-1, 5]) - self._committed_s >= COMMIT_S:
            self._commit()
            self._held.open()
        return rect

    def finish(self) -> Rect:
        """Lift the pen: catch up with it, commit, and return what changed."""
        if self._held.edit is None:
            return NOTHING
        rect = self._painted(self._engine.finish())
        self._commit()
        return rect

    def cancel(self) -> None:
        """Take the whole stroke back, as when a second finger makes it a pinch."""
        if self._held.edit is None:
            return
        self._held.cancel()
        if self._is_committed:
            self._document.undo(self.stroke.work_uid)

    def _drawn(self, points: Points) -> Rect:
        if not len(points):
            return NOTHING
        self._points.append(np.array(points, np.float32))
        return self._painted(self._engine.add(points))

    def _painted(self, dabs: Dabs) -> Rect:
        try:
            return self._engine.paint(self._grid, dabs)
        except BaseException:
            self.cancel()
            raise

    def _grid(self, rect: Rect) -> TileGrid:
        if self._held.edit is None:
            raise RuntimeError("the pen is not down")
        return self._held.edit.grid(self.stroke.layer_uid, rect)

    def _commit(self) -> None:
        if self._held.edit is not None and self._points:
            self._points = [np.concatenate(self._points)]
            self._committed_s = float(self._points[0][-1, 5])
            self.stroke = replace(self.stroke, points=self._points[0].copy())
            self._held.edit.put(self.stroke)
        self._held.commit()
        self._is_committed = True
