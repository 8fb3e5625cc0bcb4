"""What other threads finish, brought to the main thread, never to a widget that is gone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from psygnal import SignalInstance
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

TURN_S = 0.008

T = TypeVar("T")
P = ParamSpec("P")


class _Courier(QObject):
    """Carries calls to the main thread; there is one, and it lives as long as the process.

    Each turn of the loop takes calls for `TURN_S` at most: what the person does and what must
    be painted comes in between.
    """

    sent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._calls: deque[Callable[[], None]] = deque()
        self._is_due = False
        application = QCoreApplication.instance()
        if application is not None:
            self.moveToThread(application.thread())
        self.sent.connect(self._fall_due, Qt.ConnectionType.QueuedConnection)

    def carry(self, call: Callable[[], None]) -> None:
        """Take a call along; may be called from any thread."""
        self._calls.append(call)
        self.sent.emit()

    def _fall_due(self) -> None:
        # a timer, and not one of 0 ms: what is posted would all be sent in this same turn
        if not self._is_due:
            self._is_due = True
            QTimer.singleShot(1, self, self._run)

    def _run(self) -> None:
        self._is_due = False
        until = monotonic() + TURN_S
        try:
            while self._calls and monotonic() < until:
                self._calls.popleft()()
        finally:
            if self._calls:
                self._fall_due()


class _Office:
    courier: _Courier | None = None


def post(call: Callable[[], None]) -> None:
    """Run something on the main thread, soon; may be called from any thread."""
    if _Office.courier is None:
        _Office.courier = _Courier()
    _Office.courier.carry(call)


def on_main(owner: QObject, function: Callable[P, object]) -> Callable[P, None]:
    """Return a function that any thread may call; it runs on the main one while ``owner`` lives."""
    post(lambda: None)  # the courier is made here, on the main thread

    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        def run() -> None:
            if isValid(owner):
                function(*args, **kwargs)

        post(run)

    return call


def when_done(
    owner: QObject,
    future: Future[T],
    then: Callable[[T], object],
    failed: Callable[[BaseException], object] | None = None,
) -> None:
    """Call back on the main thread when a future is done, never after ``owner`` is gone.

    Parameters
    ----------
    owner : QObject
        Who waits; when it is deleted nothing is called.
    future : Future
        A cancelled one calls nothing.
    then : callable
        Gets the result.
    failed : callable, optional
        Gets the error; without it the error is raised on the main thread, loudly.
    """

    def deliver() -> None:
        if not isValid(owner) or future.cancelled():
            return
        error = future.exception()
        if error is None:
            then(future.result())
        elif failed is not None:
            failed(error)
        else:
            raise error

    post(lambda: None)
    future.add_done_callback(lambda _: post(deliver))


def listen(owner: QObject, signal: SignalInstance, function: Callable[..., object]) -> None:
    """Connect a signal from below to a widget: on the main thread, and only while it lives.

    A signal that is emitted on the main thread reaches ``function`` at once; one from another
    thread soon after.
    """
    later = on_main(owner, function)

    def heard(*args: Any) -> None:
        application = QCoreApplication.instance()
        if application is not None and application.thread().isCurrentThread():
            if isValid(owner):
                function(*args)
        else:
            later(*args)

    signal.connect(heard, check_nargs=False)
    owner.destroyed.connect(lambda: signal.disconnect(heard, missing_ok=True))
