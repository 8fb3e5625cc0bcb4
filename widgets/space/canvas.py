"""The canvas into the room: pen, mouse, touch and keys in; strokes and views out."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QEventPoint,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.model.words import tr
from widgets.canvas.pointer import MOUSE_PRESSURE, StrokeTime, is_eraser_end, is_real_mouse
from widgets.canvas.touch import OneFinger
from widgets.space.aim import Mark
from widgets.space.looking import Drag, Looking

_SLACK_PX = 5.0
_TABLET = (QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease)
_TOUCH = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class SpaceHand(Protocol):
    """Who draws in the room."""

    @property
    def only_looks(self) -> bool:
        """Whether a drag moves the view and nothing else."""
        ...

    def begin(self, mark: Mark) -> None:
        """Begin what the tool does."""
        ...

    def move(self, mark: Mark) -> None:
        """Go on with it."""
        ...

    def finish(self) -> None:
        """End it."""
        ...

    def reach(self, notches: float) -> bool:
        """Bring the pen nearer or away while it draws; False when the wheel is for the view."""
        ...


class SpaceCanvas(QWidget):
    """Takes what is done over the room; what is seen is laid into it by the sheet.

    A drag draws. The middle or right button, Alt, or Space held down turn the view; with Shift
    they shift it. The wheel comes nearer; two fingers do all of it at once.

    Attributes
    ----------
    palette_asked : Signal(QPoint)
        The right button without a drag, or the pen's: a place on the canvas.
    hovered : Signal(QPointF)
        Where the pointer is while nothing is pressed.
    resized : Signal()
    """

    palette_asked = Signal(QPoint)
    hovered = Signal(QPointF)
    resized = Signal()

    def __init__(self, looking: Looking, hand: SpaceHand) -> None:
        super().__init__()
        self._looking, self._hand = looking, hand
        self._time = StrokeTime()
        self._finger = OneFinger()
        self._drag: Drag | None = None
        self._from, self._pressed = QPointF(), QPointF()
        self._asks_palette = self._is_drawing = self._has_pen = self._is_space_held = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setTabletTracking(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Room to draw in"))
        self.setMinimumSize(240, 200)

    @property
    def is_drawing(self) -> bool:
        """Whether something is under way."""
        return self._is_drawing

    def finish_stroke(self) -> None:
        """End what is under way: before a command, a page, a lock."""
        self._drag = None
        self._looking.end()
        self._finger.forget()
        if self._is_drawing:
            self._is_drawing = False
            self._hand.finish()

    # -- events -------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take pens, fingers and touch pads here, accepted, so that Qt makes no mouse of them."""
        if event.type() in _TABLET and isinstance(event, QTabletEvent):
            self._take_tablet(event)
            event.accept()
            return True
        if event.type() in _TOUCH and isinstance(event, QTouchEvent):
            self._take_touch(event)
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent) and self._take_gesture(event):
            return True
        if event.type() == QEvent.Type.WindowDeactivate:
            self.finish_stroke()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw, or move the view."""
        if not is_real_mouse(event):
            return
        place = event.position()
        drag = self._drag_for(event)
        if drag is not None:
            self.finish_stroke()
            self._asks_palette = event.button() == Qt.MouseButton.RightButton
            self._start_drag(drag, place)
        elif event.button() == Qt.MouseButton.LeftButton and not self._is_drawing:
            self._begin(self._mark(place, event), event.timestamp())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what was begun."""
        if not is_real_mouse(event):
            return
        place = event.position()
        if self._drag is not None:
            self._follow_drag(place)
        elif self._is_drawing:
            self._hand.move(self._mark(place, event))
        else:
            self.hovered.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was begun; a right click that did not move asks for the palette."""
        if not is_real_mouse(event):
            return
        asks, self._asks_palette = self._asks_palette, False
        self.finish_stroke()
        if asks and event.button() == Qt.MouseButton.RightButton:
            self.palette_asked.emit(event.position().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer or go away; while something is drawn, bring the pen nearer or away."""
        notches = event.angleDelta().y() / 120.0
        if notches and not (self._is_drawing and self._hand.reach(notches)):
            self._looking.wheel(notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn, shift or fly with the arrows; Space makes a drag move the view."""
        is_shifted = bool(event.modifiers() & _SHIFT)
        if event.key() == Qt.Key.Key_Space:
            self._is_space_held = True
        elif not self._looking.key(event.key(), is_shifted=is_shifted):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_space_held = False
        super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell who looks."""
        self._looking.resize(self.width(), self.height())
        self.resized.emit()
        super().resizeEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish: somebody else listens now."""
        self._is_space_held = False
        self.finish_stroke()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Finish: the page, the lock or the calm scene covers it."""
        self.finish_stroke()
        super().hideEvent(event)

    # -- pens and fingers ---------------------------------------------------------------------

    def _take_tablet(self, event: QTabletEvent) -> None:
        self._has_pen = True
        kind, place = event.type(), event.position()
        if kind == QEvent.Type.TabletPress:
            if event.button() == Qt.MouseButton.RightButton:
                self.finish_stroke()
                self.palette_asked.emit(place.toPoint())
            elif (drag := self._held_drag(event.modifiers())) is not None:
                self._start_drag(drag, place)
            elif not self._is_drawing:
                self._begin(self._pen_mark(event), event.timestamp())
        elif kind == QEvent.Type.TabletMove:
            if self._drag is not None:
                self._follow_drag(place)
            elif self._is_drawing:
                self._hand.move(self._pen_mark(event))
            else:
                self.hovered.emit(place)
        elif event.button() != Qt.MouseButton.RightButton:
            self.finish_stroke()

    def _take_touch(self, event: QTouchEvent) -> None:
        points = [each for each in event.points() if each.state() != QEventPoint.State.Released]
        if event.type() == QEvent.Type.TouchCancel:
            self.finish_stroke()
        elif len(points) >= 2:
            if not self._looking.is_pinching:
                self.finish_stroke()
            self._looking.pinch(points)
        elif not points:
            self._lift_finger()
        elif not self._looking.is_pinching:
            self._follow_finger(event, points[0].position())

    def _follow_finger(self, event: QTouchEvent, place: QPointF) -> None:
        if self._has_pen or self._hand.only_looks:
            if self._drag is None:
                self._start_drag(Drag.TURN, place)
            self._follow_drag(place)
        elif self._is_drawing:
            self._hand.move(self._finger_mark(place, event.timestamp()))
        elif self._finger.moved(place, event.timestamp()):
            self._start_finger()

    def _start_finger(self) -> None:
        # a second finger may still come: a stroke begins when the first one has moved
        (place, stamp_ms), *rest = self._finger.taken()
        self._begin(Mark(place.x(), place.y(), MOUSE_PRESSURE), stamp_ms)
        for later, later_ms in rest:
            self._hand.move(self._finger_mark(later, later_ms))

    def _lift_finger(self) -> None:
        if not self._is_drawing and not self._looking.is_pinching and self._finger.is_down:
            self._start_finger()
        self.finish_stroke()

    def _take_gesture(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._looking.show(self._looking.orbit.zoomed(1.0 + event.value()))
        elif event.gestureType() == Qt.NativeGestureType.RotateNativeGesture:
            self._looking.show(self._looking.orbit.turned(event.value(), 0.0))
        else:
            return False
        return True

    # -- the rest -----------------------------------------------------------------------------

    def _begin(self, mark: Mark, stamp_ms: int) -> None:
        self._time.start(stamp_ms)
        self._is_drawing = True
        self._hand.begin(mark)

    def _start_drag(self, drag: Drag, place: QPointF) -> None:
        self._drag, self._from, self._pressed = drag, QPointF(place), QPointF(place)

    def _follow_drag(self, place: QPointF) -> None:
        if self._drag is None:
            return
        if self._asks_palette:
            if (place - self._pressed).manhattanLength() < _SLACK_PX:
                return
            self._asks_palette = False
        moved, self._from = place - self._from, QPointF(place)
        self._looking.drag(self._drag, moved.x(), moved.y())

    def _mark(self, place: QPointF, event: QMouseEvent) -> Mark:
        is_shifted = bool(event.modifiers() & _SHIFT)
        time_s = self._time.seconds(event.timestamp()) if self._is_drawing else 0.0
        return Mark(place.x(), place.y(), MOUSE_PRESSURE, time_s=time_s, has_shift=is_shifted)

    def _finger_mark(self, place: QPointF, stamp_ms: int) -> Mark:
        return Mark(place.x(), place.y(), MOUSE_PRESSURE, time_s=self._time.seconds(stamp_ms))

    def _pen_mark(self, event: QTabletEvent) -> Mark:
        place = event.position()
        return Mark(
            place.x(),
            place.y(),
            event.pressure(),
            (event.xTilt(), event.yTilt()),
            self._time.seconds(event.timestamp()) if self._is_drawing else 0.0,
            is_eraser_end(event),
            bool(event.modifiers() & _SHIFT),
        )

    def _drag_for(self, event: QMouseEvent) -> Drag | None:
        if event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            return Drag.PAN if event.modifiers() & _SHIFT else Drag.TURN
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        return self._held_drag(event.modifiers())

    def _held_drag(self, modifiers: Qt.KeyboardModifier) -> Drag | None:
        is_held = self._is_space_held or bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if not (is_held or self._hand.only_looks):
            return None
        return Drag.PAN if modifiers & _SHIFT else Drag.TURN
