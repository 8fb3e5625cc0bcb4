"""The room through VisPy's own window: the choice where the graphics driver is hardware."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import perf_counter

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from vispy import app

from app.scene.camera import Camera
from app.scene.offscreen import OffscreenRenderer
from app.scene.quality import Governor
from app.scene.stage import Stage
from widgets.space.glass import Pixels


class _Window(app.Canvas):
    """The VisPy canvas; it draws, and takes no input."""

    def __init__(self, draw: Callable[[int, int], None]) -> None:
        self._draw_frame = draw
        super().__init__(app=app.use_app("pyside6"), keys=None, show=False)

    def on_draw(self, _event: object) -> None:
        """Draw one frame into the widget."""
        ratio = self.native.devicePixelRatioF()
        self._draw_frame(round(self.native.width() * ratio), round(self.native.height() * ratio))


class VispyGlass:
    """Draws straight into a window of the graphics card.

    Parameters
    ----------
    stage : Stage
    governor : Governor
        Chooses how much is drawn by the time a frame takes.
    governed : callable
        Told when the quality is another one.
    """

    name = "VisPy"
    is_fast = True

    def __init__(self, stage: Stage, governor: Governor, governed: Callable[[], object]) -> None:
        self._stage, self._governor, self._governed = stage, governor, governed
        self._camera = Camera()
        self._window = _Window(self._frame)
        self._native: QWidget = self._window.native
        self._native.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._native.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        (self._view,) = stage.eye_views(1)
        self._renderer = OffscreenRenderer(stage, self._window)

    @property
    def widget(self) -> QWidget:
        """Return the widget it draws into."""
        return self._native

    def look(self, camera: Camera) -> None:
        """Look from here from now on."""
        self._camera = camera
        self.refresh()

    def refresh(self) -> None:
        """Draw again when the window does."""
        self._native.update()

    def picture(self, width: int, height: int, camera: Camera, *, smooth: int = 1) -> Pixels:
        """Return what a camera sees."""
        return np.ascontiguousarray(self._renderer.render((width, height), camera, smooth=smooth))

    def close(self) -> None:
        """Let go of the window and its context, for good; more than once does no harm."""
        if not isValid(self._native):
            return
        self._renderer.close()
        self._window.context.flush_commands()
        self._window.close()
        # where events ran while VisPy closed it, it is deleted already
        if isValid(self._native):
            self._native.deleteLater()
            QCoreApplication.sendPostedEvents(self._native, QEvent.Type.DeferredDelete)
        gc.collect()

    def _frame(self, width: int, height: int) -> None:
        began = perf_counter()
        size = (max(1, width), max(1, height))
        self._view.set_matrix(self._camera.view_projection(size), size)
        self._view.draw(background=self._stage.background)
        if self._governor.measured((perf_counter() - began) * 1000.0):
            self._stage.use_level(self._governor.level)
            self._governed()
