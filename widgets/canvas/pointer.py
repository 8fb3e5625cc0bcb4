"""What pens, mice and fingers say, as points of a stroke."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QElapsedTimer, QPointF
from PySide6.QtGui import QEventPoint, QMouseEvent, QPointingDevice, QTabletEvent

from app.model.entities import POINT_COLUMNS
from widgets.canvas.view import ViewTransform

Points = npt.NDArray[np.float32]

MOUSE_PRESSURE = 0.75


class Hand(Protocol):
    """Who draws: it gets points in canvas pixels and shows what became of them."""

    def begin(self, points: Points, *, is_eraser: bool) -> None:
        """Start a stroke; ``points`` has shape (n, 6), columns `POINT_COLUMNS`."""
        ...

    def move(self, points: Points) -> None:
        """Go on with the stroke."""
        ...

    def finish(self) -> None:
        """End the stroke."""
        ...

    def cancel(self) -> None:
        """Take the stroke back: it was never meant."""
        ...


class StrokeTime:
    """Seconds since a stroke began, never backwards.

    The device's own time stamps are used where it sends them: they keep the rhythm of points
    that arrive together.
    """

    def __init__(self) -> None:
        self._timer = QElapsedTimer()
        self._base_ms = 0
        self._last_s = 0.0

    def start(self, stamp_ms: int) -> None:
        """Begin a stroke at a time stamp; 0 is "no time stamp"."""
        self._timer.start()
        self._base_ms, self._last_s = stamp_ms, 0.0

    def seconds(self, stamp_ms: int) -> float:
        """Return the time of a later event of the same stroke."""
        elapsed_ms = stamp_ms - self._base_ms if self._base_ms else self._timer.elapsed()
        self._last_s = max(self._last_s, elapsed_ms / 1000.0)
        return self._last_s


def point(
    view: ViewTransform,
    place: QPointF,
    *,
    pressure: float,
    time_s: float,
    tilt_deg: tuple[float, float] = (0.0, 0.0),
) -> Points:
    """Return one point of a stroke, shape (1, 6), from a place in the view (logical px)."""
    x, y = view.canvas_from_view(place.x(), place.y())
    row = (x, y, min(max(pressure, 0.0), 1.0), *tilt_deg, time_s)
    assert len(row) == len(POINT_COLUMNS)  # noqa: S101 - the columns are the document's
    return np.array([row], np.float32)


def tablet_point(view: ViewTransform, event: QTabletEvent, time_s: float) -> Points:
    """Return the point of a pen event."""
    tilt = (event.xTilt(), event.yTilt())
    return point(view, event.position(), pressure=event.pressure(), time_s=time_s, tilt_deg=tilt)


def is_eraser_end(event: QTabletEvent) -> bool:
    """Whether the pen is held upside down."""
    return event.pointerType() == QPointingDevice.PointerType.Eraser


def is_real_mouse(event: QMouseEvent) -> bool:
    """Whether a mouse sent this, and Qt did not make it from a pen or a finger."""
    return event.pointingDevice().pointerType() not in (
        QPointingDevice.PointerType.Pen,
        QPointingDevice.PointerType.Eraser,
        QPointingDevice.PointerType.Finger,
    )


def pinch(points: Sequence[QEventPoint]) -> tuple[tuple[float, float], float, float]:
    """Return the middle of two fingers, their distance (logical px) and their angle (degrees)."""
    first, second = points[0].position(), points[1].position()
    between = second - first
    middle = ((first.x() + second.x()) / 2, (first.y() + second.y()) / 2)
    angle = math.degrees(math.atan2(between.y(), between.x()))
    return middle, max(math.hypot(between.x(), between.y()), 1.0), angle
