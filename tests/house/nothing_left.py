"""A test fails that leaves a window, a timer, a thread, a child process or a file behind."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

GRACE_S = 5.0
# the standard library keeps one for the life of the process once anything was spawned
_KEPT_BY_PYTHON = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
_passed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """Remember whether the test itself passed: a failed one is not scolded twice."""
    report = yield
    if call.when == "call":
        item.stash[_passed] = report.passed
    return report


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look around before and after."""
    is_qt = bool({"qtbot", "qapp"} & set(request.fixturenames))
    before = _present(is_qt=is_qt)
    yield
    if not request.node.stash.get(_passed, False):
        return
    left = _wait_until_gone(lambda: _left(before, is_qt=is_qt))
    assert not left, "this test left behind: " + "; ".join(left)


def _wait_until_gone(look: Callable[[], list[str]]) -> list[str]:
    """Give what is ending a moment: threads and children need one to go."""
    until = time.monotonic() + GRACE_S
    left = look()
    pause = threading.Event()
    while left and time.monotonic() < until:
        gc.collect()
        _let_qt_delete()
        pause.wait(0.02)
        left = look()
    return left


def _present(*, is_qt: bool) -> dict[str, dict[object, str]]:
    """Return by kind what is there: identity to name."""
    found: dict[str, dict[object, str]] = {
        "thread": {
            thread.ident: thread.name
            for thread in threading.enumerate()
            # a foreign thread that once called into Python (Qt's, GL's) cannot be ended from here
            if not isinstance(thread, threading._DummyThread)
        },
        "child process": {child.pid: str(child.pid) for child in _children()},
        "file": {path.name: path.name for path in _files()},
    }
    if is_qt:
        _let_qt_delete()
        found["window"] = _windows()
        found["timer"] = _timers()
    return found


def _left(before: dict[str, dict[object, str]], *, is_qt: bool) -> list[str]:
    return [
        f"{kind} {name}"
        for kind, things in _present(is_qt=is_qt).items()
        for identity, name in things.items()
        if identity not in before[kind]
    ]


def _children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if not _is_kept(child)]


def _is_kept(child: psutil.Process) -> bool:
    try:
        words = " ".join(child.cmdline())
    except psutil.Error:
        return True
    return any(name in words for name in _KEPT_BY_PYTHON)


def _files() -> list[Path]:
    return [path for path in Path.cwd().iterdir() if not path.name.startswith(".")]


def _windows() -> dict[object, str]:
    import shiboken6
    from PySide6.QtWidgets import QApplication

    return {
        shiboken6.getCppPointer(widget)[
            0
        ]: f"{type(widget).__name__} {widget.objectName()}".rstrip()
        for widget in QApplication.topLevelWidgets()
    }


def _timers() -> dict[object, str]:
    import shiboken6
    from PySide6.QtCore import QTimer

    return {
        shiboken6.getCppPointer(timer)[
            0
        ]: f"{timer.interval()} ms of {type(timer.parent()).__name__}"
        for timer in gc.get_objects()
        # by its type: to ask a dead weak proxy for its class is an error
        if issubclass(type(timer), QTimer) and shiboken6.isValid(timer) and timer.isActive()
    }


def _let_qt_delete() -> None:
    core = sys.modules.get("PySide6.QtCore")
    if core and core.QCoreApplication.instance():
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
        core.QCoreApplication.processEvents()
