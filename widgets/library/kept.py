"""What was kept aside when another file took its place: listed, shown, erased."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.words import tr
from widgets import dates
from widgets.context import Context
from widgets.library.running import Running
from widgets.parts import Body, Card, GhostButton, Soft, Strong, TextLine, Words, spread
from widgets.parts.labels import Icon
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.services.runs import Steps
    from app.storage.aside import Kept


class Cellar(Protocol):
    """Who knows what was kept aside."""

    def kept(self) -> tuple[Kept, ...]:
        """Return what was kept aside, newest first."""

    def erase_kept(self, kept: Kept, steps: Steps) -> None:
        """Overwrite it and take it away; not on the main thread."""


class KeptAside(QWidget):
    """The list of what was kept aside; nothing at all where there is none."""

    def __init__(self, context: Context, cellar: Cellar) -> None:
        super().__init__()
        self._context, self._cellar = context, cellar
        self.rows: list[KeptRow] = []
        self.answer = Words("")
        self.answer.setObjectName("library.kept_answer")
        self.answer.hide()
        self.running = Running(tr("Erasing"), self._say)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(Strong(tr("Kept aside")))
        column.addWidget(
            Soft(
                tr(
                    "Files that stood in the library’s place before, encrypted as they were. "
                    "Nothing reads them; keep them until you miss nothing."
                )
            )
        )
        column.addLayout(self._list)
        column.addWidget(self.running)
        column.addWidget(self.answer)

    def refresh(self) -> None:
        """List what is there now."""
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        now, theme = self._context.now(), self._context.theme
        self.rows = [KeptRow(theme, kept, now, self) for kept in self._cellar.kept()]
        for row in self.rows:
            self._list.addWidget(row)
        self.setVisible(bool(self.rows) or not self.answer.isHidden())

    def ask_erase(self, row: KeptRow) -> None:
        """Ask whether this one shall go for good."""
        for each in self.rows:
            each.close_question()
        row.ask()

    def erase(self, row: KeptRow) -> None:
        """Erase one, for good."""
        self._say(tr("Erasing …"))
        for each in self.rows:
            each.setEnabled(False)

        def erase(steps: Steps) -> None:
            steps.go_past_stopping()
            self._cellar.erase_kept(row.kept, steps)

        def erased(_: None) -> None:
            self._say(tr("It is erased. Your library and its backups are as they were."))

        words = tr("It goes for good now; from here on this can’t be stopped.")
        self.running.start(erase, erased, self.refresh, past_stopping=words)

    def _say(self, words: str) -> None:
        self.answer.setText(words)
        self.answer.setVisible(bool(words))
        self.setVisible(bool(self.rows) or bool(words))


class KeptRow(Card):
    """One of them, and below it the question whether to erase it, when it is asked."""

    def __init__(self, theme: Theme, kept: Kept, now: datetime, room: KeptAside) -> None:
        super().__init__(margin=16, spacing=10)
        self.kept = kept
        self.when = dates.moment(kept.at, now)
        size = dates.locale().formattedDataSize(kept.size)
        self.show_folder = GhostButton(tr("Show in its folder"), self._show_folder)
        self.show_folder.setObjectName("library.kept.show")
        self.erase = GhostButton(tr("Erase …"), lambda: room.ask_erase(self))
        self.erase.setObjectName("library.kept.erase")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon(theme, "mdi6.folder-clock-outline", role="soft"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Strong(self.when[:1].upper() + self.when[1:], wraps=False))
        words.addWidget(Soft(size))
        row.addLayout(words, 1)
        for button in (self.show_folder, self.erase):
            name = tr("{verb}: kept aside {when}", verb=button.text(), when=self.when)
            button.setAccessibleName(name)
            row.addWidget(button)
        self.body.addLayout(row)
        self._question = self._make_question(size, room)
        self.body.addWidget(self._question)

    @property
    def phrase(self) -> str:
        """Return what the person types to say that they mean it."""
        return tr("erase {what}", what=self.when)

    def ask(self) -> None:
        """Ask whether it shall go, and say what that does."""
        self._question.show()
        self.typed.setFocus()

    def close_question(self) -> None:
        """Leave it as it is."""
        self.typed.clear()
        self.yes.setEnabled(False)
        self._question.hide()

    def _make_question(self, size: str, room: KeptAside) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        said = tr(
            "This goes for good: the files kept aside {when} ({size}). Your library and its "
            "backups stay.",
            when=self.when,
            size=size,
        )
        words = tr("To go on, type: {phrase}", phrase=self.phrase)
        self.typed = TextLine(tr("Type these words"))
        self.typed.setObjectName("library.kept.typed")
        self.typed.textEdited.connect(self._typed)
        self.yes = GhostButton(tr("Erase for good"), lambda: room.erase(self))
        self.yes.setObjectName("library.kept.yes")
        self.yes.setEnabled(False)
        self.leave = GhostButton(tr("Leave it as it is"), self.close_question)
        self.leave.setObjectName("library.kept.leave")
        for part in (Body(f"{said}\n{words}"), self.typed):
            column.addWidget(part)
        column.addLayout(spread(self.yes, self.leave))
        box.hide()
        return box

    def _typed(self, words: str) -> None:
        self.yes.setEnabled(words.strip() == self.phrase)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.kept.folder)))
