"""Done: a title and a few words, both skippable."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.model.words import tr
from widgets.overlay import Overlay
from widgets.parts import Card, GhostButton, Heading, PlainButton, PrimaryButton, Soft, TextLine
from widgets.theme import Theme


class DoneSheet(Overlay):
    """Asks over the page; Esc goes back to painting.

    Attributes
    ----------
    finished : Signal(str, str)
        Title and words, possibly empty.
    """

    finished = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("studio.done_sheet")
        self.title = TextLine(tr("A title, if you like"))
        self.title.setObjectName("studio.done.title")
        self.words = QPlainTextEdit()
        self.words.setObjectName("studio.done.words")
        self.words.setPlaceholderText(tr("A few words, if you like"))
        self.words.setAccessibleName(tr("A few words, if you like"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(theme.px(96))
        self.keep = PrimaryButton(tr("Keep it"), self._keep)
        self.keep.setObjectName("studio.done.keep")
        self.skip = GhostButton(tr("Skip"), self._skip)
        self.skip.setObjectName("studio.done.skip")
        self.back = PlainButton(tr("Go on painting"), self.leave)
        self.back.setObjectName("studio.done.back")
        self.title.returnPressed.connect(self._keep)
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        card = Card(spacing=12)
        card.setMaximumWidth(theme.px(460))
        card.body.addWidget(Heading(tr("Is it done for now?")))
        card.body.addWidget(Soft(tr("It stays private, on this computer only.")))
        card.body.addWidget(self.title)
        card.body.addWidget(self.words)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.keep)
        card.body.addLayout(buttons)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 4)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(across)
        column.addStretch(2)

    def ask(self, title: str, words: str) -> None:
        """Open with what is known already."""
        self.title.setText(title)
        self.words.setPlainText(words)
        self._before_words = (title, words)
        self.open_over(self.title)

    def _keep(self) -> None:
        self.leave()
        self.finished.emit(self.title.text().strip(), self.words.toPlainText().strip())

    def _skip(self) -> None:
        self.leave()
        self.finished.emit(*self._before_words)
