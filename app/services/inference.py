"""The studio's end of the inference process: requests out, futures back, never a wait."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from psygnal import Signal

from app.model.words import PersonError, Sentence
from inference import worker
from inference.results import Evidence, ModelError, Reading, StoppedError

State = Literal["off", "starting", "ready", "restarting", "unavailable"]
Post = Callable[[Callable[[], None]], None]

_MOST_RESTARTS: Final = 3
_END_WAIT_S: Final = 5.0

_UNREADABLE: Final = Sentence(
    "The part that reads feelings from words is missing or damaged. Your pages are safe in your"
    " library and everything else works. Install Innerscape again to get it back."
)
_OFF: Final = Sentence(
    "Reading feelings from words is switched off. Your pages are safe in your library."
    " You can switch it on in Settings."
)
_KEEPS_ENDING: Final = Sentence(
    "The part that reads feelings from words keeps stopping. Your pages are safe in your library"
    " and everything else works. Close and open Innerscape to try again."
)


class InferenceUnavailableError(PersonError):
    """The inference process is off, or cannot be had."""


@dataclass(eq=False)
class _Job:
    """A request on its way; the answer goes into ``answer``, which the caller holds."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    answer: Future[Any] = field(default_factory=Future)
    tries: int = 0


class InferenceClient:
    """Sends texts to a process of its own and brings the answers back.

    Every method returns at once and may be called from the main thread. The process is restarted
    when it dies, and what it was working on is sent again, once.

    Parameters
    ----------
    model_dir : Path
        The model folder.
    engine : "onnx" or "torch"
    post : callable, optional
        Runs a function on the main thread; without it signals come on the client's own thread.
    """

    state_changed = Signal(str)

    def __init__(
        self,
        model_dir: Path,
        *,
        engine: Literal["onnx", "torch"] = "onnx",
        post: Post | None = None,
    ) -> None:
        self._folder, self._engine = model_dir, engine
        self._post: Post = post or (lambda run: run())
        self._state: State = "off"
        self._problem: Sentence | None = None
        self._control: ThreadPoolExecutor | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._context = multiprocessing.get_context("spawn")
        self._shared = self._context.RawArray("q", worker.PLACES)
        self._jobs: set[_Job] = set()
        self._restarts = 0
        self._ticket = 0

    @property
    def state(self) -> State:
        """How the process is."""
        return self._state

    @property
    def problem(self) -> Sentence | None:
        """Why it is unavailable, for the person; None while it is not."""
        return self._problem

    def start(self) -> None:
        """Start the process and load the model, in the background."""
        if self._control is not None:
            return
        self._control = ThreadPoolExecutor(1, thread_name_prefix="inference client")
        self._shared = self._context.RawArray("q", worker.PLACES)
        self._restarts, self._problem = 0, None
        self._tell("starting")
        self._control.submit(self._open)

    def stop(self) -> Future[None]:
        """End the process; waiting requests are cancelled at once.

        Returns
        -------
        Future
            Done when no process is left.
        """
        control, self._control = self._control, None
        if control is None:
            return _done()
        self._shared[worker.ENDING] = 1
        for job in tuple(self._jobs):
            self._forget(job)
            job.answer.cancel()
        self._tell("off")
        gone = control.submit(self._close)
        control.shutdown(wait=False)
        return gone

    def estimate(self, text: str) -> Future[Reading]:
        """Ask for the reading of a text.

        Returns
        -------
        Future
            Fails with `InferenceUnavailableError` where there is no process to ask.
        """
        return self._send(_Job(worker.estimate, (text,)))

    def evidence(self, text: str, label: str) -> Future[Evidence]:
        """Ask which words a label came from.

        Returns
        -------
        Future
            Cancelled after `cancel_evidence`, also while it was being worked on.
        """
        self._ticket += 1
        return self._send(_Job(worker.evidence, (text, label, self._ticket)))

    def cancel_evidence(self) -> None:
        """Drop every evidence request made so far; the running one ends at its next batch."""
        self._shared[worker.CANCELLED] = self._ticket
        for job in tuple(self._jobs):
            if job.function is worker.evidence:
                self._forget(job)
                job.answer.cancel()

    def _send(self, job: _Job) -> Future[Any]:
        if self._control is None or self._state == "unavailable":
            job.answer.set_exception(self._unavailable())
            return job.answer
        self._jobs.add(job)
        self._control.submit(self._dispatch, job)
        return job.answer

    # What follows runs on the client's own thread, one at a time.

    def _open(self) -> None:
        self._pool = ProcessPoolExecutor(
            1, self._context, initializer=worker.begin, initargs=(self._shared,)
        )
        loading = self._pool.submit(worker.load, str(self._folder), self._engine)
        loading.add_done_callback(self._loaded)

    def _loaded(self, loading: Future[worker.Provenance]) -> None:
        """Say how loading went; runs on the pool's own thread."""
        if loading.cancelled() or self._control is None:
            return
        problem = loading.exception()
        if problem is None:
            self._tell("ready")
        elif isinstance(problem, BrokenProcessPool):
            self._later(self._recover, self._pool)
        else:
            self._later(self._give_up, _UNREADABLE)

    def _dispatch(self, job: _Job) -> None:
        if self._control is None or job.answer.cancelled():
            self._forget(job)
            return
        if self._pool is None:
            self._fail(job, self._unavailable())
            return
        pool = self._pool
        try:
            working = pool.submit(job.function, *job.arguments)
        except BrokenProcessPool:
            self._recover(pool)
            self._dispatch(job)
            return
        working.add_done_callback(lambda done: self._worked(job, pool, done))

    def _worked(self, job: _Job, pool: ProcessPoolExecutor, working: Future[Any]) -> None:
        """Hand an answer over; runs on the pool's own thread."""
        problem = None if working.cancelled() else working.exception()
        if isinstance(problem, BrokenProcessPool):
            self._later(self._again, job, pool)
        elif working.cancelled() or isinstance(problem, StoppedError):
            self._forget(job)
            job.answer.cancel()
        elif problem is not None:
            is_unread = isinstance(problem, ModelError)
            self._fail(job, InferenceUnavailableError(_UNREADABLE) if is_unread else problem)
        else:
            self._restarts = 0
            self._forget(job)
            _settle(job.answer, working.result())

    def _again(self, job: _Job, pool: ProcessPoolExecutor | None) -> None:
        self._recover(pool)
        job.tries += 1
        if job.tries > 1:
            self._fail(job, InferenceUnavailableError(_KEEPS_ENDING))
        else:
            self._dispatch(job)

    def _recover(self, pool: ProcessPoolExecutor | None) -> None:
        """Put a new process in the place of a dead one, unless that was done already."""
        if pool is None or pool is not self._pool or self._control is None:
            return
        pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            self._give_up(_KEEPS_ENDING)
            return
        self._tell("restarting")
        self._open()

    def _give_up(self, why: Sentence) -> None:
        self._problem = why
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
        for job in tuple(self._jobs):
            self._fail(job, self._unavailable())
        self._tell("unavailable")

    def _close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        pid = self._shared[worker.PID]
        for child in multiprocessing.active_children():
            if child.pid == pid:
                child.kill()
                child.join(_END_WAIT_S)
        pool.shutdown(wait=True, cancel_futures=True)

    def _later(self, function: Callable[..., None], *arguments: object) -> None:
        control = self._control
        if control is not None:
            control.submit(function, *arguments)

    def _fail(self, job: _Job, problem: BaseException) -> None:
        self._forget(job)
        _settle(job.answer, problem)

    def _forget(self, job: _Job) -> None:
        self._jobs.discard(job)

    def _unavailable(self) -> InferenceUnavailableError:
        return InferenceUnavailableError(self._problem or _OFF)

    def _tell(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self._post(lambda: self.state_changed.emit(state))


def _settle(answer: Future[Any], value: object) -> None:
    """Give a future its value or error, unless the caller has cancelled it meanwhile."""
    try:
        if isinstance(value, BaseException):
            answer.set_exception(value)
        else:
            answer.set_result(value)
    except InvalidStateError:
        return


def _done() -> Future[None]:
    nothing: Future[None] = Future()
    nothing.set_result(None)
    return nothing
