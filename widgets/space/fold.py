"""A part of the right column that is folded away until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.parts import PlainButton
from widgets.theme import Theme


class Fold(QWidget):
    """A title to press, and a body below it.

    Attributes
    ----------
    opened : Signal()
        It was unfolded.
    """

    opened = Signal()

    def __init__(self, theme: Theme, title: str, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.head = PlainButton(title, self._follow)
        self.head.setObjectName(name)
        self.head.setToolTip(title)
        self.head.setCheckable(True)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(8, 0, 4, 4)
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._inside)
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return self.head.isChecked()

    def _follow(self) -> None:
        self._show()
        if self.is_open:
            self.opened.emit()

    def _show(self) -> None:
        self._inside.setVisible(self.is_open)
        icon = "mdi6.chevron-down" if self.is_open else "mdi6.chevron-right"
        self.head.setIcon(self._theme.icon(icon, "soft"))
