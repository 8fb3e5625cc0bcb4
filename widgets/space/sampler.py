"""Fills the shelf with samples while the window has nothing else to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from widgets.space.glass import NoGlass
from widgets.space.kit import SpaceKit
from widgets.space.samples import Samples
from widgets.space.shelf import SpaceShelf
from widgets.space.stand import SpaceStand

_SAMPLE_MS: Final = 30


class Sampler(QObject):
    """Draws one sample a turn of the loop, and none while somebody draws."""

    def __init__(self, shelf: SpaceShelf, kit: SpaceKit, stand: SpaceStand) -> None:
        super().__init__(shelf)
        self._shelf, self._kit, self._stand = shelf, kit, stand
        self._samples: Samples | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_SAMPLE_MS)
        self._timer.timeout.connect(self._draw_one)

    def begin(self) -> None:
        """Go on where it was stopped."""
        self._timer.start()

    def stop(self) -> None:
        """Rest, and let go of the OpenGL context."""
        self._timer.stop()
        if self._samples is not None:
            self._samples.close()
            self._samples = None

    def _draw_one(self) -> None:
        row = self._shelf.unsampled
        if row is None:
            self.stop()
        elif self._shelf.isVisible() and not self._stand.is_drawing:
            try:
                self._samples = self._samples or Samples()
                row.show_sample(self._samples.picture(row.brush, self._kit.colour))
            except NoGlass:
                self.stop()
