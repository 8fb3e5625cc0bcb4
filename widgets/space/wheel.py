"""The potter's wheel of a page: clay turns while it is seen, and the tool that is held works it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.geometry.clay.wheel import Wheel
from widgets.space.kit import SpaceKit
from widgets.space.stand import SpaceStand

TICK_MS = 33


class PottersWheel(QObject):
    """Turns the clay as fast as the hand says; stands still where nobody sees it.

    Parameters
    ----------
    seen : QWidget
        Where the clay is shown.

    Attributes
    ----------
    turned : Signal(float, float, float)
        From and to which angle, radians, and in how many seconds.
    """

    turned = Signal(float, float, float)

    def __init__(self, kit: SpaceKit, stand: SpaceStand, seen: QWidget) -> None:
        super().__init__(seen)
        self._kit, self._stand, self._seen = kit, stand, seen
        self._wheel = Wheel()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        kit.changed.connect(self._follow)
        stand.opened.connect(self._stand_still)
        seen.installEventFilter(self)

    @property
    def turned_rad(self) -> float:
        """Return how far the clay is shown turned."""
        return self._stand.stage.clay.turned_rad

    @property
    def is_turning(self) -> bool:
        """Whether it runs."""
        return self._timer.isActive()

    def advance(self, seconds: float) -> None:
        """Turn on."""
        before, now = self._wheel.advance(seconds)
        self._stand.stage.clay.turn(now)
        self.turned.emit(before, now, seconds)
        self._stand.drawn.emit(None)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Rest while the page is not seen."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._run(is_seen=event.type() == QEvent.Type.Show)
        return False

    def _tick(self) -> None:
        self.advance(self._clock.restart() / 1000)

    def _follow(self) -> None:
        self._wheel.set_speed(self._kit.clay.wheel_rpm)
        self._run(is_seen=self._seen.isVisible())

    def _run(self, *, is_seen: bool) -> None:
        runs = is_seen and self._wheel.rpm > 0 and self._stand.work is not None
        if runs and not self._timer.isActive():
            self._clock.start()
            self._timer.start()
        elif not runs:
            self._timer.stop()

    def _stand_still(self) -> None:
        # another page's clay does not begin to turn by itself
        self._wheel = Wheel()
        if self._kit.clay.wheel_rpm:
            self._kit.work_clay(replace(self._kit.clay, wheel_rpm=0.0))
