"""The Library: pictures on a wall, the bin, and what is stored."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.commands.row import Command
from app.model.changes import Changes
from app.model.entities import Entry, Work
from app.model.words import Sentence, tr
from widgets.context import Context
from widgets.journal.shelf import Shelf
from widgets.later import listen
from widgets.library.bin import Bin
from widgets.library.deeds import Deeds
from widgets.library.stored import Stored
from widgets.library.wall import Wall
from widgets.parts import Chip, Notice, Title

ROOMS = ("wall", "bin", "stored")
_SOON_MS = 400


class LibraryPage(QWidget):
    """The page "library" of the frame.

    Signals
    -------
    open_work, open_entry : str
        The person wants this work in the studio, this page in the journal.
    """

    open_work = Signal(str)
    open_entry = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("library")
        self.setProperty("role", "ground")
        self._context = context
        self.shelf = Shelf(context.library, self)
        deeds = Deeds(context.document, context.library, self)
        self.wall = Wall(context, self.shelf, deeds)
        self.bin = Bin(context, self.shelf, deeds)
        self.stored = Stored(context)
        self.notice = Notice(context.theme)
        self.notice.hide()
        self._rooms = QStackedWidget()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        # after the save that is on its way: the library answers in order
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self._lay_out()
        self.wall.open_work.connect(self.open_work)
        self.wall.said.connect(self.notice.say)
        self.bin.restored.connect(lambda _uid: self.notice.say(tr("It is back where it was.")))
        listen(self, context.document.committed, self._follow)

    def refresh(self) -> None:
        """Bring what is shown up to date; called each time the page is shown."""
        (self.wall, self.bin, self.stored)[self._rooms.currentIndex()].refresh()

    def show_room(self, name: str) -> None:
        """Show the wall, the bin or what is stored."""
        number = ROOMS.index(name)
        self.notice.hide()
        self._rooms.setCurrentIndex(number)
        self._group.button(number).setChecked(True)
        self.refresh()

    def rows(self) -> list[Command]:
        """Return the page's commands."""

        def has_choice() -> bool:
            return self.isVisible() and self.wall.isVisible() and self.wall.chosen is not None

        def is_shown() -> bool:
            return self.isVisible()

        wall = self.wall
        chosen = (
            (
                "open",
                Sentence("Open the chosen picture"),
                wall.open_chosen,
                "mdi6.folder-open-outline",
            ),
            (
                "rename",
                Sentence("Rename the chosen picture"),
                wall.rename_chosen,
                "mdi6.rename-outline",
            ),
            (
                "save",
                Sentence("Save the chosen picture as PNG"),
                wall.save_chosen,
                "mdi6.content-save-outline",
            ),
            (
                "print",
                Sentence("Print the chosen picture"),
                wall.print_chosen,
                "mdi6.printer-outline",
            ),
            (
                "bin",
                Sentence("Move the chosen picture to the bin"),
                wall.bin_chosen,
                "mdi6.trash-can-outline",
            ),
        )
        rooms = (
            ("pictures", Sentence("Show your pictures"), "wall", "mdi6.view-grid-outline"),
            ("open_bin", Sentence("Look into the bin"), "bin", "mdi6.delete-restore"),
            ("stored", Sentence("See what is stored"), "stored", "mdi6.database-outline"),
        )
        return [
            *(
                Command(f"library.{name}", title, run, (), has_choice, icon)
                for name, title, run, icon in chosen
            ),
            *(
                Command(
                    f"library.{name}",
                    title,
                    partial(self.show_room, room),
                    (),
                    is_shown,
                    icon,
                )
                for name, title, room, icon in rooms
            ),
        ]

    def step_back(self) -> bool:
        """Go back to the wall; False when it is shown."""
        if self._rooms.currentIndex():
            self.show_room("wall")
            return True
        return False

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(8)
        titles = (tr("Pictures"), tr("Bin"), tr("What is stored"))
        for number, (name, title) in enumerate(zip(ROOMS, titles, strict=True)):
            chip = Chip(title, partial(self.show_room, name))
            chip.setCheckable(True)
            chip.setChecked(not number)
            chip.setObjectName(f"library.show.{name}")
            self._group.addButton(chip, number)
            chips.addWidget(chip)
        chips.addStretch()
        for room in (self.wall, self.bin, self.stored):
            self._rooms.addWidget(room)
        page = QVBoxLayout(self)
        edge = self._context.theme.px(48)
        page.setContentsMargins(edge, 40, 24, 20)
        page.setSpacing(14)
        page.addWidget(Title(tr("Library")))
        page.addLayout(chips)
        page.addWidget(self.notice)
        page.addWidget(self._rooms, 1)

    def _follow(self, changes: Changes) -> None:
        works = [c.after for c in changes.entities if isinstance(c.after, Work)]
        entries = any(isinstance(c.after, Entry) for c in changes.entities)
        if changes.tiles:
            self.shelf.forget(changes.scope)
        if not self.isVisible():
            return
        for work in works:
            self.wall.follow(work)
        if works or entries:
            self._soon.start()
