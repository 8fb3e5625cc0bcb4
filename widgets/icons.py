"""Icons of the Material Design font that qtawesome ships, drawn as shapes in theme colours.

qtawesome itself is not imported: its start-up and its font registration cost a fifth of the
second in which the window has to stand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPixmap,
    QRawFont,
    QTransform,
)

_EM_PX = 512.0


def _folder() -> Path:
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("qtawesome, which carries the icons, is not installed")
    return Path(spec.origin).parent / "fonts"


@cache
def _charmap() -> dict[str, str]:
    (path,) = _folder().glob("materialdesignicons6-webfont-charmap-*.json")
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


@cache
def _font() -> QRawFont:
    path = next(_folder().glob("materialdesignicons6-webfont-*.ttf"))
    return QRawFont(str(path), _EM_PX)


@cache
def shape(name: str) -> QPainterPath:
    """Return an icon's outline in a square of side 1, y down.

    Parameters
    ----------
    name : str
        As qtawesome has it: ``"mdi6.undo"``.

    Raises
    ------
    KeyError
        If there is no such icon.
    """
    font = _font()
    code = int(_charmap()[name.removeprefix("mdi6.")], 16)
    path = font.pathForGlyph(font.glyphIndexesForString(chr(code))[0])
    box = path.boundingRect()
    # the font's own box is 24 units with the shape centred in it
    scale = QTransform().translate(0.5, 0.5).scale(1 / _EM_PX, 1 / _EM_PX)
    return scale.translate(-box.center().x(), -box.center().y()).map(path)


class _Engine(QIconEngine):
    """Draws a shape in the colour the theme has when it is drawn."""

    def __init__(self, name: str, off: Callable[[], QColor], on: Callable[[], QColor]) -> None:
        super().__init__()
        self._name, self._off, self._on = name, off, on

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._off, self._on)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self._on() if state == QIcon.State.On else self._off()
        if mode == QIcon.Mode.Disabled:
            colour.setAlphaF(0.45)
        draw(painter, QRectF(rect), self._name, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


def draw(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Draw an icon into the largest square in the middle of a rectangle."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(side, side)
    painter.translate(-0.5, -0.5)
    painter.fillPath(shape(name), colour)
    painter.restore()


def icon(name: str, off: Callable[[], QColor], on: Callable[[], QColor]) -> QIcon:
    """Return an icon that asks for its colour each time it is drawn."""
    return QIcon(_Engine(name, off, on))
