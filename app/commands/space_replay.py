"""How a page in space came to be: when each stroke grew, without the long pauses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from app.commands.space import parts_of
from app.model.document import Document
from app.model.space import SpaceStroke

LONGEST_PAUSE_S: Final = 2.0
# a hand slower than this rests
SLOWEST_M_S: Final = 0.02
_TIME: Final = 8

Seconds = npt.NDArray[np.float64]


class Course:
    """The points of a page's strokes on one time line.

    It goes as fast as the hand went; where nothing was drawn for longer than
    `LONGEST_PAUSE_S`, between strokes or within one, it goes on after that. Mirrored strokes,
    drawn at one time, grow together.

    Attributes
    ----------
    length_s : float
        How long it takes.
    begun_at : datetime or None
        When the first stroke was begun; None where there is none.
    """

    def __init__(self, document: Document, work_uid: str) -> None:
        strokes = [one for one in parts_of(document, work_uid, SpaceStroke) if len(one.points)]
        self.begun_at = min((one.started_at for one in strokes), default=None)
        self._uids = [one.uid for one in strokes]
        self._starts_s: Seconds = np.array([self._since_begun(one.started_at) for one in strokes])
        each = zip(self._starts_s, strokes, strict=True)
        drawn = [start + _times_s(one) for start, one in each]
        self._drawn_s: Seconds = np.unique(np.concatenate([[0.0], *drawn]))
        steps_s = np.diff(self._drawn_s, prepend=self._drawn_s[:1])
        self._played_s: Seconds = np.cumsum(np.minimum(steps_s, LONGEST_PAUSE_S))
        self.length_s = float(self._played_s[-1])

    @property
    def ended_at(self) -> datetime | None:
        """Return when the last point was drawn; None where there is no stroke."""
        if self.begun_at is None:
            return None
        return self.begun_at + timedelta(seconds=float(self._drawn_s[-1]))

    def seconds_at(self, moment_s: float) -> dict[str, float]:
        """Return how many seconds of each stroke are drawn at a moment of the time line, by uid.

        Strokes that are not begun are not in it.
        """
        now_s = np.interp(moment_s, self._played_s, self._drawn_s)
        inside_s = now_s - self._starts_s
        return {self._uids[row]: float(inside_s[row]) for row in np.flatnonzero(inside_s > 0)}

    def moment_of(self, at: datetime) -> float:
        """Return where on the time line a time is; what was earlier or later is at its ends."""
        return float(np.interp(self._since_begun(at), self._drawn_s, self._played_s))

    def _since_begun(self, at: datetime) -> float:
        return (at - self.begun_at).total_seconds() if self.begun_at is not None else 0.0


def _times_s(stroke: SpaceStroke) -> Seconds:
    """Return when a stroke was drawn: the times of its points, and some between far ones.

    A long straight piece is kept as two points; that is no pause.
    """
    times_s: Seconds = stroke.points[:, _TIME].astype(np.float64)
    gaps_s = np.diff(times_s)
    lengths_m = np.linalg.norm(np.diff(stroke.points[:, :3], axis=0), axis=1)
    far = np.flatnonzero((gaps_s > LONGEST_PAUSE_S) & (lengths_m > SLOWEST_M_S * gaps_s))
    between = [np.arange(times_s[row], times_s[row + 1], LONGEST_PAUSE_S / 2) for row in far]
    return np.concatenate([times_s, *between])
