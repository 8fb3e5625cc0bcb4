"""What scrolls when it does not fit: a page no wider than one reads with ease, or a column."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


def scrolled(widget: QWidget, *, role: str = "") -> QScrollArea:
    """Return a widget in an area of its own that scrolls up and down, never sideways."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if role:
        area.setProperty("role", role)
    area.setWidget(widget)
    return area


class PageScroll(QScrollArea):
    """Put things into ``body``; the page scrolls when they do not fit."""

    def __init__(
        self, *, width: int = 1230, margin: int = 64, spacing: int = 24, is_centred: bool = False
    ) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setProperty("role", "ground")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        page = QWidget()
        page.setProperty("role", "ground")
        column = QWidget()
        column.setMaximumWidth(width)
        self.body = QVBoxLayout(column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(spacing)
        row = QHBoxLayout(page)
        row.setContentsMargins(margin, 40, margin, 24)
        if is_centred:
            row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        self.setWidget(page)
