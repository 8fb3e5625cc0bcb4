"""The stroke in space under the hand, and its copies in mirrors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from app.commands.held import HeldEdit
from app.commands.space import check_room
from app.geometry.mirrors import check_copies
from app.geometry.similarity import Similarity
from app.geometry.strokes import StrokeBuilder
from app.model.document import Document
from app.model.entities import Layer, Work, new_uid
from app.model.space import SpaceStroke
from app.model.space_brush import SpaceBrush
from app.model.words import Sentence

COMMIT_S: Final = 1.0
DRAW: Final = Sentence("Draw in space")

Points = npt.NDArray[np.float32]


@dataclass(slots=True)
class Drawn:
    """One stroke that is being drawn: the hand's own, or what a mirror makes of it."""

    stroke: SpaceStroke
    builder: StrokeBuilder
    mirror: Similarity | None

    def add(self, points: Points) -> None:
        """Draw on."""
        self.builder.add(points if self.mirror is None else self.mirror.points(points))

    def so_far(self) -> SpaceStroke:
        """Return the stroke as it has been drawn up to now, smoothed."""
        self.stroke = replace(self.stroke, points=self.builder.points)
        return self.stroke

    def finished(self) -> SpaceStroke:
        """Return the stroke, ended, with no more points than it needs."""
        self.stroke = replace(self.stroke, points=self.builder.finish())
        return self.stroke


class LiveSpaceStroke:
    """The stroke under the hand: one undo step, on its way to disk while it is drawn.

    It commits at its first point, then at every second of the points' own time, and when the
    hand lets go. Between its calls it holds the work's edit open, so that nothing else changes
    the page under the hand.

    Parameters
    ----------
    document : Document
        Where the page is.
    work : Work
        The page, and thereby the undo stack.
    layer_uid : str
        The layer to draw on.
    brush : SpaceBrush
        What it is made of.
    colour : tuple of int
        sRGB, 0 to 255.
    size_m : float
        Full width at full pressure, metres.
    opacity : float
        0 to 1.
    seed : int
        For what is left to chance.
    started_at : datetime
        When the hand began.
    mirrors : sequence of ndarray, shape (4, 4)
        The copies beside the stroke itself, as `app.geometry.mirrors` gives them.

    Raises
    ------
    PersonError
        If there would be more copies, or more strokes on the page, than can be.
    KeyError
        If there is no such layer.
    """

    def __init__(
        self,
        document: Document,
        *,
        work: Work,
        layer_uid: str,
        brush: SpaceBrush,
        colour: tuple[int, int, int],
        size_m: float,
        opacity: float,
        seed: int,
        started_at: datetime,
        mirrors: Sequence[npt.ArrayLike] = (),
    ) -> None:
        document.get(layer_uid, Layer)
        ways = (None, *(Similarity.of(matrix) for matrix in mirrors))
        check_copies(len(ways))
        check_room(document, work.uid, len(ways))

        def drawn(mirror: Similarity | None) -> Drawn:
            width_m = size_m * (1.0 if mirror is None else mirror.scale)
            stroke = SpaceStroke(
                new_uid(), work.uid, layer_uid, brush.uid, colour, width_m, seed, started_at,
                np.empty((0, 9), np.float32), opacity,
            )  # fmt: skip
            builder = StrokeBuilder(
                brush, colour=colour, opacity=opacity, size_m=width_m, seed=seed
            )
            return Drawn(stroke, builder, mirror)

        self.drawn = tuple(drawn(way) for way in ways)
        self._document = document
        self._work_uid = work.uid
        merge = self.drawn[0].stroke.uid
        self._held = HeldEdit(document, DRAW, scope=work.uid, merge=merge)
        self._last_s = self._committed_s = 0.0
        self._is_committed = self._is_begun = False

    @property
    def builders(self) -> tuple[StrokeBuilder, ...]:
        """Return what builds the triangles to show, the hand's own first."""
        return tuple(one.builder for one in self.drawn)

    @property
    def strokes(self) -> tuple[SpaceStroke, ...]:
        """Return the strokes as they were committed last, the hand's own first."""
        return tuple(one.stroke for one in self.drawn)

    @property
    def is_open(self) -> bool:
        """Whether the hand is drawing."""
        return self._held.edit is not None

    def begin(self, points: Points) -> None:
        """Begin.

        Parameters
        ----------
        points : ndarray, shape (n, 9), float32, columns `SPACE_COLUMNS`
            Where the hand was since last told, in the room; rows with what is no number are
            passed over.

        Raises
        ------
        RuntimeError
            If the page is being edited already.
        """
        self._held.open()
        self._add(points)
        self._commit(is_end=False)
        self._held.open()

    def move(self, points: Points) -> None:
        """Draw on; ``points`` as for `begin`."""
        self._add(points)
        if self._last_s - self._committed_s >= COMMIT_S:
            self._commit(is_end=False)
            self._held.open()

    def finish(self) -> None:
        """Let go: smooth, simplify and commit."""
        if self._held.edit is not None:
            self._commit(is_end=True)

    def cancel(self) -> None:
        """Take the whole stroke back, as when a second hand makes it a grab."""
        if self._held.edit is None:
            return
        self._held.cancel()
        if self._is_committed:
            self._document.undo(self._work_uid)

    def _add(self, points: Points) -> None:
        if self._held.edit is None:
            raise RuntimeError("the hand is not drawing")
        # a hand that the tracker lost is nowhere for a moment, and then goes on
        mine = np.array(points, np.float32)
        mine = mine[np.isfinite(mine).all(axis=1)]
        if not len(mine):
            return
        try:
            for one in self.drawn:
                one.add(mine)
        except BaseException:
            self.cancel()
            raise
        self._last_s = float(mine[-1, 8])
        self._is_begun = True

    def _commit(self, *, is_end: bool) -> None:
        if self._held.edit is not None and self._is_begun:
            for one in self.drawn:
                self._held.edit.put(one.finished() if is_end else one.so_far())
            self._committed_s = self._last_s
        self._held.commit()
        self._is_committed = self._is_begun
