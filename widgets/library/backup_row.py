"""One backup in the list: when, how large, whether it is whole, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.words import PersonError, tr
from widgets import dates
from widgets.parts import (
    Body,
    Card,
    GhostButton,
    Soft,
    Strong,
    Switch,
    TextLine,
    Words,
    spread,
)
from widgets.parts.labels import Icon
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.storage.backups import Backup


class Room(Protocol):
    """What a row asks of the list it stands in."""

    def check(self, row: BackupRow) -> None:
        """Read it through."""

    def look_into(self, row: BackupRow) -> None:
        """Open it to read."""

    def ask_restore(self, row: BackupRow) -> None:
        """Ask whether it shall be put back."""

    def restore(self, row: BackupRow, passphrase: str) -> None:
        """Put it back."""


class BackupRow(Card):
    """A backup, and below it the question whether to put it back, when it is asked."""

    def __init__(self, theme: Theme, backup: Backup, now: datetime, room: Room) -> None:
        super().__init__(margin=16, spacing=10)
        self.backup = backup
        self._room = room
        self.when = dates.moment(backup.at, now)
        self._size = dates.locale().formattedDataSize(backup.size)
        self._icon = Icon(theme, "mdi6.archive-outline", role="soft")
        self._facts = Soft(self._size)
        self.check = self._button(tr("Check"), "check", lambda: room.check(self))
        self.look = self._button(tr("Look into"), "look", lambda: room.look_into(self))
        self.back = self._button(tr("Put back …"), "restore", lambda: room.ask_restore(self))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Strong(self.when[:1].upper() + self.when[1:], wraps=False))
        words.addWidget(self._facts)
        row.addLayout(words, 1)
        for button in (self.check, self.look, self.back):
            row.addWidget(button)
        self.body.addLayout(row)
        self._kept = Path()
        self._question = self._make_question(theme)
        self.body.addWidget(self._question)

    def show_checked(self, words: str, *, is_whole: bool) -> None:
        """Say what a check found."""
        self._facts.setText(f"{self._size} · {words}")
        self._icon.show_icon(
            "mdi6.check-circle-outline" if is_whole else "mdi6.alert-circle-outline"
        )

    def ask(self, kept: Path, *, needs_passphrase: bool) -> None:
        """Ask whether to put this one back, and say what that does."""
        self._kept = kept
        self._say_what_comes()
        self.passphrase.setVisible(needs_passphrase)
        self._question.show()
        (self.passphrase if needs_passphrase else self.leave).setFocus()

    def _say_what_comes(self) -> None:
        later = (
            tr("Your library becomes as it was then, with what you made later that can be read.")
            if self.newer.isChecked()
            else tr("Your library becomes as it was then, and what you made later is not in it.")
        )
        lost = tr("Nothing is lost: the file of now is kept aside in {folder}.", folder=self._kept)
        self._said.setText(f"{later} {lost}")

    def close_question(self) -> None:
        """Leave everything as it is."""
        self.passphrase.clear()
        self._answer.hide()
        self._question.hide()

    def show_refused(self, error: BaseException) -> None:
        """Say why it was not put back."""
        self.passphrase.clear()
        self._answer.setText(
            str(error)
            if isinstance(error, PersonError)
            else tr("That did not work. Nothing was changed, and every backup is as it was.")
        )
        self._answer.show()
        if not isinstance(error, PersonError):
            raise error
        self.passphrase.setFocus()

    def _button(self, words: str, name: str, pressed: Callable[[], None]) -> GhostButton:
        button = GhostButton(words, pressed)
        button.setObjectName(f"library.backup.{name}")
        button.setAccessibleName(tr("{verb}: backup of {when}", verb=words, when=self.when))
        return button

    def _make_question(self, theme: Theme) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        self._said = Body()
        words = tr("Take along what I made later, where it can be read")
        self.newer = Switch(theme, words, lambda _: self._say_what_comes())
        self.newer.setObjectName("library.backup.newer")
        self.passphrase = TextLine(tr("Your passphrase"), is_secret=True)
        self.passphrase.setObjectName("library.backup.passphrase")
        self.passphrase.returnPressed.connect(self._restore)
        self.yes = GhostButton(tr("Put it back"), self._restore)
        self.yes.setObjectName("library.backup.yes")
        self.leave = GhostButton(tr("Leave it as it is"), self.close_question)
        self.leave.setObjectName("library.backup.leave")
        self._answer = Words("")
        self._answer.hide()
        column.addWidget(self._said)
        column.addWidget(self.newer, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.passphrase, self._answer):
            column.addWidget(part)
        column.addLayout(spread(self.yes, self.leave))
        box.hide()
        return box

    def _restore(self) -> None:
        self._answer.hide()
        self._room.restore(self, self.passphrase.text())
