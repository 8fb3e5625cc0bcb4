"""The library's worker: one thread owns the connection; the rest of the program asks it.

A save that fails is told at once and tried again for as long as the program runs.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from psygnal import Signal, SignalInstance

from app.model.changes import Changes, merged_entities, merged_tiles, merged_vertices
from app.model.words import PersonError, Sentence
from app.storage.library import Library

T = TypeVar("T")
FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 15.0


@dataclass(slots=True)
class _Save:
    """Changes on their way, and everybody who waits for them."""

    changes: Changes
    futures: list[Future[None]]


@dataclass(slots=True)
class _Call(Generic[T]):
    """Something to do with the library, after the saves before it."""

    run: Callable[[Library], T]
    future: Future[T]

    def answer(self, library: Library) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.run(library)
        except BaseException as error:
            # whoever waits for the future gets it
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


def run_here(call: Callable[[], None]) -> None:
    """Run at once, on the thread that calls: what `post` is when there is no window."""
    call()


class LibraryService:
    """Owns the worker thread and the open library on it.

    Parameters
    ----------
    opener : callable
        Opens the library; called on the worker, which owns the connection from then on.
    post : callable, optional
        Runs a call on the main thread; without it signals are emitted on the worker.
    closed : callable, optional
        Called when the thread ends.

    Attributes
    ----------
    notice : Sentence or None
        Something to tell the person about how it was opened ("for reading only").
    path : Path
        Where the library lies, once it is open.
    """

    saved = Signal(datetime)
    save_failed = Signal(Sentence)
    pending_changed = Signal(int)

    def __init__(
        self,
        opener: Callable[[], Library],
        *,
        post: Callable[[Callable[[], None]], None] = run_here,
        closed: Callable[[], None] = lambda: None,
    ) -> None:
        self.notice: Sentence | None = None
        self.opened: Future[None] = Future()
        self.is_read_only = False
        self.path = Path()
        self._opener = opener
        self._post = post
        self._closed = closed
        self._jobs: deque[_Save | _Call[Any]] = deque()
        self._wake = threading.Condition()
        self._is_writing = False
        self._refused = 0
        self._closing_at = math.inf
        self._retry_at = 0.0
        self._wait_s = FIRST_WAIT_S
        self._thread = threading.Thread(target=self._work, name="library", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """Return how many saves are not acknowledged yet."""
        with self._wake:
            waiting = sum(isinstance(job, _Save) for job in self._jobs)
            return waiting + self._is_writing + self._refused

    def submit(self, run: Callable[[Library], T]) -> Future[T]:
        """Do something with the library on its thread, after the saves asked for before.

        While a save is refused by the disk, reading does not wait for it.
        """
        call = _Call(run, Future())
        self._put(call)
        return call.future

    def save(self, changes: Changes) -> Future[None]:
        """Write a step; the future is done when it is acknowledged.

        Steps of one gesture that still wait become one. Costs the caller microseconds.
        """
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()
        with self._wake:
            last = self._jobs[-1] if self._jobs else None
            if isinstance(last, _Save) and is_one_gesture(last.changes, changes):
                last.changes = merged(last.changes, changes)
                last.futures.append(future)
                return future
        self._put(_Save(changes, [future]))
        self._tell_pending()
        return future

    def close(self, timeout: float = 10.0) -> bool:
        """Write what waits, close the library, end the thread.

        Returns
        -------
        bool
            Whether everything was acknowledged within ``timeout`` seconds.
        """
        with self._wake:
            self._closing_at = min(self._closing_at, time.monotonic() + timeout)
            self._wake.notify()
        # a write that has begun is let finish
        self._thread.join(timeout + LONGEST_WAIT_S)
        return self.pending == 0 and not self._thread.is_alive()

    def _put(self, job: _Save | _Call[Any]) -> None:
        with self._wake:
            if self._closing_at < math.inf or not self._thread.is_alive():
                raise RuntimeError("the library is closed")
            self._jobs.append(job)
            self._wake.notify()

    def _work(self) -> None:
        try:
            library = self._opener()
        except BaseException as error:
            # whoever waits for `opened` is told
            self._end()
            self.opened.set_exception(error)
            return
        self.is_read_only = library.is_read_only
        self.path = library.path
        self.opened.set_result(None)
        try:
            while (job := self._next()) is not None:
                if isinstance(job, _Call):
                    job.answer(library)
                else:
                    self._write(library, job)
        finally:
            library.close()
            self._end()

    def _next(self) -> _Save | _Call[Any] | None:
        with self._wake:
            while True:
                now = time.monotonic()
                job = self._ready(now)
                if job is not None:
                    self._jobs.remove(job)
                    self._is_writing = isinstance(job, _Save)
                    return job
                if self._closing_at < math.inf and (not self._jobs or now >= self._closing_at):
                    return None
                until = min(self._retry_at if self._jobs else math.inf, self._closing_at)
                self._wake.wait(None if until == math.inf else max(0.0, until - now))

    def _ready(self, now: float) -> _Save | _Call[Any] | None:
        if self._jobs and now >= self._retry_at:
            return self._jobs[0]
        return next((job for job in self._jobs if isinstance(job, _Call)), None)

    def _write(self, library: Library, job: _Save) -> None:
        try:
            library.apply(job.changes)
        except PersonError as error:
            self._try_again(job)
            self._tell(self.save_failed, error.sentence)
        except Exception as error:  # a fault of ours must not keep later work from being saved
            self._refuse(job, error)
        else:
            self._acknowledge(job)

    def _acknowledge(self, job: _Save) -> None:
        with self._wake:
            self._is_writing = False
            self._retry_at, self._wait_s = 0.0, FIRST_WAIT_S
        for future in job.futures:
            future.set_result(None)
        self._tell(self.saved, datetime.now(UTC))
        self._tell_pending()

    def _try_again(self, job: _Save) -> None:
        with self._wake:
            self._is_writing = False
            self._jobs.appendleft(job)
            self._retry_at = time.monotonic() + self._wait_s
            self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)

    def _refuse(self, job: _Save, error: Exception) -> None:
        with self._wake:
            self._is_writing = False
            self._refused += 1
        logging.getLogger(__name__).error("a change was refused: %s", type(error).__name__)
        for future in job.futures:
            future.set_exception(error)
        self._tell(
            self.save_failed,
            Sentence(
                "One change could not be saved: a fault in Innerscape. It is still on the screen, "
                "and all else is saved. Please export this page before you close it."
            ),
        )
        self._tell_pending()

    def _end(self) -> None:
        with self._wake:
            self._closing_at = -math.inf
            calls = [job for job in self._jobs if isinstance(job, _Call)]
        for call in calls:
            call.future.cancel()
        self._closed()

    def _tell(self, signal: SignalInstance, value: object) -> None:
        self._post(lambda: signal.emit(value))

    def _tell_pending(self) -> None:
        pending = self.pending
        self._post(lambda: self.pending_changed.emit(pending))


def is_one_gesture(earlier: Changes, later: Changes) -> bool:
    """Whether two steps belong to one stroke or drag."""
    return bool(earlier.merge) and (earlier.merge, earlier.scope) == (later.merge, later.scope)


def merged(earlier: Changes, later: Changes) -> Changes:
    """Return two steps as one, as the later one left things."""
    return replace(
        later,
        entities=merged_entities(earlier.entities, later.entities),
        tiles=merged_tiles(earlier.tiles, later.tiles),
        vertices=merged_vertices(earlier.vertices, later.vertices),
        meshes=(*earlier.meshes, *later.meshes),
    )
