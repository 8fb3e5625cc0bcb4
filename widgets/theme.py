"""The look: one table of colour tokens feeds the palette, the style sheet and every icon."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from widgets import fonts, icons
from widgets.style import style_sheet

SPACING_PX = (4, 8, 16, 24, 40)
MOTION_MS = 180
NAMES = ("paper", "dusk", "high_contrast")

# text size in pixels at 100 %, by role
SIZES_PX = {"title": 32, "prompt": 24, "heading": 20, "body": 15, "soft": 13, "small": 12}


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme as its file has it; ``colours`` maps a token to ``#RRGGBB``."""

    name: str
    title: Mapping[str, str]
    is_dark: bool
    colours: Mapping[str, str]


@cache
def tokens(name: str) -> Tokens:
    """Return a theme of ``resources/themes``.

    Raises
    ------
    FileNotFoundError
        If there is none with this name.
    """
    found = tomllib.loads((files("resources") / "themes" / f"{name}.toml").read_text("utf-8"))
    return Tokens(found["name"], found["title"], found["is_dark"], found["colours"])


def system_theme() -> str:
    """Return the theme the computer asks for: high contrast, dark or light."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high_contrast"
    return "dusk" if hints.colorScheme() == Qt.ColorScheme.Dark else "paper"


class Theme(QObject):
    """The look in use.

    Icons and style follow a change at once; what paints itself connects to ``changed`` or asks
    for its colours when it paints. Sizes are taken when a widget is made, so a change of the
    text size needs new widgets.

    Attributes
    ----------
    chosen : str
        ``"system"`` or the name of a theme.
    text_scale : float
        1 to 2.
    is_motion_reduced : bool
        True where nothing may move.
    """

    changed = Signal()

    def __init__(
        self,
        chosen: str = "system",
        *,
        text_scale: float = 1.0,
        is_motion_reduced: bool = False,
    ) -> None:
        super().__init__()
        self.chosen = chosen
        self.text_scale = text_scale
        self.is_motion_reduced = is_motion_reduced
        self._tokens = tokens(self._resolved())
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @property
    def name(self) -> str:
        """Return the name of the theme that is shown."""
        return self._tokens.name

    @property
    def is_dark(self) -> bool:
        """Whether light words stand on a dark ground."""
        return self._tokens.is_dark

    def use(
        self,
        chosen: str | None = None,
        *,
        text_scale: float | None = None,
        is_motion_reduced: bool | None = None,
    ) -> None:
        """Change the look of the whole program; what is not given stays."""
        if is_motion_reduced is not None:
            self.is_motion_reduced = is_motion_reduced
        wanted = (chosen or self.chosen, text_scale or self.text_scale)
        # styling every widget anew takes a tenth of a second: only where something changes
        if wanted != (self.chosen, self.text_scale):
            self.chosen, self.text_scale = wanted
            self.apply()

    def apply(self) -> None:
        """Give the application its palette, font and style sheet."""
        self._tokens = tokens(self._resolved())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            # Qt takes three times as long to exchange a style sheet as to drop it and set one
            application.setStyleSheet("")
            application.setPalette(self.palette())
            application.setFont(self.font())
            sizes = {role: self.px(size) for role, size in SIZES_PX.items()}
            application.setStyleSheet(style_sheet(self._tokens.colours, sizes, self.px))
        self.changed.emit()

    def colour(self, token: str) -> QColor:
        """Return the colour of a token ("ink", "accent" ...).

        Raises
        ------
        KeyError
            If there is no such token.
        """
        return QColor(self._tokens.colours[token])

    def px(self, size: float) -> int:
        """Return a length of text, or of what grows with it, at the text size in use."""
        return round(size * self.text_scale)

    def motion_ms(self, wanted: int = MOTION_MS) -> int:
        """Return how long a movement may last: nothing when motion is reduced."""
        return 0 if self.is_motion_reduced else min(wanted, MOTION_MS)

    def font(self, role: str = "body") -> QFont:
        """Return the font of a role of `SIZES_PX`, for what paints its own text."""
        size = self.px(SIZES_PX[role])
        return fonts.headings(size) if role in ("title", "prompt", "heading") else fonts.words(size)

    def icon(self, name: str, role: str = "ink", on: str = "accent") -> QIcon:
        """Return an icon in the colour of a token, and in that of ``on`` while checked."""
        return icons.icon(name, lambda: self.colour(role), lambda: self.colour(on))

    def palette(self) -> QPalette:
        """Return the palette for what no style sheet rule reaches."""
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self.colour(token))
        faint = self.colour("soft")
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
        return palette

    def _resolved(self) -> str:
        return system_theme() if self.chosen == "system" else self.chosen

    def _follow_system(self) -> None:
        if self.chosen == "system" and self._resolved() != self.name:
            self.apply()


_PALETTE = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "soft",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "outline",
    QPalette.ColorRole.Shadow: "outline",
}
