"""A person's own help page: what helps, who to call, where to go, in their own words."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QColor, QPageLayout, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from app.model.care import HelpPage
from app.model.words import tr
from app.services.own_help import OwnHelp
from widgets import fonts
from widgets.later import listen
from widgets.parts import Body, Card, GhostButton, Heading, Soft, Strong, spread
from widgets.theme import Theme

MARGIN_MM = 22.0
_WORDS_PT, _HEADING_PT = 12.0, 18.0


def questions() -> tuple[str, str, str]:
    """Return what the page asks: plain words of our own, not a published template."""
    return tr("What helps me"), tr("Who I can call"), tr("Where I can go")


def parts_of(page: HelpPage | None) -> tuple[str, str, str]:
    """Return what was written to each question."""
    return (page.what_helps, page.who_to_call, page.where_to_go) if page else ("", "", "")


class OwnPageCard(Card):
    """Shows the page, lets it be written, and prints it; hidden while no library is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(spacing=12)
        self.setObjectName("help.own_page")
        self._own: OwnHelp | None = None
        self.body.addWidget(Heading(tr("My help page")))
        self._shown, self._form = QWidget(), QWidget()
        self._fill_shown()
        self._fill_form(theme)
        self.body.addWidget(self._shown)
        self.body.addWidget(self._form)
        self.hide()

    def take(self, own: OwnHelp | None) -> None:
        """Show another library's page, or forget every word of it."""
        if own is not None and own is not self._own:
            listen(self, own.changed, self._show)
        self._own = own
        self._show()

    def edit(self) -> None:
        """Let it be written."""
        if self._own is None:
            return
        for field, words in zip(self.fields, parts_of(self._own.page), strict=True):
            field.setPlainText(words)
        self._shown.hide()
        self._form.show()
        self.fields[0].setFocus()

    def keep(self) -> None:
        """Keep what was written."""
        if self._own is not None:
            self._own.write(*(field.toPlainText().strip() for field in self.fields))
        self._show()
        self.change.setFocus()

    def printable(self) -> QTextDocument:
        """Return the page as a document, black on white; what was not written is left out."""
        document = QTextDocument()
        font = fonts.words(16)
        font.setPointSizeF(_WORDS_PT)
        document.setDefaultFont(font)
        cursor = QTextCursor(document)
        heading, plain = QTextCharFormat(), QTextCharFormat()
        heading.setFontFamilies(fonts.headings(20).families())
        heading.setFontPointSize(_HEADING_PT)
        for each in (heading, plain):
            each.setForeground(QColor("#000000"))
        page = self._own.page if self._own is not None else None
        for question, words in zip(questions(), parts_of(page), strict=True):
            if words:
                cursor.insertText(f"{question}\n", heading)
                cursor.insertText(f"{words}\n\n", plain)
        return document

    def print_to(self, printer: QPrinter) -> None:
        """Print it."""
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        printer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        self.printable().print_(printer)

    def _fill_shown(self) -> None:
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._parts = []
        for question in questions():
            head, words = Strong(question), Body()
            self._parts.append((head, words))
            column.addWidget(head)
            column.addWidget(words)
        self._empty = Soft(
            tr("Some words for a hard hour, written in a better one. Only you see them.")
        )
        column.addWidget(self._empty)
        self.change = GhostButton(tr("Write on it"), self.edit)
        self.change.setObjectName("help.own_page.write")
        self.print_button = GhostButton(tr("Print …"), self._print)
        self.print_button.setObjectName("help.own_page.print")
        column.addLayout(spread(self.change, self.print_button))

    def _fill_form(self, theme: Theme) -> None:
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.fields: list[QPlainTextEdit] = []
        for number, question in enumerate(questions()):
            field = QPlainTextEdit()
            field.setObjectName(f"help.own_page.{number}")
            field.setAccessibleName(question)
            field.setTabChangesFocus(True)
            field.setFixedHeight(theme.px(84))
            self.fields.append(field)
            column.addWidget(Strong(question))
            column.addWidget(field)
        keep = GhostButton(tr("Keep this"), self.keep)
        keep.setObjectName("help.own_page.keep")
        leave = GhostButton(tr("Leave it as it was"), self._show)
        leave.setObjectName("help.own_page.leave")
        column.addLayout(spread(keep, leave))

    def _show(self) -> None:
        own = self._own
        self.setVisible(own is not None)
        self._form.hide()
        self._shown.show()
        for field in self.fields:
            field.clear()
        written = parts_of(own.page if own is not None else None)
        for (head, words), text in zip(self._parts, written, strict=True):
            words.setText(text)
            head.setVisible(bool(text))
            words.setVisible(bool(text))
        has_words = any(written)
        self._empty.setVisible(not has_words)
        self.print_button.setVisible(has_words)
        self.change.setVisible(own is not None and not own.is_read_only)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self.print_to(printer)
