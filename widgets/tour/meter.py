"""How long the window stood still, and how soon it was there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

BEAT_MS = 2
_IMPORTED_AT = time.perf_counter()


class Heartbeat(QObject):
    """Beats on the main thread; the longest time between two beats is the longest stall.

    Parameters
    ----------
    clock : Callable[[], float], optional
        Seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__()
        self._clock = clock
        self._last: float | None = None
        self._longest_s = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        """Begin to beat."""
        self._last = self._clock()
        self._timer.start()

    def stop(self) -> None:
        """Beat no more."""
        self.beat()
        self._timer.stop()
        self._last = None

    def beat(self) -> None:
        """Note how long it was since the last beat."""
        now = self._clock()
        if self._last is not None:
            self._longest_s = max(self._longest_s, now - self._last)
            self._last = now

    def take_longest_ms(self) -> float:
        """Return the longest gap since this was last asked, milliseconds."""
        self.beat()
        longest, self._longest_s = self._longest_s, 0.0
        return longest * 1000

    @contextmanager
    def left_out(self) -> Iterator[None]:
        """Leave out what the tour does for itself, such as taking a picture."""
        self.beat()
        before, self._last = self._last, None
        try:
            yield
        finally:
            if before is not None:
                self._last = self._clock()


class FirstPaint(QObject):
    """Notes how old the process was when the first window had been painted.

    ``ms`` is None until then.
    """

    def __init__(self, age_s: Callable[[], float] | None = None) -> None:
        super().__init__()
        self.ms: float | None = None
        self._age_s = age_s or process_age_s
        self._is_due = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint event of the watched window."""
        if event.type() == QEvent.Type.Paint and not self._is_due:
            self._is_due = True
            # the event comes before the painting; a turn of the loop later it is on the screen
            QTimer.singleShot(0, self._note)
        return super().eventFilter(watched, event)

    def _note(self) -> None:
        self.ms = self._age_s() * 1000


def process_age_s() -> float:
    """Return how long ago this process started; where the system does not say, our import."""
    try:
        started = float(Path("/proc/self/stat").read_text("ascii").rsplit(")", 1)[1].split()[19])
        uptime_s = time.clock_gettime(time.CLOCK_BOOTTIME)
        return uptime_s - started / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError):
        return time.perf_counter() - _IMPORTED_AT
