"""A screen while something takes a moment: how far it is, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.runs import Steps
from widgets.later import listen
from widgets.parts import Card, Heading, HowFar
from widgets.theme import Theme


class Waiting(QWidget):
    """Says what is going on.

    Parameters
    ----------
    steps : Steps
        Says how far it is, and stops it.
    """

    def __init__(self, theme: Theme, words: str, steps: Steps) -> None:
        super().__init__()
        self.setObjectName("waiting")
        self.setProperty("role", "ground")
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._steps = steps
        self.far = HowFar(words, self._stop)
        self.far.stop.setObjectName("waiting.stop")
        listen(self, steps.progressed, self.far.show_far)
        listen(self, steps.went_past_stopping, self.far.go_past_stopping)
        card = Card(margin=32, spacing=16)
        card.setFixedWidth(theme.px(440))
        card.body.addWidget(Heading(words))
        card.body.addWidget(self.far)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.far.begin()

    def _stop(self) -> None:
        self.far.stop.setEnabled(False)
        self._steps.stop()
