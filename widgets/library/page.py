"""The Library: pictures on a wall, the bin, and what is stored."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.commands.row import Command
from app.model.changes import Changes
from app.model.entities import Entry, Work
from app.model.words import Sentence, tr
from app.services.bring_in import Brought
from app.storage.erase import Scope
from widgets.context import Context
from widgets.journal.shelf import Shelf
from widgets.later import listen
from widgets.library.backups import BackupRoom, Desk
from widgets.library.bin import Bin
from widgets.library.deeds import Deeds
from widgets.library.stored import Stored
from widgets.library.wall import Wall
from widgets.library.yours import Yours
from widgets.parts import Chip, Notice, Title
from widgets.reading_only import tell_refusals

ROOMS = ("wall", "bin", "stored", "yours", "backups")
_SOON_MS = 400
Room = Wall | Bin | Stored | Yours | BackupRoom


class LibraryPage(QWidget):
    """The page "library" of the frame.

    Signals
    -------
    open_work, open_entry : str
        The person wants this work in the studio, this page in the journal.
    quiet_wanted : callable
        Something takes works and pages away: whoever has any open lets go of them, then calls
        this with the page (a new one, perhaps).
    contents_changed
        Something came or went that no edit of the document tells of.

    Parameters
    ----------
    desk : Desk, optional
        Who makes and keeps backups; without it that room is left out.
    """

    open_work = Signal(str)
    open_entry = Signal(str)
    quiet_wanted = Signal(object)
    contents_changed = Signal()

    def __init__(self, context: Context, desk: Desk | None = None) -> None:
        super().__init__()
        self.setObjectName("library")
        self.setProperty("role", "ground")
        self._context = context
        self.shelf = Shelf(context.library, self)
        deeds = Deeds(context.document, context.library, self)
        self.wall = Wall(context, self.shelf, deeds)
        self.bin = Bin(context, self.shelf, deeds)
        self.stored = Stored(context)
        self.yours = self._yours()
        self.backups = BackupRoom(context, desk) if desk is not None else None
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
        tell_refusals(self, context.document, lambda sentence: self.notice.say(str(sentence)))

    def refresh(self) -> None:
        """Bring what is shown up to date; called each time the page is shown."""
        shown = self._rooms.currentWidget()
        for room in self._all_rooms():
            if room is shown:
                room.refresh()

    def show_room(self, name: str) -> None:
        """Show the wall, the bin, what is stored, or the backups."""
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
            (
                "yours",
                Sentence("Take along, bring in, erase"),
                "yours",
                "mdi6.folder-arrow-up-down-outline",
            ),
            ("backups", Sentence("See your backups"), "backups", "mdi6.archive-outline"),
        )[: len(self._all_rooms())]
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
        titles = (tr("Pictures"), tr("Bin"), tr("What is stored"), tr("Yours"), tr("Backups"))
        rooms = self._all_rooms()
        for number, (name, title, _) in enumerate(zip(ROOMS, titles, rooms, strict=False)):
            chip = Chip(title, partial(self.show_room, name))
            chip.setCheckable(True)
            chip.setChecked(not number)
            chip.setObjectName(f"library.show.{name}")
            self._group.addButton(chip, number)
            chips.addWidget(chip)
        chips.addStretch()
        for room in rooms:
            self._rooms.addWidget(room)
        page = QVBoxLayout(self)
        edge = self._context.theme.px(48)
        page.setContentsMargins(edge, 40, 24, 20)
        page.setSpacing(14)
        page.addWidget(Title(tr("Library")))
        page.addLayout(chips)
        page.addWidget(self.notice)
        page.addWidget(self._rooms, 1)

    def _yours(self) -> Yours:
        yours = Yours(self._context)

        def erase(scope: Scope) -> None:
            self.quiet_wanted.emit(lambda page: page.yours.erase.run(scope))

        def take_back(brought: Brought) -> None:
            self.quiet_wanted.emit(lambda page: page.yours.bring.take_back(brought))

        yours.erase.erase_wanted.connect(erase)
        yours.bring.take_back_wanted.connect(take_back)
        for changed in (yours.erase.erased, yours.bring.added):
            changed.connect(self.contents_changed)
        return yours

    def _all_rooms(self) -> list[Room]:
        rooms: list[Room] = [self.wall, self.bin, self.stored, self.yours]
        return [*rooms, self.backups] if self.backups is not None else rooms

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
