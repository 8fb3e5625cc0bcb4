"""What other threads finish reaches the window on the main thread, or nobody."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from time import monotonic

import pytest
from psygnal import Signal
from PySide6.QtCore import QEventLoop, QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from widgets.later import TURN_S, listen, on_main, post, when_done

pytestmark = pytest.mark.qt


class Source:
    said = Signal(str)


def test_a_result_arrives_on_the_main_thread(qtbot: QtBot) -> None:
    owner, got = QObject(), []
    with ThreadPoolExecutor(1) as pool:
        when_done(
            owner, pool.submit(lambda: 42), lambda it: got.append((it, threading.get_ident()))
        )
        qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, threading.get_ident())]


def test_an_error_arrives_as_an_error(qtbot: QtBot) -> None:
    owner, got = QObject(), []
    future: Future[int] = Future()
    future.set_exception(OSError("the disk is full"))
    when_done(owner, future, lambda _: got.append("result"), lambda error: got.append(str(error)))
    assert got == []
    qtbot.waitUntil(lambda: bool(got))
    assert got == ["the disk is full"]


def test_nobody_is_called_who_is_gone_or_did_not_want_it(qtbot: QtBot) -> None:
    gone, here, got = QObject(), QObject(), []
    late: Future[str] = Future()
    dropped: Future[str] = Future()
    when_done(gone, late, got.append)
    when_done(here, dropped, got.append)
    call = on_main(gone, got.append)
    delete(gone)
    late.set_result("late")
    dropped.cancel()
    call("late too")
    flushed: list[bool] = []
    post(lambda: flushed.append(True))
    qtbot.waitUntil(lambda: bool(flushed))
    assert got == []


def test_a_signal_from_another_thread_is_heard_until_the_listener_goes(qtbot: QtBot) -> None:
    source, owner, got = Source(), QObject(), []
    listen(owner, source.said, lambda word: got.append((word, threading.get_ident())))
    source.said.emit("here")
    assert got == [("here", threading.get_ident())]
    thread = threading.Thread(target=source.said.emit, args=("there",))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got[1] == ("there", threading.get_ident())
    delete(owner)
    source.said.emit("nobody")
    assert len(got) == 2
    assert len(source.said) == 0


def test_long_results_leave_the_window_a_turn_between_them(qtbot: QtBot) -> None:
    order: list[str] = []

    def take_long(name: str) -> None:
        order.append(name)
        until = monotonic() + 2 * TURN_S
        while monotonic() < until:
            pass
        QTimer.singleShot(0, lambda: order.append(f"window after {name}"))

    for name in ("first", "second"):
        post(partial(take_long, name))
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order.index("window after first") < order.index("second")


def test_a_result_is_heard_while_a_result_has_opened_a_dialog(qtbot: QtBot) -> None:
    got: list[str] = []
    loop = QEventLoop()

    def open_dialog() -> None:
        post(lambda: got.append("inside"))
        post(loop.quit)
        loop.exec()
        got.append("closed")

    post(open_dialog)
    qtbot.waitUntil(lambda: "closed" in got)
    assert got == ["inside", "closed"]
