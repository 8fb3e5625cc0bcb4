"""A page from a file of another program: brought into the library, then opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model.words import PersonError, Sentence, tr
from app.services.here import Here
from app.services.runs import Run, Step
from widgets.context import Context
from widgets.later import when_done
from widgets.reading_only import READING

if TYPE_CHECKING:
    from app.services.bring_in import Brought

_ENDINGS: Final = (".tilt", ".glb", ".obj", ".ply", ".stl", ".ora")

HERE_ALREADY: Final = Sentence("“{name}” is in your library already. Here it is, as you left it.")
NO_PAGE: Final = Sentence(
    "There is no page in “{name}”. Your library is as it was. What else it may hold you can bring "
    "in from the Library."
)
UNOPENED: Final = Sentence(
    "“{name}” could not be opened. Your library is as it was, and the file too. Please try "
    "another copy."
)


class FromFile(QObject):
    """Asks for a file and makes a page of it, off the main thread.

    Attributes
    ----------
    opened : Signal(str)
        The page of this uid is in the library and wants to be shown.
    told : Signal(Sentence)
        What the person should know.
    busy : Signal(bool)
        A file is being read, or is not any more.
    """

    opened = Signal(str)
    told = Signal(object)
    busy = Signal(bool)

    def __init__(self, page: QWidget, context: Context) -> None:
        super().__init__(page)
        self._page, self._context = page, context
        self._run: Run[Brought] | None = None

    def ask(self) -> None:
        """Ask which file, and open it as a page."""
        if not self._may_begin():
            return
        dialog = QFileDialog(self._page.window(), tr("A page from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = " ".join(f"*{ending}" for ending in _ENDINGS)
        dialog.setNameFilter(tr("Sketches, models and pictures in layers") + f" ({kinds})")
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: Path) -> None:
        """Open a file as a page; what is in the library already is opened as it is there."""
        if not self._may_begin():
            return
        if path.suffix.lower() not in _ENDINGS:
            self.told.emit(Sentence(NO_PAGE.message, {"name": path.name}))
            return
        library, now = self._context.library, self._context.now()

        def work(step: Step) -> Brought:
            # the formats are loaded when a file is opened, not with the Studio
            from app.services.bring_in import bring_in

            return bring_in(library, path, zone=Here(), now=now, step=step)

        run = self._run = Run(work, name="page from a file")
        self.destroyed.connect(run.stop)
        self.busy.emit(True)
        run.start()
        when_done(
            self,
            run.future,
            lambda brought: self._show(path.name, brought),
            lambda error: self._fail(path.name, error),
        )

    def _may_begin(self) -> bool:
        if self._context.document.is_read_only:
            self.told.emit(READING)
            return False
        return self._run is None

    def _show(self, name: str, brought: Brought) -> None:
        self._end()
        self.opened.emit(brought.pages[0])
        if brought.already_here:
            self.told.emit(Sentence(HERE_ALREADY.message, {"name": name}))

    def _fail(self, name: str, error: BaseException) -> None:
        self._end()
        told = Sentence(UNOPENED.message, {"name": name})
        self.told.emit(error.sentence if isinstance(error, PersonError) else told)

    def _end(self) -> None:
        self._run = None
        self.busy.emit(False)
