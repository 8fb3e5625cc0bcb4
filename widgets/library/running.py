"""A bar for long work, with a button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.model.words import PersonError, tr
from app.services.runs import Run, Step
from widgets.later import listen, when_done
from widgets.parts import GhostButton

T = TypeVar("T")
_SOON_MS = 400


class Running(QWidget):
    """Shows how far a run is; what takes only a moment shows no bar.

    Parameters
    ----------
    name : str
        What goes on, for screen readers.
    said : callable
        Gets the words to show when it failed or was stopped.
    """

    def __init__(self, name: str, said: Callable[[str], object]) -> None:
        super().__init__()
        self._said = said
        self._run: Run[Any] | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(name)
        self.stop = GhostButton(tr("Stop"), self._stop)
        self.stop.setObjectName("library.stop_run")
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.hide()
        runs: list[Run[Any]] = []
        self._runs = runs
        self.destroyed.connect(lambda: _stop_all(runs))

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._run is not None

    def begin(
        self,
        work: Callable[[Step], T],
        then: Callable[[T], object],
        ended: Callable[[], object],
    ) -> None:
        """Do something on a thread of its own.

        Parameters
        ----------
        then : callable
            Gets the result.
        ended : callable
            Called before, and when it failed or was stopped.
        """
        run = self._run = Run(work, name="library work")
        self._runs[:] = [run]
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self._soon.start()

        def over() -> None:
            self._run = None
            self._runs.clear()
            self._soon.stop()
            self.hide()
            ended()

        def done(result: T) -> None:
            over()
            then(result)

        def failed(error: BaseException) -> None:
            over()
            if not isinstance(error, PersonError):
                self._said(tr("That did not work. Your library is as it was."))
                raise error
            self._said(str(error))

        listen(self, run.progressed, self._show)
        run.start()
        when_done(self, run.future, done, failed)

    def _show(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _stop(self) -> None:
        if self._run is not None:
            self.stop.setEnabled(False)
            self._run.stop()


def _stop_all(runs: list[Run[Any]]) -> None:
    # the window is gone; what is under way leaves nothing half done
    for run in runs:
        run.stop()
