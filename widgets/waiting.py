"""A screen while something takes a moment that cannot be hurried."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from widgets.parts import Card, Heading
from widgets.theme import Theme


class Waiting(QWidget):
    """Says what is going on, with a bar that only shows that it goes on."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self.setObjectName("waiting")
        self.setProperty("role", "ground")
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        card = Card(margin=32, spacing=16)
        card.setFixedWidth(theme.px(440))
        card.body.addWidget(Heading(words))
        card.body.addWidget(moving_bar(words))
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)


def moving_bar(name: str) -> QProgressBar:
    """Return a thin bar without an end in sight."""
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedHeight(6)
    bar.setAccessibleName(name)
    return bar
