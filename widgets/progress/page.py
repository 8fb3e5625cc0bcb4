"""Progress: own words first, then check-ins over time. No streaks, no scores."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.commands.row import Command
from app.model.changes import Changes
from app.model.entities import CheckIn
from app.model.words import Sentence, tr
from widgets.context import Context
from widgets.dates import clock
from widgets.journal.dates import short_day
from widgets.journal.days import day_of
from widgets.later import listen, when_done
from widgets.parts import Body, Card, Chip, Heading, PageScroll, Prompt, Soft, Title
from widgets.progress.chart import Chart
from widgets.progress.twin import own_lines, rows_of, twin, within

SPANS_DAYS = (30, 90, 365)
MOST_ROWS = 200


class ProgressPage(QWidget):
    """The page "progress" of the frame."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("progress")
        self.setProperty("role", "ground")
        self._context = context
        self._check_ins: tuple[CheckIn, ...] = ()
        self._days = SPANS_DAYS[0]
        self.chart = Chart(context.theme)
        self.words = Body("")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(14)
        self._group = QButtonGroup(self)
        self.table = self._make_table()
        self._lay_out()
        listen(self, context.document.committed, self._follow)

    def refresh(self) -> None:
        """Ask the library for the check-ins; called each time the page is shown."""
        future = self._context.library.submit(lambda library: library.check_ins())
        when_done(self, future, self._take)

    def rows(self) -> list[Command]:
        """Return the page's commands."""

        def is_shown() -> bool:
            return self.isVisible()

        titles = (
            Sentence("Check-ins of 30 days"),
            Sentence("Check-ins of 90 days"),
            Sentence("Check-ins of a year"),
        )
        return [
            Command(
                f"progress.days_{days}",
                title,
                partial(self.show_days, days),
                (),
                is_shown,
                "mdi6.chart-line",
            )
            for days, title in zip(SPANS_DAYS, titles, strict=True)
        ]

    def show_days(self, days: int) -> None:
        """Show the check-ins of the last days."""
        self._days = days
        self._group.button(days).setChecked(True)
        self._show()

    def _take(self, check_ins: list[CheckIn]) -> None:
        self._check_ins = tuple(check_ins)
        self._show()

    def _follow(self, changes: Changes) -> None:
        new = {c.uid: c.after for c in changes.entities if isinstance(c.after, CheckIn)}
        if new:
            kept = (c for c in self._check_ins if c.uid not in new)
            self._check_ins = (*kept, *new.values())
            self._show()

    def _show(self) -> None:
        now = self._context.now()
        shown = within(self._check_ins, now, self._days)
        words = twin(shown)
        self.words.setText(words)
        span = (now.timestamp() - self._days * 86_400, now.timestamp())
        self.chart.show_check_ins(shown, span, words)
        self._show_lines()
        self._show_table(shown)

    def _show_lines(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        today = day_of(self._context.now())
        found = own_lines(self._check_ins)
        for check_in in found:
            quote = QWidget()
            column = QVBoxLayout(quote)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(Prompt(check_in.line))
            day = short_day(day_of(check_in.at), today)
            column.addWidget(Soft(f"{day} · {clock(check_in.at)}"))
            self._lines.addWidget(quote)
        if not found:
            words = tr("A line you write at a check-in will stand here, in your words.")
            self._lines.addWidget(Soft(words))

    def _show_table(self, shown: list[CheckIn]) -> None:
        rows = rows_of(shown)[:MOST_ROWS]
        today = day_of(self._context.now())
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            when = f"{short_day(day_of(row.at), today)}, {clock(row.at)}"
            for column, words in enumerate((when, row.pleasant, row.activated, row.line)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(number, column, item)
        header = self.table.horizontalHeader().height()
        height = self._context.theme.px(34)
        self.table.setFixedHeight(header + height * min(max(len(rows), 1), 10) + 4)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setObjectName("progress.table")
        table.setAccessibleName(tr("Your check-ins as a table"))
        table.setHorizontalHeaderLabels(
            [tr("When"), tr("Unpleasant to pleasant"), tr("Calm to activated"), tr("Your words")]
        )
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self._context.theme.px(34))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setHighlightSections(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def _lay_out(self) -> None:
        scroll = PageScroll(width=860, margin=48, spacing=20)
        scroll.body.addWidget(Title(tr("Progress")))
        scroll.body.addWidget(Heading(tr("In your words")))
        scroll.body.addLayout(self._lines)
        scroll.body.addWidget(Heading(tr("Check-ins over time")))
        scroll.body.addLayout(self._span_chips())
        card = Card(margin=16)
        card.body.addWidget(self.chart)
        card.body.addLayout(self._legend())
        scroll.body.addWidget(card)
        scroll.body.addWidget(self.words)
        scroll.body.addWidget(self.table)
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def _legend(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(Soft("● " + tr("Unpleasant to pleasant"), wraps=False))
        row.addWidget(Soft("▼ " + tr("Calm to activated"), wraps=False))
        row.addStretch()
        return row

    def _span_chips(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        titles = (tr("30 days"), tr("90 days"), tr("A year"))
        for days, title in zip(SPANS_DAYS, titles, strict=True):
            chip = Chip(title, partial(self.show_days, days))
            chip.setCheckable(True)
            chip.setChecked(days == self._days)
            chip.setObjectName(f"progress.days.{days}")
            chip.setToolTip(title)
            self._group.addButton(chip, days)
            row.addWidget(chip)
        row.addStretch()
        return row
