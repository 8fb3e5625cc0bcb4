"""One chart of Progress: drawn, in words below it, and as a table for whoever wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.model.words import tr
from widgets.parts import Body, Card, Chip, Heading, Soft
from widgets.progress.drawn import Told
from widgets.theme import Theme

if TYPE_CHECKING:
    from widgets.progress.plot import Plot

MOST_ROWS = 200
_SHOWN_ROWS = 10
_SIGNS = {"o": "●", "t": "▼"}


class Section(QWidget):
    """A heading, a chart, its words, its table.

    Parameters
    ----------
    name : str
        The chart's own part of object names.
    title : str
        The heading.
    hint : str
        What has to be known to read it, or nothing.
    height : int
        Pixels of the chart at 100 %.
    """

    def __init__(
        self, theme: Theme, name: str, title: str, *, hint: str = "", height: int = 240
    ) -> None:
        super().__init__()
        self._theme, self.name, self._height = theme, name, height
        self.told: Told | None = None
        self.plot: Plot | None = None
        self.words = Body("")
        self.chart = Card(margin=12)
        self.chart.setAccessibleName(title)
        # the place is kept, so that nothing jumps when the chart comes
        self._place = QVBoxLayout()
        self._legend = QHBoxLayout()
        self._named: tuple[str, ...] = ()
        self.as_table = Chip(tr("As a table"), self._show_table)
        self.as_table.setCheckable(True)
        self.as_table.setObjectName(f"progress.as_table.{name}")
        self.as_table.setAccessibleName(tr("{title}, as a table", title=title))
        self.table = self._make_table(title)
        self._lay_out(title, hint)

    @property
    def is_wanted(self) -> bool:
        """Whether there is something to draw."""
        return self.told is not None and not self.told.drawn.is_empty

    def show_told(self, told: Told) -> None:
        """Show a chart, in all three ways."""
        self.told = told
        self.words.setText(told.words)
        self.chart.setAccessibleDescription(told.words)
        self.chart.setVisible(self.is_wanted)
        self.as_table.setVisible(bool(told.rows))
        self._say_legend([f"{_SIGNS[s.symbol]} {s.name}" for s in told.drawn.series if s.name])
        if self.plot is not None and self.is_wanted:
            self.plot.show_drawn(told.drawn)
        self._show_table()

    def take_plot(self, plot: Plot) -> None:
        """Take in what draws."""
        self.plot = plot
        self._place.addWidget(plot)
        if self.told is not None:
            plot.show_drawn(self.told.drawn)

    def _show_table(self) -> None:
        told = self.told
        is_shown = self.as_table.isChecked() and told is not None and bool(told.rows)
        self.table.setVisible(is_shown)
        if not is_shown or told is None:
            return
        self._fill(told.headers, told.rows[:MOST_ROWS])

    def _fill(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = self.table
        table.setColumnCount(len(headers))
        table.setHorizontalHeaderLabels(list(headers))
        table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                table.setItem(number, column, item)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(headers) - 1, QHeaderView.ResizeMode.Stretch)
        height = self._theme.px(34) * min(max(len(rows), 1), _SHOWN_ROWS)
        table.setFixedHeight(header.sizeHint().height() + height + 6)

    def _make_table(self, title: str) -> QTableWidget:
        table = QTableWidget(0, 1)
        table.setObjectName(f"progress.table.{self.name}")
        table.setAccessibleName(tr("{title}, as a table", title=title))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self._theme.px(34))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setHighlightSections(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.hide()
        return table

    def _say_legend(self, names: Sequence[str]) -> None:
        if self._named == tuple(names):
            return
        self._named = tuple(names)
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name in names:
            self._legend.addWidget(Soft(name, wraps=False))
        self._legend.addStretch()

    def _lay_out(self, title: str, hint: str) -> None:
        place = QWidget()
        place.setFixedHeight(self._theme.px(self._height))
        place.setLayout(self._place)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._legend.setSpacing(24)
        self.chart.body.addWidget(place)
        self.chart.body.addLayout(self._legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(Heading(title))
        if hint:
            column.addWidget(Soft(hint))
        column.addWidget(self.chart)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.as_table)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.table)
