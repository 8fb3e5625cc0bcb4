"""What leaves the easel: thumbnails into the library, a PNG where the person says, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model.words import PersonError, Sentence, tr
from app.services.export import save_file
from app.services.library_worker import LibraryService
from widgets.canvas.painter_presenter import image_over
from widgets.later import when_done
from widgets.studio.easel import Easel
from widgets.studio.thumbs import png

_QUIET_MS = 4000
SAVED = Sentence("The picture is saved as {name}.")
UNSAVED = Sentence(
    "The picture could not be saved there. Nothing is lost: it is in your library. "
    "Please try another place."
)
_WHOLE_PX = 4096
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class Keeping(QObject):
    """Keeps the library's thumbnail fresh and hands the picture out when it is asked for."""

    def __init__(self, page: QWidget, library: LibraryService, easel: Easel) -> None:
        super().__init__(page)
        self._page, self._library, self._easel = page, library, easel
        self._is_stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep_thumbnail)
        easel.changed.connect(self._wait)

    def keep_thumbnail(self) -> None:
        """Put a small picture of the work into the library; it is made on the library's thread."""
        work, buffer = self._easel.work, self._easel.buffer
        if self._library.is_read_only or not self._is_stale or self._easel.is_drawing:
            return
        if work is None or buffer is None:
            return
        self._is_stale = False
        self._timer.stop()
        level = next(n for n in range(4) if max(work.width, work.height) >> n <= 1024 or n == 3)
        pixels, uid = buffer.level(level).copy(), work.uid
        self._library.submit(lambda library: library.put_thumbnail(uid, png(pixels)))

    def left_unfinished(
        self, found: Callable[[str], object], nothing: Callable[[], object]
    ) -> None:
        """Look for the work that was painted on last and is not done; tell on the main thread."""

        def choose(summaries: list[tuple[str, bool]]) -> None:
            if not self._easel.is_empty:
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
        if self._easel.buffer is None:
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
        if self._easel.buffer is None:
            return
        pixels = self._easel.buffer.pixels.copy()
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

        buffer = self._easel.buffer
        if buffer is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._page)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        image = image_over(buffer.pixels.copy())

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
        if not self._easel.is_drawing:
            self._timer.start(_QUIET_MS)
