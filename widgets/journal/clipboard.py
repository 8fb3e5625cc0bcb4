"""What a page gives to the clipboard and takes from it or from a drop."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from app.model.entities import Attachment, Span, SpanStyle
from widgets.journal.lines import Words

IMAGE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp")
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")


def packed(words: Words) -> bytes:
    """Return words as bytes for a page of ours; JSON's escapes keep lone surrogates too."""
    return json.dumps(asdict(words)).encode("ascii")


def unpacked(content: bytes | bytearray | memoryview) -> Words:
    """Return what `packed` made.

    Raises
    ------
    ValueError
        If it is not ours.
    """
    try:
        found = json.loads(bytes(content))
        return Words(
            str(found["text"]),
            tuple(Span(s["start"], s["end"], SpanStyle(s["style"])) for s in found["spans"]),
            tuple(Attachment(**attachment) for attachment in found["attachments"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not words of a page") from error


def dropped_pictures(source: QMimeData) -> list[bytes | Path]:
    """Return pictures of a drop or a paste: bytes, or the local files somebody dropped.

    Web addresses are never followed: what has only an address comes in as text.
    """
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    files: list[bytes | Path] = [p for p in paths if p.suffix.lower() in IMAGE_SUFFIXES]
    if files or (source.hasText() and not source.hasImage()):
        return files
    for kind in IMAGE_TYPES:
        if source.hasFormat(kind):
            return [bytes(source.data(kind).data())]
    image = source.imageData()
    return [png_of(image)] if isinstance(image, QImage) and not image.isNull() else []


def png_of(image: QImage) -> bytes:
    """Return an image as PNG bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
