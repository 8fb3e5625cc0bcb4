"""The studio locks itself when nobody is here."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from widgets.idle import IdleWatch

pytestmark = pytest.mark.qt


class Clocks:
    """Two clocks that a test turns by hand."""

    wall = 1000.0
    steady = 50.0

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


def watch(clocks: Clocks, minutes: float) -> tuple[IdleWatch, QObject]:
    parent = QObject()
    made = IdleWatch(
        parent,
        limit_s=lambda: minutes * 60,
        wall_clock=lambda: clocks.wall,
        steady_clock=lambda: clocks.steady,
    )
    return made, parent


def test_requirement_04_ten_quiet_minutes_lock_and_a_key_in_between_starts_them_again(
    qtbot: QtBot,
) -> None:
    clocks = Clocks()
    idle, parent = watch(clocks, 10)
    left: list[None] = []
    idle.left.connect(lambda: left.append(None))
    for _ in range(100):
        clocks.pass_by(5)
        idle.look()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    assert idle.eventFilter(parent, key) is False
    for _ in range(119):
        clocks.pass_by(5)
        idle.look()
    assert left == []
    clocks.pass_by(5)
    idle.look()
    assert len(left) == 1


def test_never_means_never(qtbot: QtBot) -> None:
    clocks = Clocks()
    idle, _parent = watch(clocks, 0)
    idle.left.connect(lambda: pytest.fail("it locked"))
    for _ in range(5000):
        clocks.pass_by(5)
        idle.look()
    assert clocks.wall > 20_000


def test_a_computer_that_slept_wakes_up_locked(qtbot: QtBot) -> None:
    clocks = Clocks()
    idle, _parent = watch(clocks, 60)
    left: list[None] = []
    idle.left.connect(lambda: left.append(None))
    clocks.wall += 120
    clocks.steady += 1
    idle.look()
    assert len(left) == 1
