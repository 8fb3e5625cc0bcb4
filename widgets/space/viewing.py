"""Showing the room: the glass it is seen through, how well it is drawn, and what moves in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.model.space import Vector
from app.model.words import Sentence
from app.scene.camera import Camera
from app.scene.quality import LEVELS, Governor
from app.scene.stage import Stage
from widgets.canvas.choose_presenter import choose, has_gl_platform
from widgets.parts import Notice
from widgets.space.glass import (
    HARDWARE_MS,
    NO_GL,
    SOFTWARE_MS,
    Glass,
    NoGlass,
    PainterGlass,
)
from widgets.space.looking import HOME, Looking
from widgets.studio.keeping import Pixels
from widgets.theme import Theme

_MOVE_MS: Final = 33
_SETTLE_MS: Final = 220
_WIDEST_PX: Final = 2048
_SHAPE: Final = 4 / 3
_MIDDLE: Final = len(LEVELS) // 2

Bounds = tuple[Vector, Vector]


class Viewing(QObject):
    """Draws the stage into a canvas when something changed, and only then.

    Parameters
    ----------
    canvas : QWidget
        Where it is seen; the glass lies in it.
    renderer : str
        What draws OpenGL here, "" where it is not known or there is none.
    bounds : callable
        Returns the corners of what is on the page, for thumbnails.

    Attributes
    ----------
    governed : Signal()
        It is drawn better or simpler now.
    renewed : Signal()
        The OpenGL context is another one: what lived in it has to be made anew.
    pictured : Signal()
        A picture was made, for which handles and marks were taken off.
    """

    governed = Signal()
    renewed = Signal()
    pictured = Signal()

    def __init__(
        self,
        theme: Theme,
        stage: Stage,
        looking: Looking,
        canvas: QWidget,
        renderer: str,
        bounds: Callable[[], Bounds | None],
    ) -> None:
        super().__init__(canvas)
        self._theme, self._stage, self._looking = theme, stage, looking
        self._canvas, self._renderer, self._bounds = canvas, renderer, bounds
        self._glass: Glass | None = None
        self._may_flash = False
        self._governor = Governor(SOFTWARE_MS)
        self._sorry = Notice(theme)
        self._sorry.setParent(canvas)
        self._sorry.hide()
        self._clock = QElapsedTimer()
        self._clock.start()
        self._motion = self._timer(_MOVE_MS, self._move_on)
        # shadows and the like are caught up with when the hand rests
        self._settling = self._timer(_SETTLE_MS, self._settle, is_single=True)
        looking.changed.connect(self._look)

    @property
    def glass(self) -> Glass | None:
        """Return what the room is seen through, None before it is shown or without OpenGL."""
        return self._glass

    @property
    def sentence(self) -> Sentence:
        """Return how well it is drawn, an empty sentence where nothing is left out."""
        return self._governor.sentence()

    def show(self) -> None:
        """Make the glass where there is none yet, and let things move."""
        if self._glass is None:
            self._make()
        self._move_or_rest()

    def use_motion(self, *, may_flash: bool) -> None:
        """Let what flashes do so, or hold it still; never where motion is reduced."""
        self._may_flash = may_flash
        self._stage.use_motion(is_still=self._theme.is_motion_reduced, may_flash=may_flash)
        self.redraw()

    def rest(self) -> None:
        """Nobody looks: nothing moves."""
        self._motion.stop()
        self._settling.stop()
        self._looking.run_turntable(is_running=False)

    def redraw(self) -> None:
        """Something changed."""
        if self._glass is not None:
            self._glass.refresh()
            self._settling.start()

    def resize(self) -> None:
        """Fill the canvas."""
        size = self._canvas.size()
        if self._glass is not None:
            self._glass.widget.setGeometry(0, 0, size.width(), size.height())
        self._sorry.setGeometry(size.width() // 2 - 220, size.height() // 2 - 60, 440, 120)

    def picture(self, longest_px: int) -> Pixels | None:
        """Return what is on the page, all of it to be seen, its longer side so long; BGRA."""
        self.show_once()
        if self._glass is None:
            return None
        width = min(longest_px, _WIDEST_PX)
        size = (width, round(width / _SHAPE))
        orbit = self._looking.orbit
        bounds = self._bounds()
        orbit = replace(HOME, yaw_deg=orbit.yaw_deg, pitch_deg=max(orbit.pitch_deg, 4.0))
        if bounds is not None:
            orbit = orbit.framing(*bounds, size)
        return self._pixels(size, orbit.camera)

    def snapshot(self, longest_px: int) -> Pixels | None:
        """Return what is seen now; as `picture`."""
        if self._glass is None:
            return None
        width, height = self._looking.size_px
        scale = min(longest_px, _WIDEST_PX) / max(width, height)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        return self._pixels(size, self._looking.camera)

    def frame(self, size: tuple[int, int], camera: Camera, *, time_s: float) -> Pixels | None:
        """Return one picture of a film: (height, width, 3), RGB."""
        if self._glass is None:
            return None
        self._stage.update(time_s)
        return np.ascontiguousarray(self._bare(self._glass, size, camera)[..., :3])

    def show_once(self) -> None:
        """Make the glass for a picture even if nobody has looked yet."""
        if self._glass is None and self._sorry.isHidden():
            self._make()

    def close(self) -> None:
        """Let go of the OpenGL context."""
        self.rest()
        if self._glass is not None:
            self._glass.close()
            self._glass = None

    def _pixels(self, size: tuple[int, int], camera: Camera) -> Pixels | None:
        if self._glass is None:
            return None
        # what one works with is not in the picture
        self._stage.hands.show_hands(())
        self._stage.hands.show_gizmo(None)
        self._stage.highlight(())
        self._stage.settle()
        rgba = self._bare(self._glass, size, camera)
        self.pictured.emit()
        return np.ascontiguousarray(rgba[..., [2, 1, 0, 3]])

    def _bare(self, glass: Glass, size: tuple[int, int], camera: Camera) -> Pixels:
        """Return the room without guides and mirrors: one works with them."""
        self._stage.guides.show(is_shown=False)
        rgba = glass.picture(*size, camera)
        self._stage.guides.show(is_shown=True)
        return rgba

    def _make(self) -> None:
        choice = choose(self._renderer)
        try:
            if not has_gl_platform():
                raise NoGlass
            if choice.name == "VisPy":
                self._glass = self._native()
            else:
                # begin in the middle: the first frames must not make the person wait
                self._governor.target_ms, self._governor.index = SOFTWARE_MS, _MIDDLE
                self._glass = PainterGlass(
                    self._stage, self._governor, self.governed.emit, self.renewed.emit
                )
        except NoGlass:
            self._sorry.say(str(NO_GL))
            self._sorry.show()
            self._sorry.raise_()
            return
        self._stage.use_level(self._governor.level)
        self.use_motion(may_flash=self._may_flash)
        # contexts are not widgets: nobody else would let go of it
        self._canvas.destroyed.connect(self._glass.close)
        self._glass.widget.setParent(self._canvas)
        self._glass.widget.lower()
        self._glass.widget.show()
        self.resize()
        self._look()

    def _native(self) -> Glass:
        # VisPy's window is imported where the driver is hardware
        from widgets.space.vispy_glass import VispyGlass

        self._governor.target_ms = HARDWARE_MS
        return VispyGlass(self._stage, self._governor, self.governed.emit)

    def _look(self) -> None:
        if self._glass is not None:
            self._glass.look(self._looking.camera)

    def _move_or_rest(self) -> None:
        moves = self._glass is not None and self._glass.is_fast
        if moves and not self._theme.is_motion_reduced:
            self._motion.start()
        else:
            self._motion.stop()

    def _move_on(self) -> None:
        self._stage.update(self._clock.elapsed() / 1000.0)
        if self._glass is not None:
            self._glass.refresh()

    def _settle(self) -> None:
        self._stage.update(self._clock.elapsed() / 1000.0)
        self._stage.settle()
        if self._glass is not None:
            self._glass.refresh()

    def _timer(
        self, interval_ms: int, run: Callable[[], None], *, is_single: bool = False
    ) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(is_single)
        timer.timeout.connect(run)
        return timer
