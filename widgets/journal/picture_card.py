"""What stands beside the page while the caret is at a picture: its words, and taking it out."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from app.model.entities import Attachment
from app.model.words import tr
from widgets.journal.editor import Editor
from widgets.parts import Card, GhostButton, Soft, Strong, TextLine


class PictureCard(Card):
    """The picture of the caret's line."""

    open_work = Signal(str)

    def __init__(self, editor: Editor) -> None:
        super().__init__(margin=18, spacing=10)
        self.setObjectName("journal.picture_card")
        self._editor = editor
        self._line = -1
        self.body.addWidget(Strong(tr("This picture")))
        self.body.addWidget(Soft(tr("A few words for it help whoever cannot see it.")))
        self.words = TextLine(tr("What it shows"))
        self.words.setObjectName("journal.picture.words")
        self.words.editingFinished.connect(self._describe)
        self.body.addWidget(self.words)
        self._open = GhostButton(tr("Open in the studio"), self._open_work)
        self._out = GhostButton(tr("Take it off this page"), self._take_out)
        self._out.setToolTip(tr("The picture itself stays in your library"))
        self.body.addWidget(self._open)
        self.body.addWidget(self._out)
        editor.cursorPositionChanged.connect(self._follow)
        editor.mirror.changed.connect(lambda *_: self._follow())
        self.hide()

    def _attachment(self) -> Attachment | None:
        lines = self._editor.mirror.lines
        if 0 <= self._line < len(lines) and lines[self._line].attachments:
            return lines[self._line].attachments[0]
        return None

    def _follow(self) -> None:
        line = self._editor.textCursor().blockNumber()
        if line != self._line and self.words.hasFocus():
            return
        self._line = line
        found = self._attachment()
        self.setVisible(found is not None)
        if found is not None:
            if not self.words.hasFocus():
                self.words.setText(found.description)
            self._open.setVisible(bool(found.work_uid))

    def _describe(self) -> None:
        found = self._attachment()
        if found is None or found.description == self.words.text():
            return
        rest = self._editor.mirror.lines[self._line].attachments[1:]
        described = replace(found, description=self.words.text())
        self._editor.describe(self._line, (described, *rest))

    def _take_out(self) -> None:
        if self._attachment() is not None:
            self._editor.describe(self._line, self._editor.mirror.lines[self._line].attachments[1:])

    def _open_work(self) -> None:
        found = self._attachment()
        if found is not None:
            self.open_work.emit(found.work_uid)
