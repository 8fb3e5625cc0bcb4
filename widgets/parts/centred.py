"""A card in the middle of an otherwise empty screen, with help at its foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.model.words import tr
from widgets.parts.buttons import GhostButton
from widgets.parts.card import Card
from widgets.parts.labels import Soft


def fill_with_card(
    screen: QWidget,
    card: Card,
    *,
    help_name: str,
    help_wanted: Callable[[], object],
    head: QLayout | None = None,
    note: str = "",
) -> None:
    """Lay a screen out: a head, the card, and "I need help"; it scrolls when it does not fit.

    Parameters
    ----------
    note : str
        Something to say below the card, as wide as the card.
    """
    page = QWidget()
    page.setProperty("role", "ground")
    column = QVBoxLayout(page)
    column.setContentsMargins(40, 24, 40, 32)
    if head is not None:
        column.addLayout(head)
    column.addStretch(4)
    column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
    if note:
        words = Soft(note)
        words.setObjectName("place.note")
        words.setFixedWidth(card.width())
        column.addSpacing(12)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addSpacing(24)
    column.addStretch(5)
    help_button = GhostButton(tr("I need help"), help_wanted)
    help_button.setObjectName(help_name)
    column.addWidget(help_button, 0, Qt.AlignmentFlag.AlignHCenter)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setProperty("role", "ground")
    scroll.setWidget(page)
    outer = QVBoxLayout(screen)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scroll)
