"""Long work on a thread of its own, shown with how far it is and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from app.model.words import PersonError, tr
from app.services.runs import Run
from widgets.later import listen, when_done
from widgets.parts import HowFar

T = TypeVar("T")


class Running(HowFar):
    """Shows how far a run is.

    Parameters
    ----------
    name : str
        What goes on, for screen readers.
    said : callable
        Gets the words to show when it failed or was stopped.
    """

    def __init__(self, name: str, said: Callable[[str], object]) -> None:
        super().__init__(name, self._stop)
        self._said = said
        self._run: Run[Any] | None = None
        self.stop.setObjectName("library.stop_run")
        runs: list[Run[Any]] = []
        self._runs = runs
        self.destroyed.connect(lambda: _stop_all(runs))

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._run is not None

    def start(
        self,
        work: Callable[[Run[T]], T],
        then: Callable[[T], object],
        ended: Callable[[], object],
        *,
        past_stopping: str = "",
    ) -> None:
        """Do something on a thread of its own.

        Parameters
        ----------
        then : callable
            Gets the result.
        ended : callable
            Called before, and when it failed or was stopped.
        past_stopping : str
            Said when it can't be stopped any more.
        """
        run = self._run = Run(work, name="library work")
        self._runs[:] = [run]
        self.begin()

        def done(result: T) -> None:
            self._over(ended)
            then(result)

        def failed(error: BaseException) -> None:
            self._over(ended)
            self._tell(error)

        def past() -> None:
            self.go_past_stopping()
            self._said(past_stopping)

        listen(self, run.progressed, self.show_far)
        listen(self, run.went_past_stopping, past)
        run.start()
        when_done(self, run.future, done, failed)

    def _over(self, ended: Callable[[], object]) -> None:
        self._run = None
        self._runs.clear()
        self.end()
        ended()

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, PersonError):
            self._said(tr("That did not work. Your library is as it was."))
            raise error
        self._said(str(error))

    def _stop(self) -> None:
        if self._run is not None:
            self.stop.setEnabled(False)
            self._run.stop()


def _stop_all(runs: list[Run[Any]]) -> None:
    # the window is gone; what is under way leaves nothing half done
    for run in runs:
        run.stop()
