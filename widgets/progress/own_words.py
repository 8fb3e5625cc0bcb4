"""What a person wrote at their check-ins, newest first: it stands above every chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.entities import CheckIn
from app.model.words import tr
from widgets.dates import clock
from widgets.journal.dates import short_day
from widgets.journal.days import day_of
from widgets.parts import Heading, Prompt, Soft
from widgets.progress.twin import own_lines


class OwnWords(QWidget):
    """The newest lines, each with its day."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(Heading(tr("In your words")))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(14)
        column.addLayout(self._lines)
        self._shown: list[CheckIn] | None = None

    def show_lines(self, check_ins: Sequence[CheckIn], now: datetime) -> None:
        """Show the newest lines, or where they will stand."""
        found = own_lines(check_ins)
        if found == self._shown:
            return
        self._shown = found
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for check_in in found:
            self._lines.addWidget(_quote(check_in, now))
        if not found:
            words = tr("A line you write at a check-in will stand here, in your words.")
            self._lines.addWidget(Soft(words))


def _quote(check_in: CheckIn, now: datetime) -> QWidget:
    quote = QWidget()
    column = QVBoxLayout(quote)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Prompt(check_in.line))
    there = check_in.at.astimezone(now.tzinfo)
    day = short_day(day_of(there), day_of(now))
    column.addWidget(Soft(f"{day} · {clock(there)}"))
    return quote
