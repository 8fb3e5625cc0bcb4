"""The thread that waits for the next frame, and does nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import xr
from headset.protocols import Post

IDLE_S: Final = 0.02
JOIN_S: Final = 3.0
LEAVE_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What the wait ended with: a frame to be drawn, a fault, or neither where nothing runs."""

    state: Any = None
    fault: xr.XrException | None = None


class Waiter:
    """Waits, posts one turn to the main thread, and waits for leave to wait again.

    Parameters
    ----------
    post : Callable
        Runs a function on the main thread.
    take : Callable[[Turn], None]
        Is called there with each turn.
    """

    def __init__(self, post: Post, take: Callable[[Turn], None]) -> None:
        self._post, self._take = post, take
        self._session: Any = None
        self._leave = threading.Semaphore(0)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="headset wait", daemon=True)
        self._thread.start()

    def go_on(self, session: Any) -> None:
        """Wait for the next frame of a running session, or a moment where that is None."""
        self._session = session
        self._leave.release()

    def close(self) -> bool:
        """End the thread; return whether it ended within its limit."""
        self._ending.set()
        self._leave.release()
        self._thread.join(JOIN_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            if not self._leave.acquire(timeout=LEAVE_S):
                continue
            if self._ending.is_set():
                return
            turn = self._waited(self._session)
            if self._ending.is_set():
                return
            self._post(partial(self._take, turn))

    def _waited(self, session: Any) -> Turn:
        if session is None:
            self._ending.wait(IDLE_S)
            return Turn()
        try:
            return Turn(state=xr.wait_frame(session))
        except xr.XrException as error:
            return Turn(fault=error)
