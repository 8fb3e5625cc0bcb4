"""What can be done on the Journal, as rows of the command table and as tools above the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from app.commands.row import Command, always
from app.model.entities import Attachment, Entry, Picture, SpanStyle
from app.model.words import PersonError, Sentence, tr
from app.services.export import kept_png, save_file, save_page
from widgets.context import Context
from widgets.journal.clipboard import IMAGE_SUFFIXES
from widgets.journal.paper import Paper
from widgets.journal.printing import pdf_bytes, print_page, printable
from widgets.journal.work_choice import WorkChoice
from widgets.later import when_done
from widgets.parts import ToolButton

if TYPE_CHECKING:
    from app.storage.library import Library
    from widgets.journal.page import JournalPage

_WORDS = ("write", "bold", "italic", "heading", "list", "day", "suggest", "guessing", "bin")
_WRITING = frozenset((*_WORDS, "picture", "photograph"))
Saved = dict[Attachment, tuple[str, bytes]]


def fetched(library: Library, attachments: tuple[Attachment, ...]) -> Saved:
    """Return media type and bytes of the pictures of a page that are in the library."""
    found: Saved = {}
    for attachment in attachments:
        if attachment.work_uid:
            png = kept_png(library, attachment.work_uid)
            if png is not None:
                found[attachment] = ("image/png", png)
        else:
            picture: Picture = library.picture(attachment.picture_uid)
            found[attachment] = (picture.media_type, picture.content)
    return found


class Verbs:
    """The commands of one journal page."""

    def __init__(self, page: JournalPage, context: Context) -> None:
        self._page, self._context = page, context
        self._rows = self._all_rows()
        self._add_tools()

    def rows(self) -> list[Command]:
        """Return the commands."""
        return list(self._rows)

    # -- saving and printing --

    def save_page_to(self, path: Path) -> None:
        """Save the page as PDF or Markdown, by the name's ending, and say how it went."""
        self._page.flush()
        entry = self._page.writing.entry
        if path.suffix.lower() == ".md":
            self._save_markdown(path, entry)
            return
        try:
            save_file(path, pdf_bytes(self._printable()))
        except PersonError as error:
            self._page.say(str(error))
        else:
            self._say_saved(path)

    def _save_markdown(self, path: Path, entry: Entry) -> None:
        def write(library: Library) -> Path:
            return save_page(path, entry, fetched(library, entry.attachments))[0]

        future = self._context.library.submit(write)
        when_done(self._page, future, self._say_saved, self._say_failed)

    def _say_saved(self, path: Path) -> None:
        self._page.say(
            tr("Saved at {path}. This copy is not encrypted; anybody can open it.", path=path)
        )

    def _say_failed(self, error: BaseException) -> None:
        if not isinstance(error, PersonError):
            raise error
        self._page.say(str(error))

    def _save(self) -> None:
        # the proposed name says the day only: names of pages stay in the library
        name = f"{self._page.writing.entry.day.isoformat()}.pdf"
        kinds = ";;".join((tr("PDF (*.pdf)"), tr("Markdown with pictures (*.md)")))
        path, kind = QFileDialog.getSaveFileName(self._page, tr("Save this page"), name, kinds)
        if path:
            ending = ".md" if "*.md" in kind else ".pdf"
            chosen = Path(path)
            self.save_page_to(chosen if chosen.suffix else chosen.with_suffix(ending))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._page)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            print_page(self._printable(), printer)

    def _printable(self) -> Paper:
        page = self._page
        return printable(page.editor.mirror.lines, page.header.day.text(), page.editor.paper)

    # -- pictures --

    def _choose_work(self) -> None:
        page, context = self._page, self._context
        dialog = WorkChoice(context.theme, context.library, page.shelf, page)
        dialog.chosen.connect(page.pictures.add_work)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_photograph(self) -> None:
        endings = " ".join(f"*{suffix}" for suffix in IMAGE_SUFFIXES)
        kinds = tr("Pictures ({endings})", endings=endings)
        path, _ = QFileDialog.getOpenFileName(self._page, tr("Add a photograph"), "", kinds)
        if path:
            self._page.pictures.add([Path(path)])

    # -- rows --

    def _search(self) -> None:
        self._page.go.emit("journal")
        self._page.days.search.setFocus()
        self._page.days.search.selectAll()

    def _why(self) -> None:
        line = self._page.editor.textCursor().blockNumber()
        self._page.open_why(self._page.chips.step_to(line))

    def _is_shown(self) -> bool:
        return self._page.isVisible()

    def _has_page(self) -> bool:
        return self._is_shown() and self._page.writing.is_kept

    def _has_why(self) -> bool:
        line = self._page.editor.textCursor().blockNumber()
        return self._is_shown() and self._page.chips.step_to(line) is not None

    def _switch_guessing(self) -> None:
        writing = self._page.writing
        writing.set_guessing(is_allowed=not writing.entry.is_guessing_allowed)
        if writing.entry.is_guessing_allowed:
            self._page.say(tr("Guesses are allowed on this page again."))
        else:
            self._page.say(tr("Nothing is guessed on this page."))
        self._page.read_again()

    def _all_rows(self) -> list[Command]:
        return [*self._place_rows(), *self._word_rows(), *self._picture_rows(), *self._page_rows()]

    def _row(
        self,
        name: str,
        title: Sentence,
        run: Callable[[], None],
        icon: str,
        keys: str = "",
        enabled: Callable[[], bool] | None = None,
    ) -> Command:
        chosen = (keys,) if keys else ()
        if self._context.document.is_read_only and name in _WRITING:
            run, enabled = self._page.refuse, self._is_shown
        return Command(
            f"journal.{name}", title, run, chosen, enabled or self._is_shown, f"mdi6.{icon}"
        )

    def _place_rows(self) -> list[Command]:
        write, search = Sentence("Write a new page"), Sentence("Search your pages")
        return [
            self._row("write", write, self._page.write, "pencil-outline", "Ctrl+J", always),
            self._row("search", search, self._search, "magnify", "Ctrl+F", always),
        ]

    def _word_rows(self) -> list[Command]:
        style, line = self._page.editor.toggle_style, self._page.editor.toggle_line_style
        bold, italic = partial(style, SpanStyle.BOLD), partial(style, SpanStyle.ITALIC)
        heading, bullets = partial(line, SpanStyle.HEADING), partial(line, SpanStyle.LIST)
        row = self._row
        return [
            row("bold", Sentence("Bold"), bold, "format-bold", "Ctrl+B"),
            row("italic", Sentence("Italic"), italic, "format-italic", "Ctrl+I"),
            row("heading", Sentence("Heading"), heading, "format-header-pound", "Ctrl+H"),
            row("list", Sentence("List"), bullets, "format-list-bulleted", "Ctrl+Shift+7"),
        ]

    def _picture_rows(self) -> list[Command]:
        work, photo = self._choose_work, self._choose_photograph
        from_studio = Sentence("Put in a picture from the studio")
        from_file = Sentence("Put in a photograph")
        return [
            self._row("picture", from_studio, work, "image-plus-outline", "Ctrl+Shift+I"),
            self._row("photograph", from_file, photo, "camera-plus-outline"),
        ]

    def _page_rows(self) -> list[Command]:
        page, kept, row = self._page, self._has_page, self._row
        day, why = Sentence("Give this page another day"), Sentence("Why this guess?")
        guess, save = Sentence("Guess on this page, or not"), Sentence("Save this page as a file")
        paper, away = Sentence("Print this page"), Sentence("Move this page to the bin")
        switch, offer = self._switch_guessing, Sentence("Suggest something to make")
        return [
            row("day", day, page.ask_day, "calendar-outline"),
            row("why", why, self._why, "help-circle-outline", "Ctrl+Shift+W", self._has_why),
            row("suggest", offer, page.ask_suggestion, "lightbulb-outline", "", page.can_suggest),
            row("guessing", guess, switch, "head-question-outline", "", kept),
            row("save_page", save, self._save, "content-save-outline", "Ctrl+Shift+S", kept),
            row("print", paper, self._print, "printer-outline", "Ctrl+P", kept),
            row("bin", away, page.bin_page, "trash-can-outline", "", kept),
        ]

    def _add_tools(self) -> None:
        theme, header = self._context.theme, self._page.header
        by_id = {row.id.partition(".")[2]: row for row in self._rows}
        for name in ("bold", "italic", "heading", "list", "picture"):
            row = by_id[name]
            keys = row.keys[0] if row.keys else ""
            tool = ToolButton(
                theme, row.icon, str(row.title), row.run, keys=keys, role="soft", size=18
            )
            header.add_tool(name, tool)
        more = ToolButton(theme, "mdi6.dots-horizontal", tr("More"), role="soft", size=18)
        more.setMenu(header.menu)
        more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        more.setPopupMode(ToolButton.ToolButtonPopupMode.InstantPopup)
        header.add_tool("more", more)
        for name in ("photograph", "day", "guessing", "save_page", "print", "bin"):
            row = by_id[name]
            action = header.menu.addAction(theme.icon(row.icon, "soft"), str(row.title))
            action.triggered.connect(partial(_run, row))


def _run(row: Command, *_checked: object) -> None:
    if row.is_enabled():
        row.run()
