"""Notices that nobody is here any more, or that the computer slept."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

BEAT_S: Final = 5.0
SLEPT_S: Final = 30.0
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Emits ``left`` when nothing was touched for a while, and after the computer slept.

    Parameters
    ----------
    limit_s : callable
        How long, in seconds; 0 for never. Asked at every beat.
    wall_clock, steady_clock : callable, optional
        Seconds. A wall clock that runs ahead of the beats means that the computer slept.
    """

    left = Signal()

    def __init__(
        self,
        parent: QObject,
        *,
        limit_s: Callable[[], float],
        wall_clock: Callable[[], float] = time.time,
        steady_clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._limit_s, self._wall, self._steady = limit_s, wall_clock, steady_clock
        self._touched_at = steady_clock()
        self._beat_at = wall_clock()
        self._beat = QTimer(self)
        self._beat.setInterval(int(BEAT_S * 1000))
        self._beat.timeout.connect(self.look)

    def follow(self, application: QGuiApplication) -> None:
        """Watch the windows of a program: those there are, and each one that gets the keys.

        Windows see each touch once; a filter over the whole program would see every event.
        """
        application.focusWindowChanged.connect(self._watch)
        for window in application.allWindows():
            self._watch(window)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def start(self) -> None:
        """Watch from now on."""
        self._touched_at, self._beat_at = self._steady(), self._wall()
        self._beat.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._beat.stop()

    def look(self) -> None:
        """Compare the clocks; called at every beat."""
        slept = self._wall() - self._beat_at > BEAT_S + SLEPT_S
        self._beat_at = self._wall()
        limit = self._limit_s()
        if slept or (limit and self._steady() - self._touched_at >= limit):
            self._touched_at = self._steady()
            self.left.emit()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Take note of every touch of key, mouse, pen or finger; let all of them pass."""
        if event.type() in _TOUCHES:
            self._touched_at = self._steady()
        return False
