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


class Steps:
    """Called between the steps of long work, on its thread; says how far it is, and stops it.

    Attributes
    ----------
    progressed : Signal(int, int)
        How many steps are done, and how many there are.
    went_past_stopping : Signal
        From here on it can't be stopped.
    """

    progressed = Signal(int, int)
    went_past_stopping = Signal()

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.begin()

    def begin(self) -> None:
        """Begin something that can be stopped."""
        self._is_stopped = self._is_past_stopping = False

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is; raises `Stopped` where it is to stop."""
        if self._is_stopped:
            raise Stopped
        self.progressed.emit(done, total)

    def stop(self) -> None:
        """Stop at the next step, if it can be stopped still."""
        with self._lock:
            self._is_stopped = not self._is_past_stopping

    def go_past_stopping(self) -> None:
        """Say that from here on it can't be stopped; raises `Stopped` where it was before."""
        with self._lock:
            if self._is_stopped:
                raise Stopped
            self._is_past_stopping = True
        self.went_past_stopping.emit()


class Run(Steps, Generic[T]):
    """One piece of long work on a thread of its own; connect to its signals before `start`.

    Parameters
    ----------
    work : callable
        Gets this run, to call between its steps with how many are done and how many there
        are; that raises `Stopped` once `stop` was called.
    name : str
        The thread's.

    Attributes
    ----------
    future : Future
        Its result, or `Stopped`, or what went wrong.
    """

    def __init__(self, work: Callable[[Run[T]], T], *, name: str) -> None:
        super().__init__()
        self.future: Future[T] = Future()
        self._work = work
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> Run[T]:
        """Begin."""
        self._thread.start()
        return self

    def _run(self) -> None:
        try:
            result = self._work(self)
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
