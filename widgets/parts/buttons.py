"""Things to press. Equal weight is the rule: only one primary button on a page, or none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout

from widgets.parts.labels import Icon, Soft, Strong
from widgets.theme import Theme


def without_state(pressed: Callable[[], object]) -> Callable[[], None]:
    """Return a slot that takes no argument, so that Qt's "checked" never reaches ``pressed``."""

    def run() -> None:
        pressed()

    return run


class _Button(QPushButton):
    role = "ghost"

    def __init__(self, text: str, pressed: Callable[[], object] | None = None) -> None:
        # an ampersand in a title is a letter, not a mnemonic
        super().__init__(text.replace("&", "&&"))
        self.setProperty("role", self.role)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if pressed is not None:
            self.clicked.connect(without_state(pressed))

    def say(self, text: str) -> None:
        """Show other words."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)


class GhostButton(_Button):
    """A button with an outline, the usual one."""


class PrimaryButton(_Button):
    """The one thing this page is for."""

    role = "primary"


class PlainButton(_Button):
    """A button without an outline, for what is seldom wanted."""

    role = "plain"


class LinkButton(_Button):
    """A small button that looks like a link."""

    role = "link"


class Chip(_Button):
    """A small rounded button ("perhaps relief · 62 %"); ``tone`` "" or "accent"."""

    role = "chip"

    def __init__(
        self, text: str, pressed: Callable[[], object] | None = None, *, tone: str = ""
    ) -> None:
        super().__init__(text, pressed)
        self.setProperty("tone", tone)


class ToolButton(QToolButton):
    """A square button that shows an icon only; its name is in the tooltip and for readers.

    Parameters
    ----------
    theme : Theme
    icon : str
        A name of the icon font, "mdi6.undo".
    name : str
        What it does, in the person's language.
    keys : str
        Its shortcut ("Ctrl+Z"), shown in the tooltip, or "".
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        pressed: Callable[[], object] | None = None,
        *,
        keys: str = "",
        role: str = "ink",
        size: int = 22,
    ) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "tool")
        self.setIcon(theme.icon(icon, role))
        self.setIconSize(QSize(theme.px(size), theme.px(size)))
        self.setFixedSize(theme.px(40), theme.px(40))
        self.setAccessibleName(name)
        self.setToolTip(with_keys(name, keys))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if pressed is not None:
            self.clicked.connect(without_state(pressed))

    def show_icon(self, icon: str, role: str = "ink") -> None:
        """Show another icon."""
        self.setIcon(self._theme.icon(icon, role))


class CardButton(QPushButton):
    """A card to press: an icon, a title, a line below it."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        detail: str,
        pressed: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("role", "cardbutton")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._title, self._detail = Strong(), Soft()
        self.words = QVBoxLayout()
        self.words.setSpacing(2)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 20, 24, 20)
        self.row.setSpacing(16)
        if icon:
            self.row.addWidget(Icon(theme, icon, role="accent", size=28))
        self.words.addStretch()
        for label in (self._title, self._detail):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.words.addWidget(label)
        self.words.addStretch()
        self.row.addLayout(self.words, 1)
        self.say(title, detail)
        if pressed is not None:
            self.clicked.connect(without_state(pressed))

    def say(self, title: str, detail: str) -> None:
        """Show other words."""
        self._title.setText(title)
        self._detail.setText(detail)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setToolTip(title)

    def sizeHint(self) -> QSize:
        """Return what the words need; a button alone asks for its own text only."""
        return self.row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least in which no word is clipped."""
        return self.row.minimumSize()


def with_keys(name: str, keys: str) -> str:
    """Return a tooltip: what it does, and its shortcut as this computer writes it."""
    if not keys:
        return name
    written = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{name} ({written})"
