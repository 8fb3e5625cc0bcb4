"""What a window says and does while its library is open for reading only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.model.document import Document
from app.model.words import Sentence
from widgets.later import listen
from widgets.parts import GhostButton, Words
from widgets.parts.labels import Icon
from widgets.theme import Theme

READING: Final = Sentence(
    "This is open for reading only, so it stays as it is. What is in it is safe."
)
READING_SHORT: Final = Sentence("Open for reading only")


class ReadingBanner(QFrame):
    """Says above every page why nothing can be changed here, and perhaps leads out again.

    Parameters
    ----------
    way_out : tuple of str and callable, optional
        The words on the button, and what it does.
    """

    def __init__(
        self,
        theme: Theme,
        why: Sentence,
        *,
        way_out: tuple[Sentence, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("reading")
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(Icon(theme, "mdi6.eye-outline", role="accent"))
        self.words = Words(str(why))
        row.addWidget(self.words, 1)
        if way_out is not None:
            title, pressed = way_out
            self.button = GhostButton(str(title), pressed)
            self.button.setObjectName("reading.leave")
            row.addWidget(self.button)


def tell_refusals(owner: QWidget, document: Document, tell: Callable[[Sentence], object]) -> None:
    """Let a page say it, while it is shown, when something could not be changed on it."""

    def say() -> None:
        if owner.isVisible():
            tell(READING)

    listen(owner, document.refused, say)
