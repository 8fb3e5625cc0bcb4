"""The bin: what was thrown away in the last 30 days, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.entities import Attachment
from app.model.words import tr
from app.storage.library import BIN_DAYS
from app.storage.summaries import EntrySummary, WorkSummary
from widgets.context import Context
from widgets.journal.dates import short_day
from widgets.journal.days import day_of
from widgets.journal.shelf import Shelf
from widgets.later import when_done
from widgets.library.deeds import Deeds
from widgets.parts import Card, GhostButton, PageScroll, Soft, Strong, Thumbnail

if TYPE_CHECKING:
    from app.storage.library import Library

MOST_ROWS = 200
_THUMB = QSize(72, 50)


@dataclass(frozen=True, slots=True)
class Thrown:
    """What lies in the bin."""

    works: list[WorkSummary]
    entries: list[EntrySummary]


def thrown(library: Library) -> Thrown:
    """Return what lies in the bin, from the library's thread."""
    entries = library.entry_summaries(binned=True, limit=MOST_ROWS, offset=0)
    return Thrown(library.work_summaries(binned=True)[:MOST_ROWS], entries)


class Bin(QWidget):
    """Pictures and pages that were thrown away, with one button each."""

    restored = Signal(str)

    def __init__(self, context: Context, shelf: Shelf, deeds: Deeds) -> None:
        super().__init__()
        self._context, self._shelf, self._deeds = context, shelf, deeds
        self._pictures: dict[str, Thumbnail] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._nothing = Soft(tr("The bin is empty."))
        scroll = PageScroll(width=760, margin=0, spacing=12)
        page = scroll.widget()
        inside = page.layout() if page is not None else None
        if inside is not None:
            inside.setContentsMargins(0, 4, 16, 16)
        scroll.body.addWidget(
            Soft(tr("What you throw away stays here for {days} days.", days=BIN_DAYS))
        )
        scroll.body.addWidget(self._nothing)
        scroll.body.addLayout(self._rows)
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        shelf.arrived.connect(self._show_picture)

    def refresh(self) -> None:
        """Ask the library what lies in the bin."""
        when_done(self, self._context.library.submit(thrown), self._take)

    def _take(self, found: Thrown) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._pictures = {}
        for work in found.works:
            self._rows.addWidget(self._work_row(work))
        for entry in found.entries:
            self._rows.addWidget(self._entry_row(entry))
        self._nothing.setVisible(not self._rows.count())

    def _work_row(self, work: WorkSummary) -> Card:
        title = work.title or tr("Untitled")
        picture = Thumbnail(
            self._context.theme,
            title,
            width=_THUMB.width(),
            height=_THUMB.height(),
            shows_caption=False,
        )
        picture.setFocusPolicy(picture.focusPolicy().NoFocus)
        picture.setEnabled(False)
        self._pictures[work.uid] = picture
        self._show_picture(work.uid)
        button = GhostButton(tr("Bring back"), lambda: self._restore(work.uid, is_work=True))
        return self._row(tr("Picture"), title, work.binned_at, button, picture)

    def _entry_row(self, entry: EntrySummary) -> Card:
        button = GhostButton(tr("Bring back"), lambda: self._restore(entry.uid, is_work=False))
        today = day_of(self._context.now())
        kind = tr("Page of {day}", day=short_day(entry.day, today))
        return self._row(kind, entry.title or tr("An empty page"), entry.binned_at, button, None)

    def _row(
        self,
        kind: str,
        title: str,
        binned_at: datetime | None,
        button: GhostButton,
        picture: Thumbnail | None,
    ) -> Card:
        card = Card(margin=14)
        row = QHBoxLayout()
        row.setSpacing(14)
        if picture is not None:
            row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Strong(title, wraps=False))
        words.addWidget(Soft(f"{kind} · {self._left(binned_at)}", wraps=False))
        row.addLayout(words, 1)
        button.setObjectName("library.restore")
        button.setAccessibleName(tr("Bring back: {title}", title=title))
        row.addWidget(button)
        card.body.addLayout(row)
        return card

    def _left(self, binned_at: datetime | None) -> str:
        if binned_at is None:
            return ""
        last = day_of(binned_at.astimezone(self._context.now().tzinfo) + timedelta(days=BIN_DAYS))
        return tr("kept until {day}", day=short_day(last, day_of(self._context.now())))

    def _restore(self, uid: str, *, is_work: bool) -> None:
        if self._context.document.is_read_only:
            self._context.document.refused.emit()
            return
        if is_work:
            self._deeds.restore(uid)
        else:
            self._deeds.restore_entry(uid)
        self.restored.emit(uid)

    def _show_picture(self, uid: str) -> None:
        if uid in self._pictures:
            image = self._shelf.small(Attachment(0, work_uid=uid), _THUMB * 2)
            if image is not None:
                self._pictures[uid].show_picture(image)
