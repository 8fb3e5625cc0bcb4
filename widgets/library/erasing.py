"""Erasing: what exactly, typed confirmation, then gone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from app.model.words import PersonError, tr, trn
from app.services.erasing import Going, what_goes
from app.storage.erase import Erased, Scope
from app.storage.summaries import EntrySummary, WorkSummary
from widgets.context import Context
from widgets.dates import locale
from widgets.later import when_done
from widgets.parts import Body, Card, Choice, GhostButton, Heading, Soft, TextLine
from widgets.waiting import moving_bar

if TYPE_CHECKING:
    from app.storage.library import Library

_ALL = 1 << 40
KINDS = ("work", "entry", "days", "everything")


def listing(library: Library) -> tuple[list[WorkSummary], list[EntrySummary]]:
    """Return all works and pages, those in the bin too, on the library's thread."""
    works, entries = [], []
    for binned in (False, True):
        works += library.work_summaries(binned=binned)
        entries += library.entry_summaries(binned=binned, limit=_ALL)
    return works, entries


class Erase(Card):
    """A card: choose, read what goes, type it, and it is gone."""

    erase_wanted = Signal(object)
    erased = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(margin=20, spacing=12)
        self._context = context
        self._going: Going | None = None
        self._works: list[WorkSummary] = []
        self._entries: list[EntrySummary] = []
        self._asked = 0
        self.erase_with: Callable[[Scope], Future[Erased]] = self._erase_here
        self.kind = Choice(context.theme)
        self.kind.setObjectName("library.erase_kind")
        self.kind.setAccessibleName(tr("What to erase"))
        titles = (tr("A picture"), tr("A page"), tr("Some days"), tr("Everything"))
        for name, title in zip(KINDS, titles, strict=True):
            self.kind.addItem(title, name)
        self.which = Choice(context.theme)
        self.which.setObjectName("library.erase_which")
        self.which.setAccessibleName(tr("Which one"))
        self.first, self.last = self._day(tr("First day")), self._day(tr("Last day"))
        self.what = Body("")
        self.typed = TextLine(tr("Type these words"))
        self.typed.setObjectName("library.erase_typed")
        self.erase = GhostButton(tr("Erase for good"), self._want)
        self.erase.setObjectName("library.erase")
        self.answer = Soft("")
        self.bar = moving_bar(tr("Erasing"))
        self._lay_out()
        self.kind.activated.connect(self._kind_chosen)
        self.which.activated.connect(self._ask)
        self.typed.textEdited.connect(self._typed)
        for day in (self.first, self.last):
            day.userDateChanged.connect(self._ask)

    def refresh(self) -> None:
        """Ask the library what there is."""
        when_done(self, self._context.library.submit(listing), self._take)

    def run(self, scope: Scope) -> None:
        """Erase, for good."""
        self._set_busy(is_busy=True)
        self._say(tr("Erasing …"))
        when_done(self, self.erase_with(scope), self._erased, self._failed)

    def _erase_here(self, scope: Scope) -> Future[Erased]:
        return self._context.library.submit(lambda library: library.erase(scope))

    def _scope(self) -> Scope | None:
        kind, uid = self.kind.currentData(), self.which.currentData()
        if kind == "everything":
            return Scope(is_everything=True)
        if kind == "days":
            first, last = (_python_day(edit) for edit in (self.first, self.last))
            return Scope(first_day=min(first, last), last_day=max(first, last))
        if not uid:
            return None
        return Scope(works=(uid,)) if kind == "work" else Scope(entries=(uid,))

    def _take(self, found: tuple[list[WorkSummary], list[EntrySummary]]) -> None:
        self._works, self._entries = found
        self._fill()

    def _kind_chosen(self) -> None:
        self._fill()

    def _fill(self) -> None:
        kind = self.kind.currentData()
        chosen = self.which.currentData()
        self.which.clear()
        if kind == "work":
            for work in self._works:
                self.which.addItem(work.title or tr("Untitled"), work.uid)
        elif kind == "entry":
            for entry in self._entries:
                title = entry.title or tr("An empty page")
                self.which.addItem(f"{entry.day.isoformat()} · {title}", entry.uid)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self.which.setVisible(kind in ("work", "entry"))
        self._days.setVisible(kind == "days")
        self._ask()

    def _ask(self) -> None:
        self._asked += 1
        number, scope = self._asked, self._scope()
        self._going = None
        self.typed.clear()
        self._typed()
        if scope is None:
            self._show_going(None)
            return
        future = self._context.library.submit(lambda library: what_goes(library, scope))
        when_done(self, future, lambda going: self._told(number, going))

    def _told(self, number: int, going: Going) -> None:
        if number == self._asked:
            self._show_going(going)

    def _show_going(self, going: Going | None) -> None:
        self._going = going if going is not None and not going.is_nothing else None
        is_something = self._going is not None
        self.typed.setVisible(is_something)
        self.erase.setVisible(is_something)
        if self._going is None:
            self.what.setText(tr("There is nothing there to erase."))
            return
        self.what.setText(_sentence(self._going))

    def _typed(self) -> None:
        going = self._going
        is_meant = going is not None and self.typed.text().strip() == going.phrase
        self.erase.setEnabled(is_meant)

    def _want(self) -> None:
        if self._context.document.is_read_only:
            self._context.document.refused.emit()
        elif self._going is not None:
            self.erase_wanted.emit(self._going.scope)

    def _erased(self, _done: Erased) -> None:
        self._set_busy(is_busy=False)
        self._say(tr("It is erased, from your library and from its backups."))
        self.refresh()
        self.erased.emit()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(is_busy=False)
        if not isinstance(error, PersonError):
            self._say(tr("That did not work. Please check your library under What is stored."))
            raise error
        self._say(str(error))

    def _set_busy(self, *, is_busy: bool) -> None:
        self.bar.setVisible(is_busy)
        for part in (self.kind, self.which, self.first, self.last, self.typed):
            part.setEnabled(not is_busy)
        self.erase.setEnabled(False)

    def _say(self, words: str) -> None:
        self.answer.setText(words)
        self.answer.setVisible(bool(words))

    def _day(self, name: str) -> QDateEdit:
        now = self._context.now()
        edit = QDateEdit(QDate(now.year, now.month, now.day))
        edit.setLocale(locale())
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setCalendarPopup(True)
        edit.setAccessibleName(name)
        edit.setToolTip(name)
        return edit

    def _lay_out(self) -> None:
        self._days = QWidget()
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.addWidget(self.first)
        days.addWidget(self.last)
        days.addStretch()
        self.body.addWidget(Heading(tr("Erase")))
        self.body.addWidget(
            Body(
                tr(
                    "What you erase is gone for good, from here and from the backups of this "
                    "library. To keep a way back for 30 days, use the bin."
                )
            )
        )
        self.kind.setMaximumWidth(self._context.theme.px(320))
        self.typed.setMaximumWidth(self._context.theme.px(420))
        for part in (self.kind, self.which, self._days, self.what, self.typed):
            self.body.addWidget(part)
        self.body.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.answer)
        for part in (self._days, self.bar, self.answer, self.typed, self.erase):
            part.hide()


def _python_day(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())


def _sentence(going: Going) -> str:
    words = [tr("This goes for good: {what}.", what=_what(going))]
    if going.backups:
        words.append(
            trn(
                "Its place in {count} backup goes too.",
                "Its place in {count} backups goes too.",
                going.backups,
            )
        )
    words.append(tr("Copies that you made elsewhere stay."))
    return " ".join(words) + "\n" + tr("To go on, type: {phrase}", phrase=going.phrase)


def _what(going: Going) -> str:
    if going.scope.is_everything:
        return tr("every page, picture, check-in and answer in this library")
    names = tr(", ").join(f"“{name}”" for name in going.names)
    return f"{going.counted} ({names})" if names else going.counted
