"""Garbage is collected on the main thread only: what Qt made must not end on another."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class Sweeper(QObject):
    """Collects garbage between turns of the loop, in place of the interpreter's own moments.

    Left to itself the interpreter collects on whatever thread happens to make objects. A widget
    that is part of a cycle would then be deleted there, and Qt aborts.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)

    def start(self) -> None:
        """Take it over from the interpreter."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give it back."""
        self._timer.stop()
        gc.enable()

    def sweep(self) -> None:
        """Collect the generations that are due, youngest first."""
        for generation, most in enumerate(gc.get_threshold()):
            if gc.get_count()[generation] <= most:
                return
            gc.collect(generation)
