"""The document of a page: it shows pictures it was given and never fetches one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QTextDocument

from widgets.journal.spans import SCHEME

RADIUS_PX = 10


class Paper(QTextDocument):
    """A QTextDocument that loads nothing: no path, no address, only pictures handed to it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self._pictures: dict[str, QImage] = {}

    def has_picture(self, name: str) -> bool:
        """Whether the picture of this name was handed over already."""
        return name in self._pictures

    def picture(self, name: str) -> QImage:
        """Return a picture that was handed over, or the blank that stands for it."""
        return self._pictures.get(name, blank())

    def show_picture(self, name: str, image: QImage) -> None:
        """Show an image wherever the page has this name."""
        self._pictures[name] = rounded(image)
        kind = QTextDocument.ResourceType.ImageResource.value
        self.addResource(kind, QUrl(name), self._pictures[name])
        self.markContentsDirty(0, self.characterCount())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture that was handed over, else an empty one; nothing is ever opened."""
        address = name.toString() if isinstance(name, QUrl) else name
        if kind == QTextDocument.ResourceType.ImageResource.value and address.startswith(SCHEME):
            return self._pictures.get(address, blank())
        return blank()


def blank() -> QImage:
    """Return what stands where a picture is not there yet: room, and nothing in it."""
    image = QImage(240, 160, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(128, 128, 128, 40))
    return image


def rounded(image: QImage) -> QImage:
    """Return an image with round corners."""
    out = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    out.setDevicePixelRatio(image.devicePixelRatio())
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(QRectF(image.rect()), RADIUS_PX, RADIUS_PX)
    painter.setClipPath(path)
    painter.drawImage(0, 0, image)
    painter.end()
    return out
