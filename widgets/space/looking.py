"""How one looks into the room: around a place, or flying through it."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEventPoint

from app.model.space import Vector
from app.scene.camera import Camera, Orbit, Size, orbit_of
from widgets.canvas.pointer import pinch

HOME = Orbit(target_m=(0.0, 1.15, 0.0), distance_m=2.2, pitch_deg=8.0)
DEGREES_A_PIXEL = 0.35
LOOK_DEGREES_A_PIXEL = 0.2
TURN_DEG = 15.0
WHEEL_STEP = 1.15
NUDGE_DEG, NUDGE_PX = 7.5, 40.0
FLY_M = 0.15
TURNTABLE_DEG_S, TURNTABLE_MS = 24.0, 33
_FLIES = {
    Qt.Key.Key_Left: (-1.0, 0.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0, 0.0),
    Qt.Key.Key_Up: (0.0, 0.0, 1.0),
    Qt.Key.Key_Down: (0.0, 0.0, -1.0),
    Qt.Key.Key_PageUp: (0.0, 1.0, 0.0),
    Qt.Key.Key_PageDown: (0.0, -1.0, 0.0),
}
_TURNS = {
    Qt.Key.Key_Left: (NUDGE_DEG, 0.0),
    Qt.Key.Key_Right: (-NUDGE_DEG, 0.0),
    Qt.Key.Key_Up: (0.0, NUDGE_DEG),
    Qt.Key.Key_Down: (0.0, -NUDGE_DEG),
}
_PANS = {
    Qt.Key.Key_Left: (NUDGE_PX, 0.0),
    Qt.Key.Key_Right: (-NUDGE_PX, 0.0),
    Qt.Key.Key_Up: (0.0, NUDGE_PX),
    Qt.Key.Key_Down: (0.0, -NUDGE_PX),
}


class Drag(StrEnum):
    """What a drag does to the view."""

    TURN = "turn"
    PAN = "pan"


class Looking(QObject):
    """Holds the view and moves it.

    Attributes
    ----------
    changed : Signal()
        The view is another one.
    is_flying : bool
        A drag looks around and the arrows walk; else everything turns about the target.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_flying = False
        self._orbit = HOME
        self._size: Size = (1, 1)
        self._pinch: tuple[tuple[float, float], float, float] | None = None
        self._turntable = QTimer(self)
        self._turntable.setInterval(TURNTABLE_MS)
        self._turntable.timeout.connect(self._turn_on)
        self._clock = QElapsedTimer()

    @property
    def orbit(self) -> Orbit:
        """Return the view."""
        return self._orbit

    @property
    def camera(self) -> Camera:
        """Return the camera."""
        return self._orbit.camera

    @property
    def size_px(self) -> Size:
        """Return the size of the canvas, logical pixels."""
        return self._size

    @property
    def is_turning(self) -> bool:
        """Whether the turntable runs."""
        return self._turntable.isActive()

    @property
    def is_pinching(self) -> bool:
        """Whether two fingers are on the canvas."""
        return self._pinch is not None

    def resize(self, width: int, height: int) -> None:
        """Look into a canvas of another size."""
        self._size = (max(1, width), max(1, height))
        self.changed.emit()

    def show(self, orbit: Orbit) -> None:
        """Look from elsewhere."""
        if orbit != self._orbit:
            self._orbit = orbit
            self.changed.emit()

    def home(self) -> None:
        """Look from where one came in."""
        self.show(HOME)

    def frame(self, low_m: Vector, high_m: Vector) -> None:
        """Turn as one is, with a box filling the view."""
        self.show(self._orbit.framing(low_m, high_m, self._size))

    def drag(self, kind: Drag, dx: float, dy: float) -> None:
        """Follow a drag by so many pixels."""
        if kind is Drag.PAN:
            self.show(self._orbit.panned(dx, dy, self._size))
        elif self.is_flying:
            camera = self.camera.looked_around(
                -dx * LOOK_DEGREES_A_PIXEL, dy * LOOK_DEGREES_A_PIXEL
            )
            self.show(orbit_of(camera, self._orbit.distance_m))
        else:
            self.show(self._orbit.turned(dx * DEGREES_A_PIXEL, dy * DEGREES_A_PIXEL))

    def wheel(self, notches: float) -> None:
        """Come nearer or go away; flying, go ahead or back."""
        if self.is_flying:
            self._fly(0.0, 0.0, notches)
        else:
            self.show(self._orbit.zoomed(WHEEL_STEP**notches))

    def turn(self, steps: int) -> None:
        """Turn by steps of 15°."""
        yaw = round(self._orbit.yaw_deg / TURN_DEG) * TURN_DEG + steps * TURN_DEG
        self.show(replace(self._orbit, yaw_deg=yaw % 360.0))

    def level(self) -> None:
        """Look straight ahead, level."""
        self.show(replace(self._orbit, yaw_deg=0.0, pitch_deg=0.0))

    def key(self, key: int, *, is_shifted: bool) -> bool:
        """Follow an arrow or page key; False for any other."""
        try:
            key = Qt.Key(key)
        except ValueError:
            return False
        if self.is_flying and key in _FLIES:
            self._fly(*_FLIES[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.wheel(1.0 if key == Qt.Key.Key_PageUp else -1.0)
        elif is_shifted and key in _PANS:
            self.show(self._orbit.panned(*_PANS[key], self._size))
        elif key in _TURNS:
            self.show(self._orbit.turned(*_TURNS[key]))
        elif key == Qt.Key.Key_Home:
            self.home()
        else:
            return False
        return True

    def pinch(self, points: list[QEventPoint]) -> None:
        """Follow two fingers: shift, come nearer and turn at once."""
        now = pinch(points)
        if self._pinch is not None:
            (x0, y0), distance0, angle0 = self._pinch
            (x, y), distance, angle = now
            turned = (angle - angle0 + 180.0) % 360.0 - 180.0
            orbit = self._orbit.panned(x - x0, y - y0, self._size)
            orbit = orbit.zoomed(distance / max(distance0, 1.0))
            self.show(orbit.turned(turned, 0.0))
        self._pinch = now

    def end(self) -> None:
        """The fingers are gone."""
        self._pinch = None

    def run_turntable(self, *, is_running: bool) -> None:
        """Let the view go round slowly, or stop it."""
        if is_running:
            self._clock.start()
            self._turntable.start()
        else:
            self._turntable.stop()
        self.changed.emit()

    def _turn_on(self) -> None:
        step = min(self._clock.restart() / 1000.0, 0.1) * TURNTABLE_DEG_S
        self.show(replace(self._orbit, yaw_deg=(self._orbit.yaw_deg + step) % 360.0))

    def _fly(self, right: float, up: float, ahead: float) -> None:
        step = FLY_M * max(1.0, math.sqrt(self._orbit.distance_m))
        camera = self.camera.flown(right * step, up * step, ahead * step)
        self.show(orbit_of(camera, self._orbit.distance_m))
