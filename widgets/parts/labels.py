"""Words on a page, by the role they play."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from widgets import icons
from widgets.theme import Theme


class Words(QLabel):
    """Plain text that wraps; never read as HTML, since a person may have written it."""

    def __init__(self, text: str = "", *, role: str = "body", wraps: bool = True) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wraps)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)


class Title(Words):
    """The one large heading of a page."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, role="title")


class Heading(Words):
    """A heading inside a page or on a card."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, role="heading")


class Prompt(Words):
    """The opening line of a prompt."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, role="prompt")


class Body(Words):
    """Running text."""


class Strong(Words):
    """A name in running text, or a small heading."""

    def __init__(self, text: str = "", *, wraps: bool = True) -> None:
        super().__init__(text, role="strong", wraps=wraps)


class Soft(Words):
    """Secondary words: a reason, a date, a hint."""

    def __init__(self, text: str = "", *, wraps: bool = True) -> None:
        super().__init__(text, role="soft", wraps=wraps)


class Tag(Words):
    """A word or two in a rounded box that cannot be pressed; ``tone`` "", "accent" or "warm"."""

    def __init__(self, text: str = "", *, tone: str = "") -> None:
        super().__init__(text, role="chip", wraps=False)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


class Icon(QWidget):
    """A picture of an icon beside words that say the same."""

    def __init__(self, theme: Theme, name: str, *, role: str = "soft", size: int = 20) -> None:
        super().__init__()
        self._theme, self._name, self._role = theme, name, role
        self.setFixedSize(theme.px(size), theme.px(size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon in its colour."""
        painter = QPainter(self)
        icons.draw(painter, QRectF(self.rect()), self._name, self._theme.colour(self._role))
        painter.end()
