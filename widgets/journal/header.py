"""Above the page: its day, and the few tools for its words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.model.entities import Entry
from app.model.words import tr
from widgets.dates import clock, locale
from widgets.journal.dates import long_day
from widgets.journal.days import is_backdated
from widgets.parts import GhostButton, LinkButton, ToolButton
from widgets.theme import Theme

_TOOLS_BESIDE = 1.4


class DayChoice(QFrame):
    """A calendar over the page: any day up to today."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(tr("The day of this page"))
        self.calendar.setLocale(locale())
        self.calendar.setGridVisible(False)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.clicked.connect(self._choose)
        self.calendar.activated.connect(self._choose)
        self._today = GhostButton(tr("Today"), lambda: self._choose(self.calendar.maximumDate()))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.calendar)
        column.addWidget(self._today)

    def ask(self, day: date, today: date, below: QPoint) -> None:
        """Open at a day; none ahead of today can be chosen."""
        self.calendar.setMaximumDate(QDate(today.year, today.month, today.day))
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.move(below)
        self.show()
        self.calendar.setFocus()

    def _choose(self, day: QDate) -> None:
        self.hide()
        self.chosen.emit(date(day.year(), day.month(), day.day()))


class Header(QWidget):
    """The date line, which opens the calendar, and the tools."""

    day_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.day = LinkButton("", self.day_asked.emit)
        self.day.setObjectName("journal.day")
        self.day.setToolTip(tr("Give this page another day"))
        self.menu = QMenu(self)
        # large text needs the width for itself: the tools go below
        is_large = theme.text_scale > _TOOLS_BESIDE
        top = QVBoxLayout(self) if is_large else QHBoxLayout(self)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(2)
        self._row = QHBoxLayout()
        self._row.setSpacing(2)
        top.addWidget(self.day, 0, Qt.AlignmentFlag.AlignLeft)
        if not is_large:
            self._row.addStretch()
        top.addLayout(self._row)
        self._end = QHBoxLayout()
        self._row.addLayout(self._end)
        if is_large:
            self._row.addStretch()
        self.tools: dict[str, ToolButton] = {}

    def add_tool(self, name: str, button: ToolButton) -> None:
        """Put a tool at the right."""
        button.setObjectName(f"journal.{name}")
        size = self._theme.px(34)
        button.setFixedSize(size, size)
        self.tools[name] = button
        self._end.addWidget(button)

    def show_entry(self, entry: Entry, today: date) -> None:
        """Show a page's day, the time it was begun, and that it is private."""
        if is_backdated(entry.day, entry.written_at):
            words = tr(
                "{day} · written {written} · private",
                day=long_day(entry.day, today),
                written=long_day(entry.written_at.date(), today),
            )
        else:
            day, time = long_day(entry.day, today), clock(entry.written_at)
            words = tr("{day}, {time} · private", day=day, time=time)
        self.day.say(words)
