"""What can be done with a work from the wall, whether it is open in the studio or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from app.commands.paint import bin_work, restore_work
from app.model.document import Document
from app.model.entities import Entity, Entry, Work
from app.model.words import PersonError
from app.services.export import NO_PICTURE, flattened, kept_png, save_file
from app.services.library import LibraryService
from widgets.later import when_done

if TYPE_CHECKING:
    from app.storage.library import Library


class Deeds(QObject):
    """Changes works and pages of the library, with one step each.

    What is not open is taken into the document for the one step and let go again; the step is
    on its way to the library by then.
    """

    def __init__(self, document: Document, library: LibraryService, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._library = document, library

    def rename(self, uid: str, title: str) -> None:
        """Give a work another title."""

        def run(work: Work) -> None:
            if work.title != title:
                with self._document.edit("Rename the picture", scope=work.uid) as edit:
                    edit.put(replace(work, title=title))

        self._with_work(uid, run)

    def bin(self, uid: str, now: datetime) -> None:
        """Move a work to the bin."""
        self._with_work(uid, lambda work: bin_work(self._document, work, binned_at=now))

    def restore(self, uid: str) -> None:
        """Bring a work back."""
        self._with_work(uid, lambda work: restore_work(self._document, work))

    def restore_entry(self, uid: str) -> None:
        """Bring a page back."""

        def run(entity: Entity) -> None:
            if isinstance(entity, Entry):
                with self._document.edit("Bring back from the bin", scope=uid) as edit:
                    edit.put(replace(entity, binned_at=None))

        found = self._document.find(uid)
        if found is not None:
            run(found)
            return
        future = self._library.submit(lambda library: library.load_entry(uid))
        when_done(self, future, lambda entities: self._lend(uid, entities, run))

    def save_png(
        self,
        uid: str,
        path: Path,
        saved: Callable[[Path], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Save a work as PNG at its full size."""

        def write(library: Library) -> Path:
            png = kept_png(library, uid)
            if png is None:
                raise PersonError(NO_PICTURE)
            save_file(path, png)
            return path

        when_done(self, self._library.submit(write), saved, failed)

    def print_on(self, uid: str, printer: QPrinter) -> None:
        """Print a work as large as the sheet allows."""
        future = self._library.submit(lambda library: picture_of(library, uid))
        when_done(self, future, lambda image: print_image(image, printer))

    def _with_work(self, uid: str, run: Callable[[Work], object]) -> None:
        found = self._document.find(uid)
        if isinstance(found, Work):
            run(found)
            return

        def on_work(entity: Entity) -> None:
            if isinstance(entity, Work):
                run(entity)

        future = self._library.submit(lambda library: library.load_work(uid)[0])
        when_done(self, future, lambda entities: self._lend(uid, entities, on_work))

    def _lend(self, uid: str, entities: dict[str, Entity], run: Callable[[Entity], object]) -> None:
        here = self._document.find(uid)
        if here is not None:
            run(here)
            return
        self._document.load({uid: entities[uid]}, {}, scope=uid)
        try:
            run(entities[uid])
        finally:
            self._document.unload(uid)


def picture_of(library: Library, uid: str) -> QImage:
    """Return a work at its full size."""
    entities, grids, _ = library.load_work(uid)
    if not grids:
        # a page in space: as it was seen last
        return QImage.fromData(library.thumbnail(uid) or b"")
    pixels = flattened(uid, entities, grids)
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()


def print_image(image: QImage, printer: QPrinter) -> None:
    """Print an image in the middle of a sheet, as large as it fits."""
    painter = QPainter(printer)
    try:
        sheet: QSize = painter.viewport().size()
        size = image.size().scaled(sheet, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(QRect(0, 0, sheet.width(), sheet.height()).center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)
    finally:
        painter.end()
