"""Taking everything along: a folder or a zip in open formats."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.model.words import tr
from app.services.archive import Exported, export_library, free_name
from app.services.told import listed
from widgets.context import Context
from widgets.dates import locale
from widgets.library.running import Running
from widgets.parts import Body, Card, GhostButton, Heading, Soft, Switch


class TakeAlong(Card):
    """A card: what is written, where it went."""

    def __init__(self, context: Context) -> None:
        super().__init__(margin=20, spacing=12)
        self._context = context
        self._place: Path | None = None
        self.zip = Switch(context.theme, tr("As one zip file"))
        self.zip.setObjectName("library.take_zip")
        self.choose = GhostButton(tr("Choose where to …"), self._choose)
        self.choose.setObjectName("library.take")
        self.answer = Soft("")
        self.answer.hide()
        self.open = GhostButton(tr("Open that folder"), self._open)
        self.open.setObjectName("library.take_open")
        self.open.hide()
        self.running = Running(tr("Writing everything"), self._say)
        left = Qt.AlignmentFlag.AlignLeft
        self.body.addWidget(Heading(tr("Take everything with you")))
        self.body.addWidget(
            Body(
                tr(
                    "All your pages, pictures and check-ins, in formats that other programs read, "
                    "and Innerscape can bring in again. They are not encrypted there: choose a "
                    "place that only you can see."
                )
            )
        )
        self.body.addWidget(self.zip, 0, left)
        self.body.addWidget(self.choose, 0, left)
        self.body.addWidget(self.running)
        self.body.addWidget(self.answer)
        self.body.addWidget(self.open, 0, left)

    def write_to(self, folder: Path) -> None:
        """Write everything into a new folder or zip there; nothing is written over."""
        now = self._context.now()
        path = free_name(folder, now, is_zip=self.zip.isChecked())
        library = self._context.library
        self.choose.setEnabled(False)
        self.open.hide()
        self._say(tr("Writing …"))
        self.running.start(
            lambda step: export_library(library, path, now=now, step=step),
            self._written,
            lambda: self.choose.setEnabled(True),
        )

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Where to"))
        if folder:
            self.write_to(Path(folder))

    def _written(self, done: Exported) -> None:
        self._place = done.path
        counts = done.counts
        parts = listed(
            entries=counts.get("entries", 0),
            works=counts.get("works", 0),
            pictures=counts.get("pictures", 0),
            check_ins=counts.get("check_ins", 0),
        )
        size = locale().formattedDataSize(done.size)
        words = tr("Everything is in {place}. It is not encrypted.", place=done.path)
        self._say(f"{words}\n{parts} · {size}")
        self.open.show()

    def _open(self) -> None:
        if self._place is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._place.parent)))

    def _say(self, words: str) -> None:
        self.answer.setText(words)
        self.answer.setVisible(bool(words))
