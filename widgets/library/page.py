"""The Library: pictures on a wall, the bin, and what is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.commands.row import Command
from app.model.changes import Changes
from app.model.entities import Entry, Work
from app.model.space import SpaceEntity
from app.model.words import Sentence, tr
from app.services.bring_in import Brought
from app.services.facts import Measurer
from app.storage.erase import Scope
from app.storage.summaries import WorkSummary
from widgets.context import Context
from widgets.journal.shelf import Shelf
from widgets.later import listen
from widgets.library.backups import BackupRoom, Desk
from widgets.library.bin import Bin
from widgets.library.deeds import Deeds
from widgets.library.erasing import Eraser
from widgets.library.measured import Measured
from widgets.library.stored import Stored
from widgets.library.wall import Wall
from widgets.library.yours import Yours
from widgets.parts import Chip, Notice, Title
from widgets.reading_only import tell_refusals

ROOMS = ("wall", "bin", "stored", "yours", "backups")
_SOON_MS = 400
Room = Wall | Bin | Stored | Yours | BackupRoom | Measured
R = TypeVar("R", Bin, Stored, Yours, BackupRoom, Measured)


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
    erase_with : callable, optional
        Erases from the library and from its backups; without it only from the library.
    """

    open_work = Signal(str)
    open_entry = Signal(str)
    quiet_wanted = Signal(object)
    contents_changed = Signal()

    def __init__(
        self,
        context: Context,
        desk: Desk | None = None,
        *,
        erase_with: Eraser | None = None,
    ) -> None:
        super().__init__()
        self._erase_with = erase_with
        self.setObjectName("library")
        self.setProperty("role", "ground")
        self._context = context
        self.shelf = Shelf(context.library, self)
        deeds = Deeds(context.document, context.library, self)
        self._deeds, self._desk = deeds, desk
        self.wall = Wall(context, self.shelf, deeds)
        self.notice = Notice(context.theme)
        self.notice.hide()
        self._rooms = QStackedWidget()
        self._shown = "wall"
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        # after the save that is on its way: the library answers in order
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self._lay_out()
        self.wall.open_work.connect(self.open_work)
        self.wall.said.connect(self.notice.say)
        self.wall.measure.connect(self.show_measured)
        listen(self, context.document.committed, self._follow)
        tell_refusals(self, context.document, lambda sentence: self.notice.say(str(sentence)))

    def refresh(self) -> None:
        """Bring what is shown up to date; called each time the page is shown."""
        self._room(self._shown).refresh()

    def show_room(self, name: str) -> None:
        """Show the wall, the bin, what is stored, or the backups."""
        self.notice.hide()
        self._shown = name
        self._rooms.setCurrentWidget(self._room(name))
        self._group.button(ROOMS.index(name)).setChecked(True)
        self.refresh()

    def show_measured(self, works: list[WorkSummary]) -> None:
        """Show what can be measured of works, side by side where there are several."""
        self.notice.hide()
        self._shown = "measured"
        self._rooms.setCurrentWidget(self.measured)
        self.measured.show_works(works)
        self.measured.back.setFocus()

    def show_ways(self) -> None:
        """Show what can be done, among the backups: the library was found broken."""
        if self.backups is not None:
            self.backups.show_ways()

    # a room is built when it is first shown: all of them at once would hold the window up

    @cached_property
    def bin(self) -> Bin:
        """The bin."""
        room = Bin(self._context, self.shelf, self._deeds)
        room.restored.connect(lambda _uid: self.notice.say(tr("It is back where it was.")))
        return self._added(room)

    @cached_property
    def stored(self) -> Stored:
        """What is stored."""
        room = Stored(self._context)
        room.found_broken.connect(self.show_ways)
        return self._added(room)

    @cached_property
    def yours(self) -> Yours:
        """What can be taken along, brought in, erased."""
        return self._added(self._yours())

    @cached_property
    def measured(self) -> Measured:
        """What can be measured of works."""
        measurer = Measurer(self._context.library)
        self.destroyed.connect(measurer.close)
        room = Measured(self._context.theme, self.shelf, measurer, self._context.now)
        room.left.connect(self.step_back)
        return self._added(room)

    @cached_property
    def backups(self) -> BackupRoom | None:
        """The backups; None where nobody makes them."""
        return self._added(BackupRoom(self._context, self._desk)) if self._desk else None

    def _added(self, room: R) -> R:
        self._rooms.addWidget(room)
        return room

    def _room(self, name: str) -> Room:
        rooms: dict[str, Callable[[], Room | None]] = {
            "wall": lambda: self.wall,
            "bin": lambda: self.bin,
            "stored": lambda: self.stored,
            "yours": lambda: self.yours,
            "backups": lambda: self.backups,
            "measured": lambda: self.measured,
        }
        room = rooms[name]()
        if room is None:
            raise KeyError(name)
        return room

    @property
    def _names(self) -> tuple[str, ...]:
        return ROOMS if self._desk is not None else ROOMS[:-1]

    def rows(self) -> list[Command]:
        """Return the page's commands."""
        return [*self._chosen_rows(), *self._room_rows()]

    def _chosen_rows(self) -> list[Command]:
        def has_choice() -> bool:
            return self.isVisible() and self.wall.isVisible() and self.wall.chosen is not None

        wall = self.wall
        titles = (
            Sentence("Open the chosen picture"),
            Sentence("Rename the chosen picture"),
            Sentence("Save the chosen picture as PNG"),
            Sentence("Print the chosen picture"),
            Sentence("Move the chosen picture to the bin"),
        )
        deeds = (
            ("open", wall.open_chosen, "mdi6.folder-open-outline"),
            ("rename", wall.rename_chosen, "mdi6.rename-outline"),
            ("save", wall.save_chosen, "mdi6.content-save-outline"),
            ("print", wall.print_chosen, "mdi6.printer-outline"),
            ("bin", wall.bin_chosen, "mdi6.trash-can-outline"),
        )
        rows = [
            Command(f"library.{name}", title, run, (), has_choice, icon)
            for title, (name, run, icon) in zip(titles, deeds, strict=True)
        ]
        return [*rows, self._measure_row()]

    def _measure_row(self) -> Command:
        def has_any() -> bool:
            return self.isVisible() and self.wall.isVisible() and self.wall.can_measure

        title = Sentence("See what can be measured of the chosen pictures")
        run, icon = self.wall.measure_chosen, "mdi6.tape-measure"
        return Command("library.measure", title, run, (), has_any, icon)

    def _room_rows(self) -> list[Command]:
        titles = (
            Sentence("Show your pictures"),
            Sentence("Look into the bin"),
            Sentence("See what is stored"),
            Sentence("Take along, bring in, erase"),
            Sentence("See your backups"),
        )
        rooms = (
            ("pictures", "wall", "mdi6.view-grid-outline"),
            ("open_bin", "bin", "mdi6.delete-restore"),
            ("stored", "stored", "mdi6.database-outline"),
            ("yours", "yours", "mdi6.folder-arrow-up-down-outline"),
            ("backups", "backups", "mdi6.archive-outline"),
        )[: len(self._names)]
        return [
            Command(
                f"library.{name}", title, partial(self.show_room, room), (), self.isVisible, icon
            )
            for title, (name, room, icon) in zip(titles, rooms, strict=False)
        ]

    def step_back(self) -> bool:
        """Go back to the wall; False when it is shown."""
        if self._shown != "wall":
            was_measured = self._shown == "measured"
            self.show_room("wall")
            if was_measured:
                self.wall.view.setFocus()
            return True
        return False

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(8)
        titles = (tr("Pictures"), tr("Bin"), tr("What is stored"), tr("Yours"), tr("Backups"))
        for number, (name, title) in enumerate(zip(self._names, titles, strict=False)):
            chip = Chip(title, partial(self.show_room, name))
            chip.setCheckable(True)
            chip.setChecked(not number)
            chip.setObjectName(f"library.show.{name}")
            self._group.addButton(chip, number)
            chips.addWidget(chip)
        chips.addStretch()
        self._rooms.addWidget(self.wall)
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
        if self._erase_with is not None:
            yours.erase.erase_with = self._erase_with

        def erase(scope: Scope) -> None:
            self.quiet_wanted.emit(lambda page: page.yours.erase.run(scope))

        def take_back(brought: Brought) -> None:
            self.quiet_wanted.emit(lambda page: page.yours.bring.take_back(brought))

        yours.erase.erase_wanted.connect(erase)
        yours.bring.take_back_wanted.connect(take_back)
        for changed in (yours.erase.erased, yours.bring.added):
            changed.connect(self.contents_changed)
        return yours

    def _follow(self, changes: Changes) -> None:
        works = [c.after for c in changes.entities if isinstance(c.after, Work)]
        entries = any(isinstance(c.after, Entry) for c in changes.entities)
        is_seen = any(isinstance(c.after or c.before, SpaceEntity) for c in changes.entities)
        if changes.tiles or changes.vertices or is_seen:
            self.shelf.forget(changes.scope)
        if not self.isVisible():
            return
        for work in works:
            self.wall.follow(work)
        if works or entries:
            self._soon.start()
