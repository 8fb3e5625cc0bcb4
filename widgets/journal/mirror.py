"""The lines a page holds, kept in step with its QTextDocument, change by change."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument

from widgets.journal.lines import Line, Words, changed_stretch, lines_of, starts_of, words_of
from widgets.journal.spans import column_of, read_block, read_document, replace_lines, units_of


class Mirror(QObject):
    """Reads only the blocks a change touched, so that a long page costs no more than a short one.

    ``changed(first, before, after)`` says which lines became how many; it is silent when only the
    look changed.
    """

    changed = Signal(int, int, int)

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        # a document tells of its changes only once it has a layout
        document.documentLayout()
        self.lines = read_document(document)
        self._starts: list[int] = []
        document.contentsChange.connect(self._read)

    @property
    def words(self) -> Words:
        """Return the whole page."""
        return words_of(self.lines)

    def show(self, words: Words) -> int:
        """Put other words on the page, touching only what differs.

        Returns
        -------
        int
            Where the change ends, a position in the document; -1 where nothing differed.
        """
        lines = lines_of(words)
        first, before, after = changed_stretch(self.lines, lines)
        if not (before or after):
            return -1
        if not (before and after):
            # a document cannot lose or gain blocks out of nothing: take a neighbour along
            first, before, after = max(0, first - 1), before + 1, after + 1
        replace_lines(self._document, first, before, lines[first : first + after])
        last = self._document.findBlockByNumber(first + after - 1)
        return last.position() + last.length() - 1

    def index_of(self, position: int) -> int:
        """Return the character of the text at a position of the document."""
        block = self._document.findBlock(position)
        number = block.blockNumber()
        column = column_of(self.lines[number], position - block.position())
        return self._all_starts()[number] + column

    def position_of(self, index: int) -> int:
        """Return the position in the document of a character of the text."""
        number, column = self.place_of(index)
        block = self._document.findBlockByNumber(number)
        return block.position() + units_of(self.lines[number], column)

    def place_of(self, index: int) -> tuple[int, int]:
        """Return (line, character in it) of a character of the text."""
        starts = self._all_starts()
        number = max(0, bisect_right(starts, index) - 1)
        return number, min(max(0, index - starts[number]), len(self.lines[number].text))

    def start_of(self, number: int) -> int:
        """Return where a line begins in the text."""
        return self._all_starts()[number]

    def _all_starts(self) -> list[int]:
        if not self._starts:
            self._starts = starts_of(self.lines)
        return self._starts

    def _read(self, position: int, _removed: int, added: int) -> None:
        first = self._document.findBlock(position)
        last = self._document.findBlock(position + added)
        end = last.blockNumber() if last.isValid() else self._document.blockCount() - 1
        start = first.blockNumber() if first.isValid() else end
        found, block = [], self._document.findBlockByNumber(start)
        for _ in range(end - start + 1):
            found.append(read_block(block))
            block = block.next()
        grown = self._document.blockCount() - len(self.lines)
        self._take(start, len(found) - grown, found)

    def _take(self, start: int, count: int, found: list[Line]) -> None:
        before = self.lines[start : start + count]
        first, gone, new = changed_stretch(before, found)
        self.lines[start : start + count] = found
        self._starts = []
        if gone or new:
            self.changed.emit(start + first, gone, new)
