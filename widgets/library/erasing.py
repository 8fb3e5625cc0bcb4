"""Erasing: what exactly, typed confirmation, then gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from app.model.words import tr, trn
from app.services.erasing import Going, erase_from, what_goes
from app.services.runs import Steps
from app.storage.erase import Erased, Scope
from widgets.context import Context
from widgets.dates import locale
from widgets.later import when_done
from widgets.library.running import Running
from widgets.parts import Body, Card, Choice, GhostButton, Heading, Soft, TextLine

if TYPE_CHECKING:
    from app.storage.library import Library

KINDS = ("work", "entry", "days", "everything")
MOST = 60
_SOON_MS = 250
Eraser = Callable[[Scope, Steps], Erased]


@dataclass(frozen=True, slots=True)
class Found:
    """What can be chosen: its uid and its name; and whether there is more than that."""

    choices: list[tuple[str, str]]
    is_all: bool


def find(library: Library, kind: str, words: str) -> Found:
    """Return the newest pictures or pages with these words, those in the bin too."""
    choices: list[tuple[str, str]] = []
    for binned in (False, True):
        if kind == "work":
            works = library.work_summaries(binned=binned)
            choices += [
                (work.uid, work.title or tr("Untitled"))
                for work in works
                if words.casefold() in (work.title or tr("Untitled")).casefold()
            ]
        else:
            pages = library.entry_summaries(query=words, binned=binned, limit=MOST + 1)
            choices += [
                (page.uid, f"{page.day.isoformat()} · {page.title or tr('An empty page')}")
                for page in pages
            ]
    return Found(choices[:MOST], len(choices) <= MOST)


class Erase(Card):
    """A card: choose, read what goes, type it, and it is gone."""

    erase_wanted = Signal(object)
    erased = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(margin=20, spacing=12)
        self._context = context
        self._going: Going | None = None
        self._asked = self._sought = 0
        self.erase_with: Eraser = partial(erase_from, context.library)
        self.kind = Choice(context.theme)
        self.kind.setObjectName("library.erase_kind")
        self.kind.setAccessibleName(tr("What to erase"))
        titles = (tr("A picture"), tr("A page"), tr("Some days"), tr("Everything"))
        for name, title in zip(KINDS, titles, strict=True):
            self.kind.addItem(title, name)
        self.which = Choice(context.theme)
        self.which.setObjectName("library.erase_which")
        self.which.setAccessibleName(tr("Which one"))
        # as wide as the card lets it be: to measure all names would take long
        self.which.setSizeAdjustPolicy(
            Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.words = TextLine(tr("A word of it, to find it"))
        self.words.setObjectName("library.erase_find")
        self.more = Soft(tr("The newest ones are shown. Type a word to find an older one."))
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self.first, self.last = self._day(tr("First day")), self._day(tr("Last day"))
        self.what = Body("")
        self.typed = TextLine(tr("Type these words"))
        self.typed.setObjectName("library.erase_typed")
        self.erase = GhostButton(tr("Erase for good"), self._want)
        self.erase.setObjectName("library.erase")
        self.answer = Soft("")
        self.running = Running(tr("Erasing"), self._say)
        self._lay_out()
        self.kind.activated.connect(self._kind_chosen)
        self.words.textEdited.connect(self._soon.start)
        self.which.activated.connect(self._ask)
        self.typed.textEdited.connect(self._typed)
        for day in (self.first, self.last):
            day.userDateChanged.connect(self._ask)

    def refresh(self) -> None:
        """Ask the library what there is."""
        self._sought += 1
        number, kind, words = self._sought, self.kind.currentData(), self.words.text()
        is_one = kind in ("work", "entry")
        for part in (self.which, self.words):
            part.setVisible(is_one)
        self.more.setVisible(False)
        self._days.setVisible(kind == "days")
        if is_one:
            future = self._context.library.submit(lambda library: find(library, kind, words))
            when_done(self, future, lambda found: self._take(number, found))
        else:
            self._ask()

    def run(self, scope: Scope) -> None:
        """Erase, for good; it can be stopped until it goes."""
        self._set_busy(is_busy=True)
        self._say(tr("Erasing …"))
        self.running.start(
            lambda run: self.erase_with(scope, run),
            self._erased,
            lambda: self._set_busy(is_busy=False),
            past_stopping=tr("It goes for good now; from here on this can’t be stopped."),
        )

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

    def _take(self, number: int, found: Found) -> None:
        if number != self._sought:
            return
        chosen = self.which.currentData()
        self.which.clear()
        for uid, name in found.choices:
            self.which.addItem(name, uid)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self.more.setVisible(not found.is_all)
        self._ask()

    def _kind_chosen(self) -> None:
        self.words.clear()
        self.which.clear()
        self.refresh()

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
        self._say(tr("It is erased, from your library and from its backups."))
        self.refresh()
        self.erased.emit()

    def _set_busy(self, *, is_busy: bool) -> None:
        for part in (self.kind, self.words, self.which, self.first, self.last, self.typed):
            part.setEnabled(not is_busy)
        self._typed()
        self.erase.setEnabled(self.erase.isEnabled() and not is_busy)

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
                    "library. To keep a way back for 30 days, use the bin. While it gets ready "
                    "you can stop it; once it goes, you can’t."
                )
            )
        )
        self.kind.setMaximumWidth(self._context.theme.px(320))
        for line in (self.words, self.typed):
            line.setMaximumWidth(self._context.theme.px(420))
        rows: tuple[QWidget, ...] = (self.kind, self.words, self.which, self.more, self._days)
        for part in (*rows, self.what, self.typed):
            self.body.addWidget(part)
        self.body.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.running)
        self.body.addWidget(self.answer)
        for part in (self._days, self.more, self.answer, self.typed, self.erase):
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
