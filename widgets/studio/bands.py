"""Compositing a large rectangle a few rows at a time, so that the window never waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.model.tiles import NOTHING, TILE_PX, Rect

SLICE_MS = 8
AT_ONCE_PX = 512 * 512


class Bands(QObject):
    """Works through a rectangle from the top; what is asked meanwhile is joined to it.

    Parameters
    ----------
    paint : callable
        Composites and shows one rectangle.

    Attributes
    ----------
    finished : Signal()
        Nothing waits any more.
    """

    finished = Signal()

    def __init__(self, paint: Callable[[Rect], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paint = paint
        self._rest = NOTHING
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def is_busy(self) -> bool:
        """Whether rows wait."""
        return not self._rest.is_empty

    def add(self, rect: Rect) -> None:
        """Paint a rectangle: a small one now, a large one in slices."""
        if rect.is_empty:
            return
        is_small = (rect.right - rect.left) * (rect.bottom - rect.top) <= AT_ONCE_PX
        if is_small and not self.is_busy:
            self._paint(rect)
            return
        self._rest = self._rest.united(rect)
        self._timer.start()

    def stop(self) -> None:
        """Forget what waits."""
        self._rest = NOTHING
        self._timer.stop()

    def _work(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self.is_busy and clock.elapsed() < SLICE_MS:
            rest = self._rest
            bottom = min(rest.bottom, (rest.top // TILE_PX + 1) * TILE_PX)
            self._rest = Rect(rest.left, bottom, rest.right, rest.bottom)
            self._paint(Rect(rest.left, rest.top, rest.right, bottom))
        if not self.is_busy:
            self.stop()
            self.finished.emit()
