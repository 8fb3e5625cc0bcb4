"""Touches along a way, as far apart as the tool wants, however often the hand is seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.geometry.clay.wheel import unturned

Row = npt.NDArray[np.float64]
Rows = npt.NDArray[np.float64]

# columns of a row: the hand and its direction in the clay's space as if the clay had not turned
HAND, DIRECTION, PRESSURE, TURNED = slice(0, 3), slice(3, 6), 6, 7
COLUMNS = 8
TOUCHES_A_TURN = 24

# a turn is looked at in pieces of three degrees
_PIECE_RAD = math.radians(3)


@dataclass(slots=True)
class Walk:
    """Follows a hand over clay that may turn under it, and says where touches are.

    Parameters
    ----------
    spacing_m : float
        How far apart they are along the clay.
    """

    spacing_m: float
    _last: Row | None = None
    _left: float = 0.0

    def begin(self, row: Row) -> Rows:
        """Return the first touch, shape (1, 8)."""
        self._last, self._left = row, 0.0
        return row[None]

    def lift(self) -> None:
        """Leave the clay: the next row is a first touch again."""
        self._last = None

    def on(self, row: Row, *, from_rad: float) -> Rows:
        """Return the touches on the way to a row, shape (k, 8).

        Meanwhile the clay turned from ``from_rad`` to what the row says, a full turn at most.
        A hand held in the middle of it touches all the same, `TOUCHES_A_TURN` times a turn.
        """
        if self._last is None:
            return self.begin(row)
        way = _pieces(self._last, row, from_rad)
        places = unturned(way[:, HAND], way[:, TURNED])
        lengths = np.linalg.norm(np.diff(places, axis=0), axis=1) / self.spacing_m
        turns = np.abs(np.diff(way[:, TURNED])) * (TOUCHES_A_TURN / math.tau)
        along = self._left + np.concatenate([[0.0], np.cumsum(np.maximum(lengths, turns))])
        marks = np.arange(1, int(along[-1] + 1e-9) + 1)
        self._last, self._left = row, max(float(along[-1]) - len(marks), 0.0)
        if not len(marks):
            return np.empty((0, COLUMNS))
        return np.stack([np.interp(marks, along, column) for column in way.T], axis=1)


def _pieces(last: Row, row: Row, from_rad: float) -> Rows:
    sweep = max(-math.tau, min(math.tau, float(row[TURNED]) - from_rad))
    share = np.linspace(0, 1, max(math.ceil(abs(sweep) / _PIECE_RAD), 1) + 1)[:, None]
    way = last + (row - last) * share
    way[:, TURNED] = row[TURNED] - sweep * (1 - share[:, 0])
    return way
