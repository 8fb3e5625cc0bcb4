"""A page on paper: printed, or as PDF bytes. Chips and highlights stay on the screen."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import (
    QColor,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtPrintSupport import QPrinter

from app.model.entities import SpanStyle
from widgets import fonts
from widgets.journal.lines import Line
from widgets.journal.paper import Paper
from widgets.journal.spans import image_format, replace_lines, style_of

MARGIN_MM = 22.0
_WORDS_PT, _DATE_PT, _HEADING_PT = 11.0, 9.0, 18.0


def printable(lines: list[Line], date_line: str, pictures: Paper) -> Paper:
    """Return a page as a document of its own, black on white, its day above it."""
    out = Paper()
    font = fonts.words(15)
    font.setPointSizeF(_WORDS_PT)
    out.setDefaultFont(font)
    replace_lines(out, 0, 1, [Line(date_line), *lines])
    for line in lines:
        for attachment in line.attachments:
            name = image_format(attachment).name()
            out.show_picture(name, pictures.picture(name))
    _dress(out)
    return out


def _dress(document: Paper) -> None:
    heading = QTextCharFormat()
    heading.setFontFamilies(fonts.headings(20).families())
    heading.setFontPointSize(_HEADING_PT)
    small = QTextCharFormat()
    small.setFontPointSize(_DATE_PT)
    ink = QTextCharFormat()
    ink.setForeground(QColor("#000000"))
    everything = QTextCursor(document)
    everything.select(QTextCursor.SelectionType.Document)
    everything.mergeCharFormat(ink)
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        if not block.blockNumber():
            cursor.mergeCharFormat(small)
        elif style_of(block) is SpanStyle.HEADING:
            cursor.mergeCharFormat(heading)
        block = block.next()


def print_page(document: Paper, printer: QPrinter) -> None:
    """Print a document; black on white whatever the theme."""
    printer.setPageMargins(
        QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter
    )
    document.print_(printer)


def pdf_bytes(document: Paper) -> bytes:
    """Return a document as PDF; no file is touched."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setCreator("Innerscape")
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document.print_(writer)
    buffer.close()
    return bytes(buffer.data().data())
