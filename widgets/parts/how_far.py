"""How far long work is, with a button that stops it; what takes only a moment shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.model.words import tr
from widgets.parts.buttons import GhostButton
from widgets.parts.labels import Soft

SOON_MS: Final = 400


class HowFar(QWidget):
    """A thin bar, how much of it is done, and Stop.

    Parameters
    ----------
    name : str
        What goes on, for screen readers.
    stop : callable
        Called when the person wants it to stop.
    """

    def __init__(self, name: str, stop: Callable[[], object]) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(name)
        self.percent = Soft("", wraps=False)
        self.stop = GhostButton(tr("Stop"), stop)
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.percent)
        row.addWidget(self.stop)
        self.hide()

    @property
    def is_under_way(self) -> bool:
        """Whether it shows itself, or is about to."""
        return self._soon.isActive() or not self.isHidden()

    def begin(self) -> None:
        """Show itself soon, not knowing yet how far it goes."""
        self.bar.setRange(0, 0)
        self.percent.hide()
        self.stop.setEnabled(True)
        self.stop.show()
        self._soon.start()

    def show_far(self, done: int, total: int) -> None:
        """Show how much is done."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if total:
            self.percent.setText(tr("{percent} %", percent=100 * done // total))
            self.percent.show()

    def go_past_stopping(self) -> None:
        """Take Stop away: nothing can be stopped any more."""
        self.stop.hide()

    def end(self) -> None:
        """Go."""
        self._soon.stop()
        self.hide()
