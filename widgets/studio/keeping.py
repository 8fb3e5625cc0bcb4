"""What leaves the studio: thumbnails into the library, a PNG where the person says, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model.words import PersonError, Sentence, tr
from app.services.export import save_file
from app.services.library_worker import LibraryService
from widgets.canvas.painter_presenter import image_over
from widgets.later import when_done
from widgets.studio.stand import Stand
from widgets.studio.thumbs import png

Pixels = npt.NDArray[np.uint8]

_QUIET_MS = 4000
SAVED = Sentence("The picture is saved as {name}.")
UNSAVED = Sentence(
    "The picture could not be saved there. Nothing is lost: it is in your library. "
    "Please try another place."
)
_WHOLE_PX, _THUMB_PX = 4096, 1024
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class Keeping(QObject):
    """Keeps the library's thumbnail fresh and hands the picture out when it is asked for.

    Parameters
    ----------
    picture : callable
        Returns what is to be seen of the work, (height, width, 4), uint8, BGRA, its longer side
        about so many pixels; None where nothing is open.
    thumbnail : callable, optional
        Returns the same for the library, where that shows something else.
    """

    def __init__(
        self,
        page: QWidget,
        library: LibraryService,
        stand: Stand,
        picture: Callable[[int], Pixels | None],
        thumbnail: Callable[[int], Pixels | None] | None = None,
    ) -> None:
        super().__init__(page)
        self._page, self._library, self._stand, self._picture = page, library, stand, picture
        self._thumbnail = thumbnail or picture
        self._is_stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep_thumbnail)
        stand.changed.connect(self._wait)

    def keep_thumbnail(self) -> None:
        """Put a small picture of the work into the library; it is made on the library's thread."""
        work = self._stand.work
        if self._library.is_read_only or not self._is_stale or self._stand.is_drawing:
            return
        pixels = self._thumbnail(_THUMB_PX) if work is not None else None
        if work is None or pixels is None:
            return
        self._is_stale = False
        self._timer.stop()
        uid = work.uid
        self._library.submit(lambda library: library.put_thumbnail(uid, png(pixels)))

    def left_unfinished(
        self, found: Callable[[str], object], nothing: Callable[[], object]
    ) -> None:
        """Look for the work that was painted on last and is not done; tell on the main thread."""

        def choose(summaries: list[tuple[str, bool]]) -> None:
            if not self._stand.is_empty:
                return
            open_ones = [uid for uid, is_finished in summaries if not is_finished]
            if open_ones:
                found(open_ones[0])
            elif not self._library.is_read_only:
                nothing()

        future = self._library.submit(
            lambda library: [
                (each.uid, each.is_finished)
                for each in sorted(
                    library.work_summaries(), key=lambda each: each.changed_at, reverse=True
                )
            ]
        )
        when_done(self, future, choose)

    def ask_where(self, tell: Callable[[Sentence], None]) -> None:
        """Ask for a place and save the picture there as PNG."""
        if self._stand.work is None:
            return
        dialog = QFileDialog(self._page, tr("Save this picture as PNG"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("PNG picture") + " (*.png)")
        dialog.setDefaultSuffix("png")
        dialog.fileSelected.connect(lambda name: self.save(Path(name), tell))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path, tell: Callable[[Sentence], None]) -> None:
        """Save the picture as PNG, off the main thread; say when it is there, or why not."""
        pixels = self._picture(_WHOLE_PX)
        if pixels is None:
            return
        future = self._library.submit(
            lambda _: save_file(path, png(np.ascontiguousarray(pixels), side_px=_WHOLE_PX))
        )
        when_done(
            self,
            future,
            lambda _: tell(Sentence(SAVED.message, {"name": path.name})),
            lambda error: tell(error.sentence if isinstance(error, PersonError) else UNSAVED),
        )

    def print_picture(self) -> None:
        """Print the picture, as large as the paper allows."""
        # printing is seldom wanted: its library is loaded when it is
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        pixels = self._picture(_WHOLE_PX)
        if pixels is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._page)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        image = image_over(pixels)

        def printed() -> None:
            with QPainter(printer) as painter:
                room = painter.viewport()
                size = image.size().scaled(room.size(), _KEEP)
                painter.drawImage(
                    room.adjusted(0, 0, size.width() - room.width(), size.height() - room.height()),
                    image,
                )

        dialog.accepted.connect(printed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _wait(self) -> None:
        self._is_stale = True
        if not self._stand.is_drawing:
            self._timer.start(_QUIET_MS)
