"""Backups: each with its date and size; to make, to check, to look into, to put back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from psygnal import SignalInstance
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import PersonError, tr
from app.storage.errors import Damaged
from widgets import dates
from widgets.context import Context
from widgets.later import listen, when_done
from widgets.library.backup_row import BackupRow
from widgets.library.kept import Cellar, KeptAside
from widgets.library.mend import Mend
from widgets.parts import Body, Card, GhostButton, HowFar, PageScroll, Soft, Strong, Words

if TYPE_CHECKING:
    from app.storage.backups import Backup
    from app.storage.findings import Finding

T = TypeVar("T")


class Desk(Cellar, Protocol):
    """Who makes and keeps the backups of the open library; slow work comes as futures."""

    @property
    def folder(self) -> Path:
        """Return where they lie."""

    @property
    def kept_folder(self) -> Path:
        """Return where the files of now are kept when a backup takes their place."""

    @property
    def needs_passphrase(self) -> bool:
        """Whether the passphrase is asked before a backup is put back."""

    @property
    def progressed(self) -> SignalInstance:
        """Return what tells how far the one under way is, and how far it goes."""

    def all(self) -> tuple[Backup, ...]:
        """Return the backups, newest first."""

    def make(self) -> Future[Backup | None]:
        """Make one now; None where nothing changed since the last, or where it was stopped."""

    def check(self, backup: Backup) -> Future[list[Finding] | None]:
        """Read one through; None where it was stopped."""

    def stop(self) -> None:
        """Stop what is under way."""

    def look_into(self, backup: Backup) -> Future[None]:
        """Open one to read, in this window."""

    def restore(self, backup: Backup, passphrase: str, *, takes_newer: bool) -> Future[None]:
        """Close the library, put this one in its place, and open it."""

    def rebuild(self, passphrase: str) -> Future[None]:
        """Close the library, make a fresh one of what can be read in it, and open that."""


class BackupRoom(QWidget):
    """The list of backups, with what can be done with them."""

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self._context, self._desk = context, desk
        self.rows: list[BackupRow] = []
        self._is_stopping = False
        self.make = GhostButton(tr("Back up now"), self.back_up)
        self.make.setObjectName("library.back_up")
        self.make.setToolTip(tr("Check the library and copy it, encrypted as it is"))
        self._answer = Words("")
        self._answer.setObjectName("library.backup_answer")
        self.far = HowFar(tr("A backup is being worked on"), self._stop)
        self.far.stop.setObjectName("library.stop_backup")
        listen(self, desk.progressed, self.far.show_far)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.mend = Mend(self.rebuild)
        self.kept = KeptAside(context, desk)
        self._where = Soft()
        self._where.setObjectName("library.backup_folder")
        self._where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._lay_out()

    def refresh(self) -> None:
        """List what is there now."""
        self._where.setText(str(self._desk.folder))
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        now = self._context.now()
        self.rows = [
            BackupRow(self._context.theme, backup, now, self) for backup in self._desk.all()
        ]
        for row in self.rows:
            self._list.addWidget(row)
        self.kept.refresh()
        if not self.rows:
            self._list.addWidget(Soft(tr("There is none yet. The first one comes by itself.")))

    def back_up(self) -> None:
        """Make a backup now."""

        def failed(error: BaseException) -> None:
            if isinstance(error, Damaged):
                self.show_ways()
            self._failed(error)

        self._wait(tr("Checking and copying …"), self._desk.make(), self._made, failed)

    def show_ways(self) -> None:
        """Show what can be done: the library was found broken."""
        self.mend.ask(needs_passphrase=self._desk.needs_passphrase)

    # -- what a row asks for --

    def check(self, row: BackupRow) -> None:
        """Read a backup through."""

        def checked(found: list[Finding] | None) -> None:
            if found is None:
                self._say(tr("Stopped. The backup is as it was."))
                return
            at = dates.clock(self._context.now())
            row.show_checked(
                tr("Something is wrong with this one: {finding}", finding=found[0])
                if found
                else tr("whole, checked {time}", time=at),
                is_whole=not found,
            )

        def failed(error: BaseException) -> None:
            if isinstance(error, PersonError):
                row.show_checked(tr("This one can’t be read."), is_whole=False)
            self._failed(error)

        self._wait(tr("Reading it through …"), self._desk.check(row.backup), checked, failed)

    def look_into(self, row: BackupRow) -> None:
        """Open a backup to read."""
        self._wait(tr("Opening it …"), self._desk.look_into(row.backup), lambda _: self._say(""))

    def ask_restore(self, row: BackupRow) -> None:
        """Ask whether this one shall take the place of the library."""
        for each in self.rows:
            each.close_question()
        row.ask(self._desk.kept_folder, needs_passphrase=self._desk.needs_passphrase)

    def restore(self, row: BackupRow, passphrase: str) -> None:
        """Put a backup in the place of the library."""
        takes_newer = row.newer.isChecked()
        future = self._desk.restore(row.backup, passphrase, takes_newer=takes_newer)
        self._wait(tr("One moment."), future, lambda _: self._say(""), row.show_refused)

    # -- inside --

    def _made(self, backup: Backup | None) -> None:
        if backup is not None:
            self._say(tr("Done: copied and checked."))
        elif self._is_stopping:
            self._say(tr("Stopped. Nothing was kept of it; your library is as it was."))
        else:
            self._say(tr("Nothing changed since the last backup, so it holds everything."))
        self.refresh()

    def _wait(
        self,
        words: str,
        future: Future[T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        self._is_stopping = False
        self._set_busy(is_busy=True)
        self._say(words)

        def finished(result: T) -> None:
            self._set_busy(is_busy=False)
            self._say("")
            then(result)

        def refused(error: BaseException) -> None:
            self._set_busy(is_busy=False)
            self._say("")
            (failed or self._failed)(error)

        when_done(self, future, finished, refused)

    def rebuild(self, passphrase: str) -> None:
        """Make a fresh library of what can be read in a broken one."""
        future = self._desk.rebuild(passphrase)
        self._wait(tr("One moment."), future, lambda _: self._say(""))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, PersonError):
            self._say(tr("That did not work. Nothing was changed, and every backup is as it was."))
            raise error
        self._say(str(error))

    def _stop(self) -> None:
        self._is_stopping = True
        self.far.stop.setEnabled(False)
        self._desk.stop()
        self._say(tr("Stopping …"))

    def _set_busy(self, *, is_busy: bool) -> None:
        if is_busy:
            self.far.begin()
        else:
            self.far.end()
        self.make.setEnabled(not is_busy)
        for row in self.rows:
            row.setEnabled(not is_busy)

    def _say(self, words: str) -> None:
        self._answer.setText(words)
        self._answer.setVisible(bool(words))

    def _lay_out(self) -> None:
        card = Card(margin=20, spacing=12)
        card.body.addWidget(
            Body(
                tr(
                    "A backup is a whole copy of your library, encrypted as it is. One is made by "
                    "itself when something changed, every four hours at most, and checked. The "
                    "newest stay, one a day for a week, one a week for a month, one a month for "
                    "a year."
                )
            )
        )
        card.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self._answer)
        card.body.addWidget(self.far)
        self._answer.hide()
        scroll = PageScroll(width=760, margin=0, spacing=12)
        page = scroll.widget()
        inside = page.layout() if page is not None else None
        if inside is not None:
            inside.setContentsMargins(0, 4, 16, 16)
        scroll.body.addWidget(card)
        scroll.body.addWidget(self.mend)
        scroll.body.addLayout(self._list)
        scroll.body.addWidget(self.kept)
        scroll.body.addSpacing(4)
        scroll.body.addWidget(Strong(tr("Where they lie")))
        scroll.body.addWidget(self._where)
        scroll.body.addWidget(
            Soft(
                tr(
                    "That is on this computer too. Copy this folder to a stick now and then, and a "
                    "broken disk takes nothing from you; your passphrase opens the copy."
                )
            )
        )
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
