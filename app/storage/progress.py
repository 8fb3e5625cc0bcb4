"""How far long work on a library is, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import sqlite_utils
from sqlcipher3 import dbapi2

from app.storage.errors import LibraryError

T = TypeVar("T")
Step = Callable[[int, int], None]
WHOLE = 1000
# a page looked at, or an instruction of SQLite's machine, is one operation
OPERATIONS = 1000
_OFTEN = 64


def without_steps(_done: int, _total: int) -> None:
    """Show no progress and never stop."""


def nothing_more() -> None:
    """Do nothing at the point after which nothing can be stopped."""


class Progress:
    """How far a piece of work is; parts of it have their shares of the whole.

    Parameters
    ----------
    step : callable
        Gets how much is done and how much there is, each time that is more than before; what it
        raises stops the work.
    first, share : float
        Where this part begins and how large it is, of 1.
    """

    def __init__(
        self, step: Step = without_steps, *, first: float = 0.0, share: float = 1.0
    ) -> None:
        self._step, self._first, self._share = step, first, share

    def split(self, *weights: float) -> Iterator[Progress]:
        """Return parts that follow each other, each with a share as its weight."""
        first, total = self._first, sum(weights)
        for weight in weights:
            share = self._share * weight / total
            yield Progress(self._step, first=first, share=share)
            first += share

    def at(self, done: float, total: float) -> None:
        """Say how far this part is; raises what stops it."""
        part = min(1.0, done / total) if total else 1.0
        self._step(round(WHOLE * (self._first + self._share * part)), WHOLE)

    def over(self, things: Iterable[T], total: int) -> Iterator[T]:
        """Pass things on, saying how many of them have gone by."""
        for number, thing in enumerate(things):
            if not number % _OFTEN:
                self.at(number, total)
            yield thing
        self.at(1, 1)

    @contextmanager
    def during(self, database: sqlite_utils.Database, operations: int) -> Iterator[None]:
        """Say how far SQLite is with what runs in the block, and stop it in its middle.

        Parameters
        ----------
        operations : int
            About how many there will be.
        """
        done, stopped = 0, None

        def look() -> bool:
            nonlocal done, stopped
            done += OPERATIONS
            try:
                self.at(done, operations)
            except BaseException as error:
                # SQLite would swallow it: it is raised again below
                stopped = error
            return stopped is not None

        database.conn.set_progress_handler(look, OPERATIONS)
        try:
            yield
        except (dbapi2.Error, LibraryError):
            if stopped is None:
                raise
            raise stopped from None
        finally:
            database.conn.set_progress_handler(None, 0)
        if stopped is not None:
            raise stopped
        self.at(1, 1)
