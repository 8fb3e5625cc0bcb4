"""Pictures of works and photographs, fetched from the library and scaled away from the window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from app.model.entities import Attachment
from app.services.export import flattened
from app.services.library import LibraryService
from widgets.later import when_done

if TYPE_CHECKING:
    from app.storage.library import Library

KEPT_IMAGES = 160


def fitted(image: QImage, box: QSize) -> QImage:
    """Return an image scaled down into a box; a small one stays as it is."""
    if image.isNull() or (image.width() <= box.width() and image.height() <= box.height()):
        return image
    return image.scaled(
        box, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def middle(image: QImage, size: QSize) -> QRect:
    """Return the largest part of an image's middle that has the proportions of a size."""
    part = size.scaled(image.size(), Qt.AspectRatioMode.KeepAspectRatio)
    rect = QRect(0, 0, part.width(), part.height())
    rect.moveCenter(image.rect().center())
    return rect


def decoded(content: bytes, box: QSize) -> QImage:
    """Return a photograph's bytes as an image that fits a box, the right way up."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    return fitted(reader.read(), box)


def _small(library: Library, attachment: Attachment, box: QSize) -> QImage:
    if attachment.work_uid:
        return fitted(QImage.fromData(library.thumbnail(attachment.work_uid) or b""), box)
    return decoded(library.picture(attachment.picture_uid).content, box)


def _large(library: Library, attachment: Attachment, box: QSize) -> QImage:
    if not attachment.work_uid:
        return decoded(library.picture(attachment.picture_uid).content, box)
    entities, grids, _ = library.load_work(attachment.work_uid)
    if not grids:
        # a page in space: as it was seen last
        return _small(library, attachment, box)
    pixels = flattened(attachment.work_uid, entities, grids)
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32)
    return fitted(image.copy(), box)


class Shelf(QObject):
    """Images by name and size; what is not here yet is fetched, then ``arrived`` says its name.

    An attachment that is gone from the library gives an empty image, once.
    """

    arrived = Signal(str)

    def __init__(self, library: LibraryService, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()

    def small(self, attachment: Attachment, box: QSize) -> QImage | None:
        """Return a thumbnail in device pixels, or None until it arrives."""
        return self._get(attachment, box, _small)

    def large(self, attachment: Attachment, box: QSize) -> QImage | None:
        """Return a picture in device pixels, or None until it arrives."""
        return self._get(attachment, box, _large)

    def forget(self, uid: str) -> None:
        """Fetch the pictures of a work anew when they are next wanted."""
        for name in [name for name in self._images if uid in name]:
            del self._images[name]

    def _get(
        self,
        attachment: Attachment,
        box: QSize,
        load: Callable[[Library, Attachment, QSize], QImage],
    ) -> QImage | None:
        uid = attachment.work_uid or attachment.picture_uid
        name = f"{load.__name__} {uid} {box.width()}x{box.height()}"
        if name in self._images:
            self._images.move_to_end(name)
            return self._images[name]
        if name not in self._asked:
            self._asked.add(name)
            future = self._library.submit(lambda library: load(library, attachment, box))
            when_done(
                self,
                future,
                lambda image: self._keep(name, uid, image),
                lambda _error: self._keep(name, uid, QImage()),
            )
        return None

    def _keep(self, name: str, uid: str, image: QImage) -> None:
        self._asked.discard(name)
        self._images[name] = image
        while len(self._images) > KEPT_IMAGES:
            self._images.popitem(last=False)
        self.arrived.emit(uid)
