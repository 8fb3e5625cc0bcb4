"""Bringing pages and pictures in: look first, then add, and take back if it was not right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.formats.source import Found
from app.model.words import tr
from app.services.bring_in import Brought, bring_in, look, take_back
from app.services.here import Here
from app.services.told import what_was_added, what_was_found
from widgets.context import Context
from widgets.library.running import Running
from widgets.parts import Body, Card, GhostButton, Heading, Soft, spread


class BringIn(Card):
    """A card: what was found, what was added."""

    added = Signal()
    take_back_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(margin=20, spacing=12)
        self._context = context
        self._path: Path | None = None
        self._brought: Brought | None = None
        self.file = GhostButton(tr("Choose a file …"), self._choose_file)
        self.folder = GhostButton(tr("Choose a folder …"), self._choose_folder)
        self.add = GhostButton(tr("Bring it in"), self._add)
        self.leave = GhostButton(tr("Not now"), self._leave)
        self.back = GhostButton(tr("Take it back"), self._want_back)
        names = ("file", "folder", "add", "leave", "back")
        for name in names:
            getattr(self, name).setObjectName(f"library.bring_{name}")
        self.answer = Soft("")
        self.answer.hide()
        self.running = Running(tr("Bringing in"), self._say)
        self.body.addWidget(Heading(tr("Bring in")))
        self.body.addWidget(
            Body(
                tr(
                    "A copy made by Innerscape, an export of Day One or jrnl, a folder of Markdown "
                    "pages, or an OpenRaster picture. Nothing that you have is changed."
                )
            )
        )
        self.body.addLayout(spread(self.file, self.folder))
        self.body.addWidget(self.running)
        self.body.addWidget(self.answer)
        self.body.addLayout(spread(self.add, self.leave))
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._show(self.file, self.folder)

    def look_at(self, path: Path) -> None:
        """Say what a file or folder holds."""
        if self._context.document.is_read_only:
            self._context.document.refused.emit()
            return
        self._path = path
        now = self._context.now()
        self._begin(tr("Looking …"))
        self.running.start(
            lambda step: look(path, zone=Here(), now=now, step=step), self._found, self._rest
        )

    def take_back(self, brought: Brought) -> None:
        """Take away again what was added."""
        library = self._context.library
        self._begin(tr("Taking it back …"))

        def taken(_: None) -> None:
            self._say(tr("It is taken back. Your library is as it was before."))
            self.added.emit()

        self.running.start(lambda _step: take_back(library, brought), taken, self._rest)

    def _choose_file(self) -> None:
        kinds = (
            tr("Copies and exports")
            + " (*.zip *.json *.txt *.md *.ora *.tilt *.glb *.obj *.ply *.stl)"
        )
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Bring in"), "", kinds)
        if chosen:
            self.look_at(Path(chosen))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Bring in"))
        if chosen:
            self.look_at(Path(chosen))

    def _found(self, found: Found) -> None:
        self._say(what_was_found(found))
        self._show(self.add, self.leave)
        self.add.setFocus()

    def _add(self) -> None:
        path, now, library = self._path, self._context.now(), self._context.library
        if path is None:
            return
        self._begin(tr("Bringing in …"))
        self.running.start(
            lambda step: bring_in(library, path, zone=Here(), now=now, step=step),
            self._added,
            self._rest,
        )

    def _added(self, brought: Brought) -> None:
        self._brought = brought
        self._say(what_was_added(brought))
        if not brought.is_nothing:
            self.back.show()
        self.added.emit()

    def _want_back(self) -> None:
        if self._brought is not None:
            self.take_back_wanted.emit(self._brought)

    def _leave(self) -> None:
        self._say("")
        self._show(self.file, self.folder)

    def _begin(self, words: str) -> None:
        self._show()
        self._say(words)

    def _rest(self) -> None:
        self._show(self.file, self.folder)

    def _show(self, *buttons: GhostButton) -> None:
        for button in (self.file, self.folder, self.add, self.leave, self.back):
            button.setVisible(button in buttons)

    def _say(self, words: str) -> None:
        self.answer.setText(words)
        self.answer.setVisible(bool(words))
