"""Choosing a picture of the studio for the page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.model.entities import Attachment
from app.model.words import tr
from app.services.library import LibraryService
from widgets.journal.shelf import Shelf
from widgets.later import when_done
from widgets.parts import FlowLayout, GhostButton, Heading, PageScroll, Soft, Thumbnail
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.storage.summaries import WorkSummary

MOST = 200
_BOX = QSize(380, 252)


class WorkChoice(QDialog):
    """The works, newest first; pressing one chooses it."""

    chosen = Signal(str, str)

    def __init__(
        self, theme: Theme, library: LibraryService, shelf: Shelf, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._shelf = theme, shelf
        self._shown: dict[str, Thumbnail] = {}
        self.setObjectName("journal.works")
        self.setProperty("role", "ground")
        self.setWindowTitle(tr("Choose a picture"))
        self.resize(theme.px(720), theme.px(520))
        self._nothing = Soft(tr("There is no picture in the studio yet."))
        self._nothing.hide()
        scroll = PageScroll(margin=24, spacing=16)
        self._wall = QWidget()
        self._flow = FlowLayout(self._wall, spacing=16)
        scroll.body.addWidget(Heading(tr("Choose a picture from the studio")))
        scroll.body.addWidget(self._nothing)
        scroll.body.addWidget(self._wall)
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.addWidget(scroll, 1)
        column.addWidget(GhostButton(tr("Cancel"), self.reject))
        shelf.arrived.connect(self._show)
        when_done(self, library.submit(lambda found: found.work_summaries()), self._take)

    def _take(self, works: list[WorkSummary]) -> None:
        self._nothing.setVisible(not works)
        for work in works[:MOST]:
            title = work.title or tr("Untitled")
            choose = partial(self._choose, work.uid, work.title)
            thumbnail = Thumbnail(self._theme, title, choose)
            self._shown[work.uid] = thumbnail
            self._flow.addWidget(thumbnail)
            self._show(work.uid)
        if self._shown:
            next(iter(self._shown.values())).setFocus()

    def _show(self, uid: str) -> None:
        if uid in self._shown:
            image = self._shelf.small(Attachment(0, work_uid=uid), _BOX)
            if image is not None:
                self._shown[uid].show_picture(image)

    def _choose(self, uid: str, title: str) -> None:
        self.chosen.emit(uid, title)
        self.accept()
