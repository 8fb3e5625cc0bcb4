"""A line to write on."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit


class TextLine(QLineEdit):
    """One line; ``name`` is what it asks, shown inside while it is empty."""

    def __init__(self, name: str, *, is_secret: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        if is_secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
