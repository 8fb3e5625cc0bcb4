"""What lies small over the canvas: the prompt, and a word when something could not be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.model.words import Sentence, tr
from widgets.parts import Notice, Soft, Tag, ToolButton, Words
from widgets.theme import Theme

_SHOWN_MS = 7000
WIDTH_PX = 264


def fit_height(card: QWidget) -> None:
    """Make a card of fixed width as tall as its words need."""
    layout = card.layout()
    if layout is not None:
        card.setFixedHeight(layout.heightForWidth(card.width()))


class PinnedPrompt(QFrame):
    """The prompt one paints to, small, in a corner; it can be taken away."""

    def __init__(self, theme: Theme, parent: QWidget, unpinned: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setObjectName("studio.prompt")
        self.setProperty("role", "card")
        self.setFixedWidth(theme.px(WIDTH_PX))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._line = Words("", role="strong")
        self._more = Soft("")
        unpin = ToolButton(
            theme, "mdi6.pin-off-outline", tr("Take the prompt off the canvas"), unpinned, size=16
        )
        unpin.setObjectName("studio.prompt.unpin")
        unpin.setFixedSize(theme.px(28), theme.px(28))
        head = QHBoxLayout()
        head.addWidget(Tag(tr("prompt"), tone="warm"))
        head.addStretch(1)
        head.addWidget(unpin)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 8, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._line)
        column.addWidget(self._more)
        self.hide()

    def show_prompt(self, line: str, more: str) -> None:
        """Show a prompt, or nothing where there is none."""
        self._line.setText(line)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setVisible(bool(line))
        fit_height(self)


class Word(Notice):
    """A sentence over the canvas that goes by itself, or when it is pressed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme)
        self.setParent(parent)
        self.setObjectName("studio.word")
        self.setFixedWidth(theme.px(420))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, sentence: Sentence) -> None:
        """Show a sentence for a while."""
        self.say(str(sentence))
        self.setAccessibleName(str(sentence))
        fit_height(self)
        self.raise_()
        self._timer.start(_SHOWN_MS)

    def mousePressEvent(self, event: object) -> None:
        """Go away."""
        del event
        self.hide()

    def hideEvent(self, event: object) -> None:
        """Stop counting."""
        del event
        self._timer.stop()
