"""A long text is written into a page in slices, so that the window never waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from widgets.journal.lines import Line, split_line
from widgets.journal.spans import append_pieces, block_format, replace_lines, write_line

SLICE_CHARACTERS = 2500
_LINE_COSTS = 40


def cost(line: Line) -> int:
    """Return what a line costs to write, in characters."""
    return len(line.text) + _LINE_COSTS * (1 + 2 * len(line.spans))


def is_long(lines: Sequence[Line]) -> bool:
    """Whether lines are too many to write at once."""
    return sum(map(cost, lines)) > 3 * SLICE_CHARACTERS


def in_pieces(line: Line) -> Iterator[Line]:
    """Return a line in pieces of at most a slice each."""
    while len(line.text) > SLICE_CHARACTERS:
        head, line = split_line(line, SLICE_CHARACTERS)
        yield head
    yield line


class Slices(QObject):
    """Writes lines over turns of the event loop."""

    advanced = Signal()
    finished = Signal()

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        self._pieces: list[tuple[Line, bool]] = []
        self._cursor = QTextCursor(document)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._write)

    @property
    def is_busy(self) -> bool:
        """Whether something is still being written."""
        return bool(self._pieces)

    def start(self, first: int, before: int, lines: Sequence[Line]) -> None:
        """Write lines in the place of ``before`` blocks from ``first`` on; 0 writes before it."""
        if before:
            replace_lines(self._document, first, before, [Line()])
        else:
            cursor = QTextCursor(self._document.findBlockByNumber(first))
            cursor.insertBlock()
            replace_lines(self._document, first, 1, [Line()])
        self._cursor = QTextCursor(self._document.findBlockByNumber(first))
        write_line(self._cursor, Line(style=lines[0].style))
        pieces = [
            (piece, bool(number) and not part)
            for number, line in enumerate(lines)
            for part, piece in enumerate(in_pieces(line))
        ]
        self._pieces = pieces[::-1]
        self._timer.start()

    def stop(self) -> None:
        """Write nothing more."""
        self._timer.stop()
        self._pieces = []

    def finish(self) -> None:
        """Write all that is left now."""
        while self._pieces:
            self._write()

    def _write(self) -> None:
        budget = SLICE_CHARACTERS
        self._cursor.beginEditBlock()
        while self._pieces and budget > 0:
            piece, is_new_line = self._pieces.pop()
            budget -= cost(piece)
            if is_new_line:
                self._cursor.insertBlock(block_format(), QTextCharFormat())
                write_line(self._cursor, piece)
            else:
                append_pieces(self._cursor, piece)
        self._cursor.endEditBlock()
        self.advanced.emit()
        if not self._pieces:
            self._timer.stop()
            self.finished.emit()
