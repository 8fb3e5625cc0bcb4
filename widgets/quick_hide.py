"""The quick-hide key: a neutral window in front, the program minimised behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from app.model.words import tr
from widgets import dates


class NeutralWindow(QWidget):
    """A plain month calendar. The same key leads back; closing it leaves the program minimised."""

    back_wanted = Signal()

    def __init__(self, keys: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("neutral")
        self.setWindowTitle(tr("Calendar"))
        calendar = QCalendarWidget()
        calendar.setLocale(dates.locale())
        calendar.setGridVisible(True)
        calendar.setAccessibleName(tr("Calendar"))
        column = QVBoxLayout(self)
        column.addWidget(calendar)
        self.resize(900, 640)
        if keys:
            QShortcut(QKeySequence(keys), self).activated.connect(self.back_wanted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only this: what lies behind stays hidden."""
        event.accept()
