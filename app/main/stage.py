"""The real program as the guided tour takes it: opened and closed as a person would."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QWidget

from app.main import Studio, prepare
from app.services import places
from app.services.kernels import use_cache
from app.services.settings import SettingsFile
from widgets.application import make_application
from widgets.tour.journey import take_tour
from widgets.tour.ledger import Ledger
from widgets.tour.walk import StepFailed

if TYPE_CHECKING:
    from app.main.session import Session


class Stage:
    """Opens and closes the program in a home folder.

    Parameters
    ----------
    ledger : Ledger, optional
        Told of every library that is opened.
    """

    def __init__(self, home: Path, ledger: Ledger | None = None) -> None:
        self._home, self._ledger = home, ledger
        self._studio: Studio | None = None

    @property
    def window(self) -> QWidget:
        """The window, while it is open."""
        if self._studio is None:
            raise StepFailed("the window is closed")
        return self._studio.window

    def open(self) -> None:
        """Start the program and show its window."""
        self._studio = prepare(self._home)
        self._studio.session_opened.connect(self._follow)
        self._studio.start()

    def close(self) -> None:
        """Close the window and wait until everything is on the disk."""
        studio, self._studio = self._studio, None
        if studio is None:
            return
        waiting = QEventLoop()
        studio.ended.connect(waiting.quit)
        studio.window.close()
        waiting.exec()

    def _follow(self, session: Session) -> None:
        if self._ledger is not None:
            self._ledger.follow(session.document, session.autosave)


def take(
    out: Path, *, language: str, theme: str, home: Path | None = None, ledger: Path | None = None
) -> int:
    """Take the guided tour; return the exit code.

    Parameters
    ----------
    home : Path, optional
        Where the library of the tour is made; a folder of its own that is gone afterwards.
    ledger : Path, optional
        A file that gets a line for every edit committed and acknowledged.
    """
    # the tour's own home is new each time; compiled code is the account's and stays
    use_cache(places.kernel_cache(places.home()))
    make_application()
    with ExitStack() as stack:
        if home is None:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="innerscape-tour-")))
        settings = SettingsFile(places.settings_file(home))
        settings.change(language=language, theme=theme)
        file = stack.enter_context(ledger.open("w", encoding="utf-8")) if ledger else None
        stage = Stage(home, Ledger(file) if file else None)
        try:
            take_tour(stage, out, language=language)
        finally:
            stage.close()
    return 0
