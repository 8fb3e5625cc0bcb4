"""The Journal: a list of days, the page, and beside it why a guess was made."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.commands.row import Command
from app.model.changes import Changes
from app.model.entities import Entity, Entry, Estimate
from app.model.words import tr
from app.services.consent import INFERENCE
from widgets.context import Context
from widgets.journal.chips import Chips, Note
from widgets.journal.consent_card import WORDING, ConsentCard
from widgets.journal.day_list import DayList
from widgets.journal.days import can_be_backdated_to, day_of, until_midnight
from widgets.journal.editor import Editor
from widgets.journal.evidence import Carrier
from widgets.journal.header import DayChoice, Header
from widgets.journal.look import Mark
from widgets.journal.picture_card import PictureCard
from widgets.journal.pictures import PagePictures
from widgets.journal.shelf import Shelf
from widgets.journal.spans import units_of
from widgets.journal.verbs import Verbs
from widgets.journal.why import WhyCard
from widgets.journal.writing import Writing, new_entry
from widgets.later import listen, when_done
from widgets.parts import LinkButton, Notice
from widgets.reading_only import READING, tell_refusals

PAGE_WIDTH_PX = 620
EDGE_PX = 64
SIDE_LEAST_PX = 200
_LOOK_AT_CLOCK_MS = 3_600_000


class JournalPage(QWidget):
    """The page "journal" of the frame.

    Signals
    -------
    open_work : str
        The person wants this work in the studio.
    go : str
        A command wants this page shown.
    """

    open_work = Signal(str)
    go = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("journal")
        self.setProperty("role", "ground")
        self._context = context
        theme = context.theme
        self.shelf = Shelf(context.library, self)
        self.days = DayList(context, self.shelf)
        self.editor = Editor(theme)
        self.header = Header(theme)
        self.notice = Notice(theme)
        self.notice.hide()
        self._undo_bin = LinkButton(tr("Bring it back"), self._bring_back)
        self.chips = Chips(self.editor, theme)
        self.why = WhyCard(theme, context.reader)
        self.consent = ConsentCard(context.consents)
        self.picture = PictureCard(self.editor)
        self.writing = Writing(context.document, self.editor, context.now, self)
        self.pictures = PagePictures(
            document=context.document,
            library=context.library,
            editor=self.editor,
            shelf=self.shelf,
            theme=theme,
            now=context.now,
        )
        self.day_choice = DayChoice(self)
        self.suggest = LinkButton(tr("Suggest something to make"), self.ask_suggestion)
        self.suggest.setObjectName("journal.suggest")
        self.suggest.setToolTip(tr("One suggestion, with its reason; you may say no"))
        self.suggest.hide()
        self.verbs = Verbs(self, context)
        self._side = self._build_side()
        self._binned: Entry | None = None
        self._is_asking = False
        self._midnight = QTimer(self, singleShot=True)
        self._chips_soon = QTimer(self, interval=0, singleShot=True)
        self._chips_soon.timeout.connect(self._show_estimates)
        self._lay_out()
        self._connect()
        self.header.show_entry(self.writing.entry, day_of(context.now()))

    # -- what the frame asks --

    def refresh(self) -> None:
        """Bring the list and the page up to date; called each time the page is shown."""
        self.days.model.reload()
        self._turn_day()
        self._show_estimates()

    def rows(self) -> list[Command]:
        """Return the page's commands."""
        return self.verbs.rows()

    def side(self) -> QWidget:
        """Return what stands in the right column: why, the consent question, the picture."""
        return self._side

    def step_back(self) -> bool:
        """Close what is open beside the page, or end a search; False when there was nothing."""
        if self.why.estimate is not None:
            self.why.close_card()
        elif self.days.model.query:
            self.days.search.clear()
        else:
            return False
        self.editor.setFocus()
        return True

    def flush(self) -> None:
        """Bring everything typed into the document now, before a lock or the end."""
        self.writing.flush()

    # -- pages --

    def write(self) -> None:
        """Begin a new page of this moment."""
        self.go.emit("journal")
        if self._context.document.is_read_only:
            self.refuse()
            return
        self.open_entry_now(new_entry(self._context.now()))
        self.editor.setFocus()

    def open_entry(self, uid: str) -> None:
        """Open a page, from the document if it is there, else from the library."""
        found = self._context.document.find(uid)
        if isinstance(found, Entry):
            self.open_entry_now(found)
            return
        future = self._context.library.submit(lambda library: library.load_entry(uid))
        when_done(self, future, lambda entities: self._loaded(uid, entities))

    def open_entry_now(self, entry: Entry) -> None:
        """Show a page that is here."""
        self.notice.hide()
        self._undo_bin.hide()
        self.why.close_card()
        self.chips.show(())
        self.writing.open(entry)
        self.pictures.show()
        self.editor.verticalScrollBar().setValue(0)
        self.read_again()

    def say(self, words: str) -> None:
        """Say something quietly above the page."""
        self._undo_bin.hide()
        self.notice.say(words)

    def refuse(self) -> None:
        """Say kindly that this page is only shown."""
        self.say(str(READING))

    def bin_page(self) -> None:
        """Move this page to the bin and begin another; it can be brought back at once."""
        self.writing.flush()
        if not self.writing.is_kept:
            return
        self.writing.set_binned(self._context.now())
        binned = self.writing.entry
        self.open_entry_now(new_entry(self._context.now()))
        self._binned = binned
        self.say(tr("The page lies in the bin for 30 days. You find it in the library."))
        self._undo_bin.show()

    def open_why(self, note: Note | None) -> None:
        """Open why for a chip, or for the paragraph of the caret."""
        if note is not None:
            estimate = note.estimate
            text = self.writing.entry.text[estimate.start : estimate.end]
            self.why.open(estimate, text)

    def can_suggest(self) -> bool:
        """Whether there are words, and nothing is offered or said to be needed already."""
        companion = self._context.companion
        return self.writing.is_kept and not companion.shows_help and companion.current is None

    def ask_suggestion(self) -> None:
        """Let the companion offer one thing to make, by what may be used."""
        self.flush()
        if self.can_suggest() and self._context.companion.suggest() is None:
            self.say(tr("Nothing fits just now. You can begin with an empty page."))

    # -- within --

    def _offer_suggestion(self) -> None:
        self.suggest.setVisible(self.can_suggest())

    def _build_side(self) -> QScrollArea:
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for card in (self.consent, self.why, self.picture):
            column.addWidget(card)
        column.addWidget(self.suggest, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        # it scrolls by itself, so that the companion's card above is never squeezed
        side = QScrollArea(self)
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setWidgetResizable(True)
        side.viewport().setAutoFillBackground(False)
        cards.setAutoFillBackground(False)
        side.setWidget(cards)
        cards.setAutoFillBackground(False)
        side.setMinimumHeight(SIDE_LEAST_PX)
        side.hide()
        return side

    def _lay_out(self) -> None:
        page = QVBoxLayout()
        page.setContentsMargins(EDGE_PX, 34, 0, 0)
        page.setSpacing(10)
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, 24, 0)
        said = QHBoxLayout()
        said.addWidget(self.notice, 1)
        said.addWidget(self._undo_bin)
        self._undo_bin.hide()
        top.addWidget(self.header)
        top.addLayout(said)
        page.addLayout(top)
        page.addWidget(self.editor, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.days)
        row.addLayout(page, 1)
        self.editor.set_page_width(self._context.theme.px(PAGE_WIDTH_PX))

    def _connect(self) -> None:
        context = self._context
        self.days.chosen.connect(self.open_entry)
        self.days.write_asked.connect(self.write)
        self.days.model.modelReset.connect(self._mark_open)
        self.writing.changed.connect(self._changed)
        self.writing.paused.connect(self.read_again)
        self.writing.estimates_changed.connect(self._chips_soon.start)
        self.editor.slices.finished.connect(self._show_estimates)
        self.chips.opened.connect(self.open_why)
        self.why.marked.connect(self._mark)
        self.why.never.connect(self._never_guess)
        self.consent.answered.connect(self.read_again)
        self.picture.open_work.connect(self.open_work)
        self.pictures.failed.connect(self.say)
        self.header.day_asked.connect(self.ask_day)
        self.day_choice.chosen.connect(self._set_day)
        self._midnight.timeout.connect(self._turn_day)
        if context.document.is_read_only:
            self.editor.only_show()
        self.editor.typing_refused.connect(self.refuse)
        tell_refusals(self, context.document, lambda _: self.refuse())
        listen(self, context.document.committed, self._follow)
        listen(self, context.companion.changed, self._offer_suggestion)
        listen(self, context.reader.changed, self._estimates_may_have_changed)
        listen(self, context.consents.changed, lambda *_: self._show_estimates())

    def _loaded(self, uid: str, entities: dict[str, Entity]) -> None:
        entry = entities.get(uid)
        if self._context.document.find(uid) is None and isinstance(entry, Entry):
            self._context.document.load(entities, {}, scope=uid)
        found = self._context.document.find(uid)
        if isinstance(found, Entry):
            self.open_entry_now(found)

    def _changed(self) -> None:
        today = day_of(self._context.now())
        self.header.show_entry(self.writing.entry, today)
        self._mark_open()

    def _mark_open(self) -> None:
        self.days.choose(self.writing.entry.uid)

    def _follow(self, changes: Changes) -> None:
        for change in changes.entities:
            if isinstance(change.after, Entry):
                self.days.model.update(change.after)
            elif isinstance(change.before, Entry) and change.after is None:
                self.days.model.forget(change.uid)
        if changes.tiles:
            self.shelf.forget(changes.scope)
        self._mark_open()

    def read_again(self) -> None:
        """Ask what the page reads like, where the person agreed, and offer to agree once."""
        entry = self.writing.entry
        self.consent.ask(has_words=bool(entry.text.strip()))
        self._offer_suggestion()
        if self._context.consents.is_granted(INFERENCE) and self.writing.is_kept:
            self._context.reader.read(entry.uid)
        self._show_estimates()

    def _estimates_may_have_changed(self, entry_uid: str) -> None:
        if entry_uid == self.writing.entry.uid:
            self._chips_soon.start()
            notice = self._context.reader.notice
            if notice is not None:
                self.say(str(notice))

    def _show_estimates(self) -> None:
        if self.editor.slices.is_busy or not self.writing.is_in_step:
            return
        estimates = self._context.reader.estimates(self.writing.entry.uid)
        self.chips.show(estimates)
        opened = self.why.estimate
        if opened is not None and opened.uid not in {estimate.uid for estimate in estimates}:
            self.why.close_card()

    def _mark(self, estimate: Estimate | None, found: list[Carrier]) -> None:
        if estimate is None or not self.writing.is_in_step:
            self.editor.look.mark({})
            return
        marks: dict[int, list[Mark]] = {}
        mirror = self.editor.mirror
        for carrier in found:
            line, start = mirror.place_of(estimate.start + carrier.start)
            first = units_of(mirror.lines[line], start)
            last = units_of(mirror.lines[line], start + carrier.end - carrier.start - 1)
            marks.setdefault(line, []).append(Mark(first, last + 1 - first, carrier.weight))
        self.editor.look.mark(marks)

    def _never_guess(self) -> None:
        self.why.close_card()
        self._context.consents.set(INFERENCE, False, str(WORDING))
        self.say(tr("Nothing is read any more. You can allow it again in the settings."))
        self._show_estimates()

    def ask_day(self) -> None:
        """Open the calendar at the page's day."""
        below = self.header.day.mapToGlobal(self.header.day.rect().bottomLeft())
        self.day_choice.ask(self.writing.entry.day, day_of(self._context.now()), below)

    def _set_day(self, day: date) -> None:
        today = day_of(self._context.now())
        if can_be_backdated_to(day, today):
            self.writing.set_day(day)

    def _bring_back(self) -> None:
        if self._binned is not None:
            entry, self._binned = self._binned, None
            self.open_entry_now(entry)
            self.writing.set_binned(None)

    def _turn_day(self) -> None:
        now = self._context.now()
        self.days.model.day_turned()
        self.header.show_entry(self.writing.entry, day_of(now))
        left_ms = round(until_midnight(now).total_seconds() * 1000) + 50
        self._midnight.start(min(left_ms, _LOOK_AT_CLOCK_MS))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing typed waits while the page is out of sight."""
        self.writing.flush()
        super().hideEvent(event)
