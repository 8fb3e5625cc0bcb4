"""What the room is seen through: a picture from a hidden context, or VisPy's own window."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QImage,
    QOffscreenSurface,
    QOpenGLContext,
    QPainter,
    QPaintEvent,
    QSurfaceFormat,
)
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.model.words import Sentence
from app.scene.borrowed import BorrowedContext
from app.scene.camera import Camera
from app.scene.offscreen import OffscreenRenderer
from app.scene.quality import Governor
from app.scene.stage import Stage

Pixels = npt.NDArray[np.uint8]

SOFTWARE_MS, HARDWARE_MS = 60.0, 16.0
NO_GL = Sentence(
    "Pages in space need OpenGL, and this computer shows none here. Nothing is lost: the page "
    "stays in your library as it is. Painting works as always."
)


class NoGlass(Exception):  # noqa: N818  # it is what the person is told
    """There is no OpenGL here."""


class Glass(Protocol):
    """Shows the stage as a camera sees it."""

    name: str

    @property
    def widget(self) -> QWidget:
        """Return the widget it draws into; it takes no input of its own."""
        ...

    @property
    def is_fast(self) -> bool:
        """Whether things may move by themselves without holding the person up."""
        ...

    def look(self, camera: Camera) -> None:
        """Look from here from now on."""
        ...

    def refresh(self) -> None:
        """Draw again: something changed."""
        ...

    def picture(self, width: int, height: int, camera: Camera, *, smooth: int = 1) -> Pixels:
        """Return what a camera sees: (height, width, 4), RGBA, from the top."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


class Hidden:
    """An OpenGL context without a window.

    Raises
    ------
    NoGlass
        Where there is no OpenGL.
    """

    def __init__(self) -> None:
        self.surface, self.context = QOffscreenSurface(), QOpenGLContext()
        form = QSurfaceFormat.defaultFormat()
        form.setDepthBufferSize(24)
        form.setSamples(0)
        self.surface.setFormat(form)
        self.surface.create()
        self.context.setFormat(form)
        self.context.setShareContext(QOpenGLContext.globalShareContext())
        if not self.surface.isValid() or not self.context.create():
            raise NoGlass
        if not self.context.makeCurrent(self.surface):
            raise NoGlass
        self.borrowed = BorrowedContext(self.make_current)

    def make_current(self) -> None:
        """Draw here from now on."""
        self.context.makeCurrent(self.surface)

    @property
    def is_lost(self) -> bool:
        """Whether the driver took the context away."""
        return not self.context.makeCurrent(self.surface)

    def close(self) -> None:
        """Delete the context."""
        self.borrowed.close()
        self.context.doneCurrent()
        self.surface.destroy()


class _Pane(QWidget):
    """The widget the picture is drawn into."""

    def __init__(self, draw: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._draw = draw
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture; it is rendered only when something changed."""
        with QPainter(self) as painter:
            self._draw(painter)


class PainterGlass:
    """Renders off-screen and draws with QPainter: the choice where OpenGL works in software.

    Parameters
    ----------
    stage : Stage
    governed : callable
        Told when the quality is another one.
    renewed : callable
        Told when the driver took the context away and there is another one.
    """

    name = "QPainter"
    is_fast = False

    def __init__(
        self,
        stage: Stage,
        governor: Governor,
        governed: Callable[[], object],
        renewed: Callable[[], object],
    ) -> None:
        self._stage, self._governed, self._renewed = stage, governed, renewed
        self._governor = governor
        self._camera = Camera()
        self._is_stale, self._is_closed = True, False
        self._image = QImage()
        self._hidden = Hidden()
        self._renderer = OffscreenRenderer(stage, self._hidden.borrowed)
        self._pane = _Pane(self._draw)

    @property
    def widget(self) -> QWidget:
        """Return the widget it draws into."""
        return self._pane

    def look(self, camera: Camera) -> None:
        """Look from here from now on."""
        self._camera = camera
        self.refresh()

    def refresh(self) -> None:
        """Draw again when the window does."""
        self._is_stale = True
        self._pane.update()

    def picture(self, width: int, height: int, camera: Camera, *, smooth: int = 1) -> Pixels:
        """Return what a camera sees."""
        return self._renderer.render((width, height), camera, smooth=smooth)

    def close(self) -> None:
        """Let go of the context; more than once does no harm."""
        if self._is_closed:
            return
        self._is_closed = True
        self._renderer.close()
        self._hidden.close()
        if isValid(self._pane):
            self._pane.hide()
            self._pane.deleteLater()

    def _draw(self, painter: QPainter) -> None:
        if self._is_stale:
            self._render()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self._pane.rect()), self._image)

    def _render(self) -> None:
        self._is_stale = False
        if self._hidden.is_lost:
            self._renew()
        began = perf_counter()
        ratio = self._pane.devicePixelRatioF()
        shown = (
            max(1, round(self._pane.width() * ratio)),
            max(1, round(self._pane.height() * ratio)),
        )
        level = self._governor.level
        pixels = self._renderer.render(level.scaled(shown), self._camera)
        self._image = image_of(pixels)
        if self._governor.measured((perf_counter() - began) * 1000.0):
            self._stage.use_level(self._governor.level)
            self._governed()

    def _renew(self) -> None:
        """Make another context: the driver took this one away."""
        self._hidden.close()
        self._hidden = Hidden()
        self._stage.rebuild()
        self._renderer = OffscreenRenderer(self._stage, self._hidden.borrowed)
        self._renewed()


def image_of(pixels: Pixels) -> QImage:
    """Return an image of RGBA rows, with memory of its own."""
    height, width, _ = pixels.shape
    rows = np.ascontiguousarray(pixels)
    form = QImage.Format.Format_RGBX8888
    return QImage(rows.data, width, height, rows.strides[0], form).copy()
