"""The pictures of a page: shown from the library, added as bytes, described in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal

from app.formats.photograph import MAX_BYTES, NOT_A_PICTURE, examined, too_large
from app.model.document import Document
from app.model.entities import Attachment, Picture, new_uid
from app.model.words import PersonError
from app.services.library import LibraryService
from widgets.journal.editor import Editor
from widgets.journal.shelf import Shelf, decoded, fitted
from widgets.journal.spans import image_format
from widgets.later import when_done
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.storage.library import Library

BOX = QSize(400, 420)


def _bytes_of(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > MAX_BYTES:
            raise too_large()
        return source.read_bytes()
    except OSError as error:
        raise PersonError(NOT_A_PICTURE) from error


def taken_in(source: bytes | Path, now: datetime) -> Picture:
    """Return a photograph ready for the library, its bytes as they are.

    Raises
    ------
    PersonError
        If it is too large, or no picture.
    """
    content = _bytes_of(source)
    facts = examined(content)
    return Picture(new_uid(), facts.media_type, content, facts.width, facts.height, now)


class PagePictures(QObject):
    """Hands the page its pictures, and takes new ones in away from the main thread."""

    failed = Signal(str)

    def __init__(
        self,
        *,
        document: Document,
        library: LibraryService,
        editor: Editor,
        shelf: Shelf,
        theme: Theme,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(editor)
        self._document, self._library = document, library
        self._editor, self._shelf, self._now = editor, shelf, now
        ratio = editor.devicePixelRatioF()
        self._box = QSize(theme.px(BOX.width()), theme.px(BOX.height())) * ratio
        editor.mirror.changed.connect(lambda *_: self._shelf_soon())
        editor.pictures_dropped.connect(self.add)
        shelf.arrived.connect(lambda _uid: self.show())

    def show(self) -> None:
        """Hand over every picture of the page that is here, and ask for the others."""
        for line in self._editor.mirror.lines:
            for attachment in line.attachments:
                self._show(attachment)

    def add(self, sources: list[bytes | Path]) -> None:
        """Take photographs into the library and put them on the page."""
        now = self._now()
        for source in sources:
            future = self._library.submit(self._taking(source, now))
            when_done(self, future, self._put, self._refused)

    def _taking(self, source: bytes | Path, now: datetime) -> Callable[[Library], Picture]:
        return lambda _library: taken_in(source, now)

    def add_work(self, work_uid: str, title: str) -> None:
        """Put a picture of the studio on the page."""
        self._editor.insert_attachment(Attachment(0, work_uid=work_uid, description=title))

    def _shelf_soon(self) -> None:
        self.show()

    def _show(self, attachment: Attachment) -> None:
        name = image_format(attachment).name()
        if self._editor.paper.has_picture(name):
            return
        picture = self._document.find(attachment.picture_uid) if attachment.picture_uid else None
        if isinstance(picture, Picture):
            image = decoded(picture.content, self._box)
        else:
            found = self._shelf.large(attachment, self._box)
            if found is None or found.isNull():
                return
            image = found
        image = fitted(image, self._box)
        image.setDevicePixelRatio(self._editor.devicePixelRatioF())
        self._editor.paper.show_picture(name, image)

    def _put(self, picture: Picture) -> None:
        with self._document.edit("Add a picture") as edit:
            edit.put(picture)
        self._editor.insert_attachment(Attachment(0, picture_uid=picture.uid))

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, PersonError):
            raise error
        self.failed.emit(str(error))
