"""Moving about on the canvas: drags that pan and rotate, pinches, the wheel."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEventPoint, QNativeGestureEvent, QWheelEvent

from widgets.canvas.pointer import pinch
from widgets.canvas.view import SNAP_DEG, ViewTransform, allowed_zoom, stepped_zoom

WHEEL_STEP = 1.2


class Drag(StrEnum):
    """What a drag that does not draw does."""

    PAN = "pan"
    ROTATE = "rotate"


class Navigator:
    """Turns gestures into new view transforms.

    Parameters
    ----------
    view : callable
        Returns the transform in use.
    show : callable
        Shows another one.
    middle : callable
        Returns the middle of the view, in logical pixels: what a drag rotates about.
    """

    def __init__(
        self,
        view: Callable[[], ViewTransform],
        show: Callable[[ViewTransform], None],
        middle: Callable[[], tuple[float, float]],
    ) -> None:
        self._view, self._show, self._middle = view, show, middle
        self._drag: Drag | None = None
        self._from = QPointF()
        self._start = ViewTransform()
        self._pinch: tuple[tuple[float, float], float, float] | None = None

    @property
    def drag(self) -> Drag | None:
        """Return the drag under way."""
        return self._drag

    @property
    def is_pinching(self) -> bool:
        """Whether two fingers are down."""
        return self._pinch is not None

    def begin(self, drag: Drag, place: QPointF) -> None:
        """Start a drag."""
        self._drag, self._from, self._start = drag, place, self._view()

    def move(self, place: QPointF) -> None:
        """Go on with the drag."""
        if self._drag is Drag.PAN:
            moved = place - self._from
            self._show(self._start.panned(moved.x(), moved.y()))
        elif self._drag is Drag.ROTATE:
            turned = self._angle(place) - self._angle(self._from)
            self._show(_upright(self._start, self._start.angle_deg + turned, self._middle()))

    def end(self) -> None:
        """Stop the drag or the pinch."""
        self._drag = self._pinch = None

    def pinch(self, points: list[QEventPoint]) -> None:
        """Follow two fingers: move, zoom and turn at once."""
        now = pinch(points)
        if self._pinch is None:
            self._pinch, self._start = now, self._view()
            return
        (x0, y0), distance0, angle0 = self._pinch
        (x, y), distance, angle = now
        moved = self._start.panned(x - x0, y - y0)
        zoomed = moved.zoomed(allowed_zoom(self._start.zoom * distance / distance0), (x, y))
        self._show(_upright(zoomed, self._start.angle_deg + angle - angle0, (x, y)))

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; two fingers on a touch pad pan, with Ctrl they zoom."""
        place, pixels = event.position(), event.pixelDelta()
        is_pad = event.phase() != Qt.ScrollPhase.NoScrollPhase and not pixels.isNull()
        if is_pad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._show(self._view().panned(pixels.x(), pixels.y()))
            return
        notches = event.angleDelta().y() / 120.0
        if notches:
            zoom = stepped_zoom(self._view().zoom, WHEEL_STEP**notches)
            self._show(self._view().zoomed(zoom, (place.x(), place.y())))

    def native(self, event: QNativeGestureEvent) -> bool:
        """Follow a touch pad's pinch or turn; return whether it was one."""
        place, view = (event.position().x(), event.position().y()), self._view()
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._show(view.zoomed(view.zoom * (1.0 + event.value()), place))
        elif event.gestureType() == Qt.NativeGestureType.RotateNativeGesture:
            self._show(view.rotated(view.angle_deg + event.value(), place))
        else:
            return False
        return True

    def _angle(self, place: QPointF) -> float:
        x, y = self._middle()
        return math.degrees(math.atan2(place.y() - y, place.x() - x))


def _upright(view: ViewTransform, angle_deg: float, about: tuple[float, float]) -> ViewTransform:
    """Return the view turned, and held upright when it is nearly so."""
    angle = (angle_deg + 180.0) % 360.0 - 180.0
    return view.rotated(0.0 if abs(angle) < SNAP_DEG else angle, about)
