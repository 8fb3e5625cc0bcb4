"""The page one writes on. What is typed is plain text; the look is drawn over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from app.model.entities import Attachment, SpanStyle
from app.model.words import tr
from widgets.copies import WORDS_TYPE
from widgets.journal.clipboard import dropped_pictures, packed, unpacked
from widgets.journal.lines import Line, Words, changed_stretch, cut_out, lines_of, spliced
from widgets.journal.look import PAGE_PX, Look
from widgets.journal.mirror import Mirror
from widgets.journal.paper import Paper
from widgets.journal.slices import Slices, is_long
from widgets.journal.spans import (
    BOLD,
    ITALIC,
    RAW,
    block_format,
    replace_lines,
    set_line_style,
    style_of,
    styled,
    styles_of,
)
from widgets.theme import Theme


class Editor(QTextEdit):
    """A page: words with bold, italic, headings, lists and pictures.

    Undo and redo belong to the document of the program, not to Qt's: they are asked for by
    ``undo_asked`` and ``redo_asked``; what is no typing is a step of its own, and announced by
    ``gesture_begins``. ``is_taking_in`` while a long paste is being written.
    ``pictures_dropped`` carries a list of image bytes or of local paths somebody dropped or
    pasted. ``typing_refused`` when somebody types on a page that is only shown.
    """

    undo_asked = Signal()
    redo_asked = Signal()
    pictures_dropped = Signal(list)
    gesture_begins = Signal()
    resized = Signal()
    typing_refused = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page_width = 620
        self._is_for_reading = False
        self.is_taking_in = False
        self.paper = Paper(self)
        self.setDocument(self.paper)
        QTextCursor(self.paper).setBlockFormat(block_format())
        self.setObjectName("journal.page")
        self.setProperty("role", "bare")
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        # as far in as the words of the date line above
        self.setViewportMargins(5, 0, 0, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Your page"))
        self.setAccessibleDescription(tr("Words, headings, lists and pictures of this page."))
        self.setPlaceholderText(tr("Write what is there. It stays here."))
        self._set_font()
        self.mirror = Mirror(self.paper)
        self.look = Look(self.paper, theme)
        self.slices = Slices(self.paper)
        self.slices.finished.connect(self._finish_slices)
        self.cursorPositionChanged.connect(self._shed_stand_in)
        theme.changed.connect(self._set_font)

    def _set_font(self) -> None:
        font = QFont(self._theme.font())
        font.setPixelSize(self._theme.px(PAGE_PX))
        self.paper.setDefaultFont(font)
        self.paper.setDocumentMargin(0)
        if hasattr(self, "look"):
            self.look.rehighlight()

    def set_page_width(self, width_px: int) -> None:
        """Let lines be no longer than one reads with ease."""
        self._page_width = width_px
        self._fit_width()

    def _fit_width(self) -> None:
        room = self.viewport().width() - 24
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(max(160, min(self._page_width, room)))

    def only_show(self) -> None:
        """Take no words in from now on: the library is open for reading only."""
        self._is_for_reading = True
        self.setReadOnly(True)
        self.setPlaceholderText(tr("Choose a page on the left to read it."))

    # -- words in and out --

    def show_words(self, words: Words) -> None:
        """Show a page, or what undo made of it; the caret goes to where it changed."""
        self.slices.stop()
        self.setReadOnly(self._is_for_reading)
        self.is_taking_in = False
        lines = lines_of(words)
        first, before, after = changed_stretch(self.mirror.lines, lines)
        if is_long(lines[first : first + after]):
            self._write_in_slices(first, before, lines[first : first + after])
            return
        end = self.mirror.show(words)
        if end >= 0:
            cursor = self.textCursor()
            cursor.setPosition(min(end, self.paper.characterCount() - 1))
            self.setTextCursor(cursor)

    def insert_words(self, words: Words) -> None:
        """Put words at the caret, in place of the selection; long ones in slices."""
        self.gesture_begins.emit()
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.removeSelectedText()
        number = cursor.blockNumber()
        index = self.mirror.index_of(cursor.position()) - self.mirror.start_of(number)
        lines = spliced(self.mirror.lines[number], index, words)
        if is_long(lines):
            self.is_taking_in = True
            self._write_in_slices(number, 1, lines)
            return
        tail = len(self.mirror.lines[number].text) - index
        replace_lines(self.paper, number, 1, lines)
        self._put_caret(number + len(lines) - 1, len(lines[-1].text) - tail)

    def insert_attachment(self, attachment: Attachment) -> None:
        """Put a picture on a line of its own after the caret's."""
        self.gesture_begins.emit()
        cursor = self.textCursor()
        cursor.clearSelection()
        number = cursor.blockNumber()
        here = self.mirror.lines[number]
        picture = Line(attachments=(attachment,))
        lines = [picture, Line()] if here.is_empty else [here, picture, Line()]
        replace_lines(self.paper, number, 1, lines)
        self._put_caret(number + len(lines) - 1, 0)

    def describe(self, number: int, attachments: tuple[Attachment, ...]) -> None:
        """Give the pictures of one line other descriptions."""
        self.gesture_begins.emit()
        here = self.mirror.lines[number]
        line = Line(here.text, here.style, here.spans, attachments)
        replace_lines(self.paper, number, 1, [line])

    def selected_words(self) -> Words:
        """Return what is selected, exactly."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return cut_out(self.mirror.words, self.mirror.index_of(start), self.mirror.index_of(end))

    def _put_caret(self, number: int, column: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self.mirror.position_of(self.mirror.start_of(number) + column))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _write_in_slices(self, first: int, before: int, lines: Sequence[Line]) -> None:
        self.setReadOnly(True)
        self.slices.start(first, before, lines)

    def _finish_slices(self) -> None:
        self.setReadOnly(self._is_for_reading)
        self.is_taking_in = False
        self.ensureCursorVisible()

    # -- styles --

    def toggle_style(self, style: SpanStyle) -> None:
        """Make the selection, or what is typed next, bold or italic, or not any more."""
        self.gesture_begins.emit()
        cursor = self.textCursor()
        wanted = style not in styles_of(self.currentCharFormat())
        change = QTextCharFormat()
        if style is SpanStyle.BOLD:
            change.setProperty(BOLD, wanted)
            change.setFontWeight(QFont.Weight.Bold if wanted else QFont.Weight.Normal)
        else:
            change.setProperty(ITALIC, wanted)
            change.setFontItalic(wanted)
        cursor.mergeCharFormat(change)
        self.mergeCurrentCharFormat(change)

    def toggle_line_style(self, style: SpanStyle) -> None:
        """Make the caret's lines headings or a list, or plain again."""
        self.gesture_begins.emit()
        cursor = self.textCursor()
        first = self.paper.findBlock(cursor.selectionStart())
        last = self.paper.findBlock(cursor.selectionEnd()).blockNumber()
        wanted = None if style_of(first) is style else style
        cursor.beginEditBlock()
        for number in range(first.blockNumber(), last + 1):
            set_line_style(QTextCursor(self.paper.findBlockByNumber(number)), wanted)
        cursor.endEditBlock()

    # -- what Qt calls --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo go to the document; a new line after a heading is plain."""
        if self._is_for_reading and _changes_words(event):
            self.typing_refused.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_asked.emit()
        elif not self._changes_style(event.key()):
            super().keyPressEvent(event)

    def _changes_style(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._leaves_style()
        return key == Qt.Key.Key_Backspace and self._drops_style()

    def _leaves_style(self) -> bool:
        cursor = self.textCursor()
        style = style_of(cursor.block())
        if self.isReadOnly() or cursor.hasSelection() or style is None:
            return False
        if style is SpanStyle.LIST and not cursor.block().text():
            set_line_style(cursor, None)
            return True
        if style is SpanStyle.HEADING and cursor.atBlockEnd():
            cursor.insertBlock(block_format(), QTextCharFormat())
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
            return True
        return False

    def _drops_style(self) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection() or not cursor.atBlockStart() or not style_of(cursor.block()):
            return False
        set_line_style(cursor, None)
        return True

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy exactly what stands there: plain text, and our own words for our own page."""
        words = self.selected_words()
        copied = QMimeData()
        copied.setText(words.text)
        copied.setData(WORDS_TYPE, packed(words))
        return copied

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text and pictures may come in; nothing else."""
        return source.hasText() or source.hasFormat(WORDS_TYPE) or bool(dropped_pictures(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text; a picture becomes bytes of the library, never an address."""
        if source.hasFormat(WORDS_TYPE):
            self.insert_words(unpacked(source.data(WORDS_TYPE).data()))
        elif pictures := dropped_pictures(source):
            self.pictures_dropped.emit(pictures)
        else:
            self.insert_words(Words(source.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell who lays chips on the page."""
        super().resizeEvent(event)
        self._fit_width()
        self.resized.emit()

    def _shed_stand_in(self) -> None:
        # text typed beside a stand-in or a picture would take over what its format says
        style = self.currentCharFormat()
        if not self.textCursor().hasSelection() and (style.property(RAW) or style.isImageFormat()):
            self.setCurrentCharFormat(styled(styles_of(style)))


def _changes_words(event: QKeyEvent) -> bool:
    """Whether a key would write, delete, cut or paste."""
    standard = QKeySequence.StandardKey
    if event.matches(standard.Paste) or event.matches(standard.Cut):
        return True
    is_typed = bool(event.text()) and event.text().isprintable()
    is_command = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    edits = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return not is_command and (is_typed or event.key() in edits)
