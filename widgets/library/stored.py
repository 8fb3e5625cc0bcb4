"""What is stored, where, and how big; and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import tr, trn
from app.services.checking import look_through
from widgets.context import Context
from widgets.dates import locale
from widgets.later import when_done
from widgets.library.running import Running
from widgets.parts import Card, GhostButton, Heading, Soft, Strong, Words

if TYPE_CHECKING:
    from app.storage.findings import Finding
    from app.storage.library import Library

_PAGE_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a library holds; sizes in bytes."""

    path: Path
    size: int
    works: int
    entries: int
    check_ins: int


def holdings(library: Library) -> Holdings:
    """Count what is there, on the library's thread."""
    entries = 0
    while True:
        found = len(library.entry_summaries(limit=_PAGE_ROWS, offset=entries))
        entries += found
        if found < _PAGE_ROWS:
            break
    beside = library.path.parent.glob(f"{library.path.name}*")
    size = sum(path.stat().st_size for path in beside if path.is_file())
    return Holdings(
        library.path, size, len(library.work_summaries()), entries, len(library.check_ins())
    )


class Stored(QWidget):
    """One card: the file, what it holds, and a button to check it.

    Signals
    -------
    found_broken
        The check found something that is not as it should be.
    """

    found_broken = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._words = Words(tr("Counting …"))
        self._where = Soft("")
        self._where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._found = Soft("")
        self._found.hide()
        self.running = Running(tr("Checking your library"), self._say)
        self.check = GhostButton(tr("Check it now"), self._check)
        self.check.setObjectName("library.check")
        self.check.setToolTip(tr("Read the whole file and see whether anything is missing"))
        card = Card(margin=20)
        card.setMaximumWidth(context.theme.px(620))
        card.body.addWidget(Heading(tr("What is stored")))
        card.body.addWidget(self._words)
        card.body.addWidget(Strong(tr("Where")))
        card.body.addWidget(self._where)
        card.body.addWidget(self._found)
        card.body.addWidget(self.running)
        card.body.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch()

    def refresh(self) -> None:
        """Count anew."""
        when_done(self, self._context.library.submit(holdings), self._take)

    def _take(self, found: Holdings) -> None:
        parts = (
            trn("{count} picture", "{count} pictures", found.works),
            trn("{count} page", "{count} pages", found.entries),
            trn("{count} check-in", "{count} check-ins", found.check_ins),
        )
        size = locale().formattedDataSize(found.size)
        self._words.setText(
            tr("{parts}. One encrypted file, {size}.", parts=", ".join(parts), size=size)
        )
        self._where.setText(str(found.path))

    def _check(self) -> None:
        self.check.setEnabled(False)
        self._say(tr("Checking …"))
        library = self._context.library
        self.running.start(
            lambda run: look_through(library, run),
            self._checked,
            lambda: self.check.setEnabled(True),
        )

    def _checked(self, found: list[Finding]) -> None:
        if not found:
            self._say(tr("Everything is there and whole."))
            return
        ways = tr("Nothing was changed. Please look under Backups: the ways on are there.")
        self._say("\n".join([*map(str, found), ways]))
        self.found_broken.emit()

    def _say(self, words: str) -> None:
        self._found.setText(words)
        self._found.show()
