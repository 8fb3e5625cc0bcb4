"""The one window: a neutral title, one screen at a time, and what is reachable from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.commands.row import Command
from app.model.help import Grounding, HelpLine
from app.model.words import Sentence
from app.services.own_help import OwnHelp
from app.services.settings import Settings, SettingsFile
from widgets.calm import CalmScene
from widgets.help.panel import HelpPanel
from widgets.later import listen
from widgets.palette import Palette
from widgets.quick_hide import NeutralWindow
from widgets.shortcuts import PASSES, bind
from widgets.theme import Theme

TITLE = "Innerscape"


class Window(QWidget):
    """Holds the first run, the lock screen or the frame; help, calm and hiding work over each.

    Parameters
    ----------
    help_lines, grounding : callable
        Called when help is first wanted, and once when the window is idle.

    Attributes
    ----------
    close_wanted : Signal
        The person closed the window; it stays until ``let_go`` was called, so that the queue
        can be written first.
    """

    close_wanted = Signal()
    help_shown = Signal()
    calm_shown = Signal()

    def __init__(
        self,
        theme: Theme,
        settings: SettingsFile,
        *,
        help_lines: Callable[[], Sequence[HelpLine]],
        grounding: Callable[[], Sequence[Grounding]],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(TITLE)
        self.setProperty("role", "ground")
        self.theme, self.settings = theme, settings
        self._help_lines, self._grounding, self._now = help_lines, grounding, now
        self._screen: QWidget | None = None
        self._calm: CalmScene | None = None
        self._help: HelpPanel | None = None
        self._own_help: OwnHelp | None = None
        self._palette: Palette | None = None
        self._neutral: NeutralWindow | None = None
        self._quick_hide: QShortcut | None = None
        self._may_close = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.resize(1440, 900)
        self.setMinimumSize(960, 600)
        self._keys = bind(self, self.rows())
        self._bind_quick_hide(settings.current.quick_hide_keys)
        listen(self, settings.changed, self._follow)

    def rows(self) -> list[Command]:
        """Return the commands that work everywhere; the window binds their keys itself."""
        return [
            Command("help.show", Sentence("I need help"), self.show_help, icon="mdi6.lifebuoy"),
            Command(
                "calm.show",
                Sentence("Calm scene"),
                self.show_calm,
                ("F9", "Ctrl+Shift+Space"),
                icon="mdi6.waves",
            ),
            Command(
                "window.hide",
                Sentence("Hide quickly"),
                self.hide_quickly,
                icon="mdi6.eye-off-outline",
            ),
        ]

    def show_screen(self, screen: QWidget) -> None:
        """Show another screen; the one before is deleted."""
        before, self._screen = self._screen, screen
        self._layout.addWidget(screen)
        screen.setFocus()
        if self._palette is not None:
            self._palette.deleteLater()
            self._palette = None
        if before is not None:
            before.hide()
            self._layout.removeWidget(before)
            before.deleteLater()
        for overlay in (self._calm, self._help):
            if overlay is not None:
                overlay.raise_()

    @property
    def screen_shown(self) -> QWidget | None:
        """Return the screen that is shown."""
        return self._screen

    def warm(self) -> bool:
        """Build one thing that must be there at once when it is wanted; called while idle.

        Returns
        -------
        bool
            Whether there is more to build.
        """
        if self._help is None:
            self._help_panel()
            return True
        self._calm_scene()
        return False

    def forget_words(self) -> None:
        """Build the overlays anew when next wanted: the language or the text size changed."""
        for overlay in (self._help, self._calm, self._palette):
            if overlay is not None:
                overlay.hide()
                overlay.deleteLater()
        self._help = self._calm = self._palette = None

    def take_own_help(self, own: OwnHelp | None) -> None:
        """Show a library's own help page inside help; with None every word of it is forgotten."""
        self._own_help = own
        if self._help is not None:
            self._help.take_own_help(own)

    def show_help(self) -> None:
        """Show the help panel, before anything else happens."""
        self._help_panel().open()
        self.help_shown.emit()

    def show_calm(self) -> None:
        """Show the calm scene in the next frame."""
        self._calm_scene().open()
        self.calm_shown.emit()

    def show_palette(self, rows: Iterable[Command]) -> None:
        """Show the command palette."""
        if self._palette is None:
            self._palette = Palette(self.theme, rows, self)
        self._palette.open()

    def hide_quickly(self) -> None:
        """Put a neutral window in front and this one out of sight."""
        if self._neutral is None:
            self._neutral = NeutralWindow(self.settings.current.quick_hide_keys)
            self._neutral.back_wanted.connect(self.come_back)
        self._neutral.showMaximized()
        self._neutral.activateWindow()
        self.showMinimized()

    def come_back(self) -> None:
        """Show this window again, as it was."""
        self.showNormal()
        self.activateWindow()
        self._drop_neutral()

    def let_go(self) -> None:
        """Close for good: everything is written."""
        self._may_close = True
        self._drop_neutral()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask who built this to finish first."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()

    def _help_panel(self) -> HelpPanel:
        if self._help is None:
            self._help = HelpPanel(
                self.theme,
                self,
                lines=self._help_lines(),
                grounding=self._grounding(),
                settings=self.settings,
                today=lambda: self._now().date(),
            )
            self._help.calm_wanted.connect(self.show_calm)
            self._help.take_own_help(self._own_help)
        return self._help

    def _calm_scene(self) -> CalmScene:
        if self._calm is None:
            self._calm = CalmScene(self.theme, self)
            self._calm.help_wanted.connect(self.show_help)
        return self._calm

    def _follow(self, before: Settings, after: Settings) -> None:
        if before.quick_hide_keys != after.quick_hide_keys:
            self._bind_quick_hide(after.quick_hide_keys)

    def _bind_quick_hide(self, keys: str) -> None:
        if self._quick_hide is not None:
            self._quick_hide.setEnabled(False)
            self._quick_hide.deleteLater()
            self._quick_hide = None
        self._drop_neutral()
        if keys:
            self._quick_hide = QShortcut(QKeySequence(keys), self)
            self._quick_hide.setProperty(PASSES, True)
            self._quick_hide.activated.connect(self.hide_quickly)

    def _drop_neutral(self) -> None:
        if self._neutral is not None:
            self._neutral.close()
            self._neutral.deleteLater()
            self._neutral = None
