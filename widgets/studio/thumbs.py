"""Small pictures of layers and of the whole work."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter

from app.model.tiles import ONE, TileGrid

_STEP = 8
SIDE_PX = 512


def layer_image(grid: TileGrid) -> QImage:
    """Return a layer on white paper, an eighth as large; it reads one pixel in 64."""
    small = grid.tiles[:, :, _STEP // 2 :: _STEP, _STEP // 2 :: _STEP]
    rows, columns, height, width, _ = small.shape
    flat = small.transpose(0, 2, 1, 3, 4).reshape(rows * height, columns * width, 4)
    flat = flat[: max(grid.height // _STEP, 1), : max(grid.width // _STEP, 1)].astype(np.uint32)
    shown = (flat[..., :3] + (ONE - flat[..., 3:])) * 255 // ONE
    pixels = np.full((*shown.shape[:2], 4), 255, np.uint8)
    pixels[..., :3] = shown[..., ::-1]
    return _image(pixels).copy()


def png(pixels: npt.NDArray[np.uint8], *, side_px: int = SIDE_PX) -> bytes:
    """Return a PNG of BGRA pixels, its longer side at most so long; any thread may call it."""
    image = _image(pixels)
    if max(image.width(), image.height()) > side_px:
        image = image.scaled(
            side_px,
            side_px,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(held.data())


def _image(pixels: npt.NDArray[np.uint8]) -> QImage:
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)
