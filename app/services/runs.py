"""Long work on a thread of its own: it says how far it is, and stops when asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Final, Generic, TypeVar

from psygnal import Signal

from app.model.words import PersonError, Sentence

T = TypeVar("T")
Step = Callable[[int, int], None]

STOPPED: Final = Sentence("Stopped. Nothing was changed.")


class Stopped(PersonError):  # noqa: N818  # it is an answer, not a fault
    """The person (or the end of the session) stopped it."""

    def __init__(self) -> None:
        super().__init__(STOPPED)


class Run(Generic[T]):
    """One piece of long work.

    Parameters
    ----------
    work : callable
        Gets a function to call between its steps with how many are done and how many there
        are; that one raises `Stopped` once `stop` was called.
    name : str
        The thread's.

    Attributes
    ----------
    future : Future
        Its result, or `Stopped`, or what went wrong.
    """

    progressed = Signal(int, int)

    def __init__(self, work: Callable[[Step], T], *, name: str) -> None:
        self.future: Future[T] = Future()
        self._is_stopped = threading.Event()
        self._work = work
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> Run[T]:
        """Begin; connect to ``progressed`` before."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop at the next step."""
        self._is_stopped.set()

    def _step(self, done: int, total: int) -> None:
        if self._is_stopped.is_set():
            raise Stopped
        self.progressed.emit(done, total)

    def _run(self) -> None:
        try:
            result = self._work(self._step)
        except CancelledError:
            # the library was closed under it
            self.future.set_exception(Stopped())
        except BaseException as error:
            # whoever waits for the future is told
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


def without_steps(_done: int, _total: int) -> None:
    """Show no progress and never stop."""
