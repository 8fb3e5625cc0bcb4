"""Surfaces that hold a few things together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.parts.flow import FlowLayout
from widgets.parts.labels import Icon, Words
from widgets.theme import Theme


class Card(QFrame):
    """A white card with a thin line around it; put things into ``body``."""

    def __init__(self, *, margin: int = 24, spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(spacing)


class Line(QFrame):
    """A thin line between two things."""

    def __init__(self, *, is_upright: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "line")
        if is_upright:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)


class Notice(QFrame):
    """A quiet box with something the person should know."""

    def __init__(self, theme: Theme, text: str = "", *, icon: str = "mdi6.information") -> None:
        super().__init__()
        self.setProperty("role", "notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(Icon(theme, icon, role="warm"))
        self.words = Words(text)
        row.addWidget(self.words, 1)

    def say(self, text: str) -> None:
        """Show these words, or nothing at all when there are none."""
        self.words.setText(text)
        self.setVisible(bool(text))


def spread(*widgets: QWidget, spacing: int = 8) -> FlowLayout:
    """Return widgets side by side, from the left; what does not fit goes into the next row."""
    flow = FlowLayout(spacing=spacing)
    for widget in widgets:
        flow.addWidget(widget)
    return flow
