"""Backups that come by themselves while a library is open, and one at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.services.backups import Backups
from widgets.later import when_done

if TYPE_CHECKING:
    from app.services.library import LibraryService

FIRST_MS: Final = 20 * 1000
AGAIN_MS: Final = 30 * 60 * 1000
PEN_DOWN_MS: Final = 5 * 1000
LAST_S: Final = 3.0


class RegularBackups(QObject):
    """Looks now and then whether a backup is due; whether it is, is known in `Backups`.

    Parameters
    ----------
    is_drawing : callable
        Whether a stroke is under the pen: no disk is kept busy then.
    failed : callable
        Gets what went wrong.
    """

    def __init__(
        self,
        library: LibraryService,
        parent: QObject,
        *,
        is_drawing: Callable[[], bool],
        failed: Callable[[BaseException], object],
    ) -> None:
        super().__init__(parent)
        self._library, self._is_drawing, self._failed = library, is_drawing, failed
        self.backups = Backups(library, library.path)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin, unless the library is only read; the person begins first."""
        if not self._library.is_read_only:
            self._timer.start(FIRST_MS)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._timer.deleteLater()

    def close(self) -> None:
        """Make the one that is due, if that is quick; not on the main thread."""
        if not self._library.is_read_only:
            self.backups.make_last(LAST_S)
        self.backups.close()

    def _look(self) -> None:
        if self._is_drawing():
            self._timer.start(PEN_DOWN_MS)
            return
        self._timer.start(AGAIN_MS)
        when_done(self, self.backups.make(), lambda _: None, self._failed)
