"""How a page looks: headings, the words that carried a guess, the paper's own font."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.model.entities import SpanStyle
from widgets.journal.spans import style_of
from widgets.theme import Theme

PAGE_PX = 17
_FAINTEST, _STRONGEST = 0.45, 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlighted stretch of one block, UTF-16 units; ``weight`` 0 to 1."""

    start: int
    length: int
    weight: float


class Look(QSyntaxHighlighter):
    """Draws over the document what is no part of it, so that it can never be saved."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._marks: dict[int, Sequence[Mark]] = {}

    def mark(self, marks: Mapping[int, Sequence[Mark]]) -> None:
        """Highlight stretches of blocks, by their number, and nothing elsewhere."""
        touched = {*self._marks, *marks}
        self._marks = dict(marks)
        for number in touched:
            self.rehighlightBlock(self.document().findBlockByNumber(number))

    def highlightBlock(self, _text: str) -> None:
        """Draw one block; Qt calls it for each that changed."""
        block = self.currentBlock()
        if style_of(block) is SpanStyle.HEADING:
            self.setFormat(0, block.length(), self._heading())
        for mark in self._marks.get(block.blockNumber(), ()):
            self.setFormat(mark.start, mark.length, self._carried(mark.weight))

    def _heading(self) -> QTextCharFormat:
        style = QTextCharFormat()
        font = self._theme.font("title")
        style.setFontFamilies(font.families())
        style.setProperty(QTextCharFormat.Property.FontPixelSize, font.pixelSize())
        return style

    def _carried(self, weight: float) -> QTextCharFormat:
        style = QTextCharFormat()
        wash = QColor(self._theme.colour("accent_wash"))
        wash.setAlphaF(_FAINTEST + (_STRONGEST - _FAINTEST) * min(max(weight, 0.0), 1.0))
        style.setBackground(wash)
        return style
