"""Chips under the paragraphs that have an estimate, laid on the page, never in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.guidance.emotion_words import emotion_word
from app.model.entities import Estimate, SpanStyle
from app.model.words import tr
from app.services.chips import chip
from widgets.journal.editor import Editor
from widgets.journal.spans import BELOW_PX
from widgets.parts import Chip
from widgets.theme import Theme

SECOND_AT = 0.2
_GAP_PX = 4


@dataclass(frozen=True, slots=True)
class Note:
    """An estimate and the line it stands under."""

    line: int
    estimate: Estimate


def second_words(estimate: Estimate) -> str:
    """Return what a second chip says, or ""."""
    if estimate.is_unsure or estimate.correction or estimate.language != "en":
        return ""
    ranked = sorted(estimate.labels, key=lambda label: -label.p)[1:2]
    if not ranked or ranked[0].p < SECOND_AT or ranked[0].name == "neutral":
        return ""
    emotion, percent = emotion_word(ranked[0].name), round(100 * ranked[0].p)
    return tr("and some {emotion}, {percent} %", emotion=emotion, percent=percent)


def _shifted(line: int, first: int, end: int, grown: int) -> int:
    """Return where a line is after a change; -1 when it was inside of it."""
    if line < first:
        return line
    return line + grown if line >= end else -1


class ChipRow(QWidget):
    """The chips of one paragraph; the first opens why."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.note: Note | None = None
        self.first = Chip("")
        self.second = Chip("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.first, self.second):
            row.addWidget(button)
        row.addStretch()
        self.first.setIcon(theme.icon("mdi6.chevron-down", "accent"))
        self.first.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.first.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def show_note(self, number: int, note: Note, words: str) -> None:
        """Show a paragraph's estimate."""
        if note == self.note and self.first.text() == words:
            return
        self.note = note
        estimate = note.estimate
        is_guess = not estimate.is_unsure and estimate.language == "en" and bool(estimate.labels)
        self.first.setObjectName(f"journal.chip.{number}")
        self.first.say(words)
        self.first.setToolTip(tr("Why? Open what this guess rests on"))
        self.first.setAccessibleDescription(tr("Why? Open what this guess rests on"))
        self.first.setProperty("tone", "accent" if is_guess else "")
        self.first.style().unpolish(self.first)
        self.first.style().polish(self.first)
        more = second_words(estimate)
        self.second.say(more)
        self.second.setVisible(bool(more))
        self.adjustSize()


class Chips(QObject):
    """Keeps room under the paragraphs and the chips in it, while one writes and scrolls.

    Only what is on screen has widgets, so that a page of a thousand paragraphs is light.
    """

    opened = Signal(object)

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__(editor)
        self._editor, self._theme = editor, theme
        self.notes: list[Note] = []
        self._room: set[int] = set()
        self._unsure: set[int] = set()
        self._rows: list[ChipRow] = []
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.place)
        editor.mirror.changed.connect(self._moved)
        editor.verticalScrollBar().valueChanged.connect(self.place)
        editor.paper.documentLayout().documentSizeChanged.connect(lambda _size: self._soon.start())
        editor.resized.connect(self._soon.start)

    def show(self, estimates: Sequence[Estimate]) -> None:
        """Show these estimates, whose places are in the text as it is now."""
        notes: dict[int, Note] = {}
        for estimate in estimates:
            if chip(estimate) is not None and estimate.end > estimate.start:
                line, _ = self._editor.mirror.place_of(estimate.end)
                if self._editor.mirror.lines[line].style is SpanStyle.HEADING:
                    continue
                notes[line] = Note(line, estimate)
        self._set([notes[line] for line in sorted(notes)])

    def step_to(self, line: int) -> Note | None:
        """Return the note under a line, or None."""
        return next((note for note in self.notes if note.line == line), None)

    def place(self) -> None:
        """Lay the chips that are on screen where their paragraphs end."""
        self._keep_room()
        top, bottom = self._lines_on_screen()
        visible = [
            (number, note) for number, note in enumerate(self.notes) if top <= note.line <= bottom
        ]
        while len(self._rows) < len(visible):
            self._rows.append(self._new_row())
        for row, (number, note) in zip(self._rows, visible, strict=False):
            row.show_note(number, note, str(chip(note.estimate)))
            row.move(self._below(note.line))
            row.show()
        for row in self._rows[len(visible) :]:
            row.hide()

    def _new_row(self) -> ChipRow:
        row = ChipRow(self._theme, self._editor.viewport())
        for button in (row.first, row.second):
            button.clicked.connect(lambda _checked=False: self.opened.emit(row.note))
        return row

    def _lines_on_screen(self) -> tuple[int, int]:
        height = self._editor.viewport().height()
        top = self._editor.cursorForPosition(QPoint(0, 0)).blockNumber()
        return top - 1, self._editor.cursorForPosition(QPoint(0, height)).blockNumber()

    def _moved(self, first: int, before: int, after: int) -> None:
        if not (self.notes or self._room):
            return
        grown, end = after - before, first + before
        # lines that are new took over the room of the one they were split from
        self._unsure = {_shifted(line, first, end, grown) for line in self._unsure}
        self._unsure.update(range(first - 1, first + after + 1))
        self._room = {_shifted(line, first, end, grown) for line in self._room} - {-1}
        self._set(
            [
                note if note.line < first else Note(note.line + grown, note.estimate)
                for note in self.notes
                if not first <= note.line < end
            ]
        )

    def _set(self, notes: list[Note]) -> None:
        self.notes = notes
        # not now: a change of the page is still being told to its layout
        self._soon.start()

    def _keep_room(self) -> None:
        wanted = {note.line for note in self.notes}
        below = self._theme.px(24) + 2 * _GAP_PX + BELOW_PX + 4
        blocks = self._editor.paper.blockCount()
        lines = [n for n in (wanted ^ self._room) | self._unsure if 0 <= n < blocks]
        self._room, self._unsure = wanted, set()
        if not lines:
            return
        # one change for the layout, however many paragraphs
        cursor = QTextCursor(self._editor.paper)
        cursor.beginEditBlock()
        for line in lines:
            block = self._editor.paper.findBlockByNumber(line)
            self._set_room(block, below if line in wanted else BELOW_PX)
        cursor.endEditBlock()

    def _set_room(self, block: QTextBlock, below_px: int) -> None:
        style = block.blockFormat()
        if style.bottomMargin() != below_px:
            style.setBottomMargin(below_px)
            QTextCursor(block).setBlockFormat(style)

    def _below(self, line: int) -> QPoint:
        block = self._editor.paper.findBlockByNumber(line)
        rect = self._editor.paper.documentLayout().blockBoundingRect(block)
        words = block.layout().boundingRect()
        y = rect.top() + words.bottom() - self._editor.verticalScrollBar().value()
        return QPoint(0, round(y) + _GAP_PX)
