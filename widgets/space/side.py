"""The right column of a page in space: it scrolls where there is more than fits."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from widgets.parts import scrolled


def side_of(*parts: QWidget) -> QScrollArea:
    """Return the parts below each other."""
    inside = QWidget()
    inside.setProperty("role", "raised")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 4, 0)
    column.setSpacing(10)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return scrolled(inside)
