"""What can be done on the Journal, as rows of the command table and as tools above the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from app.commands.row import Command
from app.model.entities import Attachment, Entry, Picture, SpanStyle
from app.model.words import PersonError, Sentence, tr
from app.services.export import save_file, save_page, work_png
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

Saved = dict[Attachment, tuple[str, bytes]]


def fetched(library: Library, attachments: tuple[Attachment, ...]) -> Saved:
    """Return media type and bytes of the pictures of a page that are in the library."""
    found: Saved = {}
    for attachment in attachments:
        if attachment.work_uid:
            entities, grids = library.load_work(attachment.work_uid)
            found[attachment] = ("image/png", work_png(attachment.work_uid, entities, grids))
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
        page, shown, kept = self._page, self._is_shown, self._has_page
        editor = page.editor
        bold = partial(editor.toggle_style, SpanStyle.BOLD)
        italic = partial(editor.toggle_style, SpanStyle.ITALIC)
        heading = partial(editor.toggle_line_style, SpanStyle.HEADING)
        bullets = partial(editor.toggle_line_style, SpanStyle.LIST)

        def row(
            name: str,
            title: str,
            run: Callable[[], None],
            keys: str = "",
            enabled: Callable[[], bool] = shown,
            icon: str = "",
        ) -> Command:
            chosen = (keys,) if keys else ()
            return Command(f"journal.{name}", Sentence(title), run, chosen, enabled, icon)

        def anywhere() -> bool:
            return True

        return [
            row("write", "Write a new page", page.write, "Ctrl+J", anywhere, "mdi6.pencil-outline"),
            row("search", "Search your pages", self._search, "Ctrl+F", anywhere, "mdi6.magnify"),
            row("bold", "Bold", bold, "Ctrl+B", icon="mdi6.format-bold"),
            row("italic", "Italic", italic, "Ctrl+I", icon="mdi6.format-italic"),
            row("heading", "Heading", heading, "Ctrl+H", icon="mdi6.format-header-pound"),
            row("list", "List", bullets, "Ctrl+Shift+7", icon="mdi6.format-list-bulleted"),
            row(
                "picture",
                "Put in a picture from the studio",
                self._choose_work,
                "Ctrl+Shift+I",
                icon="mdi6.image-plus-outline",
            ),
            row(
                "photograph",
                "Put in a photograph",
                self._choose_photograph,
                icon="mdi6.camera-plus-outline",
            ),
            row("day", "Give this page another day", page.ask_day, icon="mdi6.calendar-outline"),
            row(
                "why",
                "Why this guess?",
                self._why,
                "Ctrl+Shift+W",
                self._has_why,
                "mdi6.help-circle-outline",
            ),
            row(
                "guessing",
                "Guess on this page, or not",
                self._switch_guessing,
                "",
                kept,
                "mdi6.head-question-outline",
            ),
            row(
                "save_page",
                "Save this page as a file",
                self._save,
                "Ctrl+Shift+S",
                kept,
                "mdi6.content-save-outline",
            ),
            row("print", "Print this page", self._print, "Ctrl+P", kept, "mdi6.printer-outline"),
            row(
                "bin",
                "Move this page to the bin",
                page.bin_page,
                "",
                kept,
                "mdi6.trash-can-outline",
            ),
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
