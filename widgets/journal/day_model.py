"""The pages as a list, newest day first, fetched from the library as one scrolls."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.entities import Entry
from app.model.words import tr
from app.services.library import LibraryService
from app.storage.summaries import EntrySummary, title_and_snippet
from widgets.dates import clock
from widgets.journal.dates import short_day
from widgets.journal.days import day_of
from widgets.later import when_done

PAGE_ROWS = 120
_OVERLAP = 8
SUMMARY = Qt.ItemDataRole.UserRole + 1
DAY = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


def summary_of(entry: Entry) -> EntrySummary:
    """Return how a page that is open stands in the list."""
    title, snippet = title_and_snippet(entry.text)
    attachment = entry.attachments[0] if entry.attachments else None
    return EntrySummary(
        entry.uid, entry.day, entry.written_at, title, snippet, attachment, entry.binned_at
    )


def _order(row: EntrySummary) -> tuple[float, float]:
    return (-row.day.toordinal(), -row.written_at.timestamp())


class DayModel(QAbstractListModel):
    """Rows of `EntrySummary`; only those that were scrolled to are fetched."""

    def __init__(
        self, library: LibraryService, now: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._now = library, now
        self._rows: list[EntrySummary] = []
        self._query = ""
        self._asked = 0
        self._is_fetching = False
        self._is_complete = True

    @property
    def query(self) -> str:
        """What is looked for, or ""."""
        return self._query

    def search(self, query: str) -> None:
        """Show the pages that hold these words; all for ""."""
        self._query = query
        self.reload()

    def reload(self) -> None:
        """Ask the library again, from the top; the rows stay until the answer is here."""
        self._asked += 1
        self._is_fetching, self._is_complete = False, False
        self._fetch(0)

    def row_of(self, uid: str) -> int:
        """Return the row of a page; -1 when it is not in the list."""
        return next((n for n, row in enumerate(self._rows) if row.uid == uid), -1)

    def update(self, entry: Entry) -> None:
        """Bring one page up to date, without asking the library."""
        row, summary = self.row_of(entry.uid), summary_of(entry)
        if row >= 0 and summary == self._rows[row]:
            return
        is_wanted = entry.binned_at is None and (row >= 0 or not self._query)
        if row >= 0 and is_wanted and _order(summary) == _order(self._rows[row]):
            self._rows[row] = summary
            self.dataChanged.emit(self.index(row), self.index(row))
            return
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._rows[row]
            self.endRemoveRows()
        if is_wanted:
            place = bisect_left(self._rows, _order(summary), key=_order)
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, summary)
            self.endInsertRows()

    def forget(self, uid: str) -> None:
        """Take a page that is no longer anywhere out of the list."""
        row = self.row_of(uid)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._rows[row]
            self.endRemoveRows()

    def day_turned(self) -> None:
        """Say "yesterday" for what was today."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many pages are here."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's summary, the words above it, or all of it for a screen reader."""
        row = self._rows[index.row()]
        if role == SUMMARY:
            return row
        if role == DAY:
            return self._above(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (self._above(index.row()), titled(row), row.snippet)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return titled(row)
        return None

    def canFetchMore(self, _parent: Index) -> bool:
        """Whether the library may hold more."""
        return not self._is_complete and not self._is_fetching

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next rows."""
        if not self._is_fetching:
            self._fetch(max(0, len(self._rows) - _OVERLAP))

    def _above(self, row: int) -> str:
        here, today = self._rows[row], day_of(self._now())
        day = short_day(here.day, today)
        is_shared = any(
            0 <= other < len(self._rows) and self._rows[other].day == here.day
            for other in (row - 1, row + 1)
        )
        return f"{day} · {clock(here.written_at)}" if is_shared else day

    def _fetch(self, offset: int) -> None:
        self._is_fetching = True
        asked, query = self._asked, self._query
        future = self._library.submit(
            lambda library: library.entry_summaries(query=query, limit=PAGE_ROWS, offset=offset)
        )

        def take(found: list[EntrySummary]) -> None:
            if asked == self._asked:
                self._take(found, offset=offset)

        when_done(self, future, take)

    def _take(self, found: Sequence[EntrySummary], *, offset: int) -> None:
        self._is_fetching = False
        self._is_complete = len(found) < PAGE_ROWS
        if not offset:
            self.beginResetModel()
            self._rows = list(found)
            self.endResetModel()
            return
        here = {row.uid for row in self._rows}
        new = [row for row in found if row.uid not in here]
        if new:
            count = len(self._rows)
            self.beginInsertRows(QModelIndex(), count, count + len(new) - 1)
            self._rows += new
            self.endInsertRows()


def titled(row: EntrySummary) -> str:
    """Return a page's title, or what is said where it has no words."""
    if row.title:
        return row.title
    return tr("A picture") if row.attachment else tr("An empty page")


def day_on_list(row: EntrySummary) -> date:
    """Return the day a row stands under."""
    return row.day
