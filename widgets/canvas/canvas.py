"""The canvas widget: pen, mouse, touch and keys in; strokes and view changes out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QEventPoint,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QShowEvent,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.model.tiles import Rect
from app.model.words import tr
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.navigation import Drag, Navigator
from widgets.canvas.pointer import (
    MOUSE_PRESSURE,
    Hand,
    StrokeTime,
    is_eraser_end,
    is_real_mouse,
    point,
    tablet_point,
)
from widgets.canvas.presenter import Presenter
from widgets.canvas.ring import Tool, pointer
from widgets.canvas.touch import OneFinger
from widgets.canvas.view import ViewTransform

NUDGE_PX = 48


_NUDGES = {
    Qt.Key.Key_Left: (NUDGE_PX, 0),
    Qt.Key.Key_Right: (-NUDGE_PX, 0),
    Qt.Key.Key_Up: (0, NUDGE_PX),
    Qt.Key.Key_Down: (0, -NUDGE_PX),
}
_TABLET = (QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease)
_TOUCH = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)


class Canvas(QWidget):
    """Shows a buffer through a presenter, and gives what is drawn on it to a hand.

    Parameters
    ----------
    presenter : Presenter
    hand : Hand
        Gets the strokes, in canvas pixels.
    parent : QWidget, optional

    Attributes
    ----------
    view_changed : Signal(ViewTransform)
    picked : Signal(float, float)
        A canvas point whose colour is wanted.
    palette_asked : Signal(QPoint)
        The right button, or the pen's: a place in the view.
    stroke_began, stroke_ended : Signal()
    """

    view_changed = Signal(object)
    picked = Signal(float, float)
    palette_asked = Signal(QPoint)
    stroke_began = Signal()
    stroke_ended = Signal()

    def __init__(self, presenter: Presenter, hand: Hand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self.tool = Tool.DRAW
        self._hand = hand
        self._view = ViewTransform()
        self._buffer: CanvasBuffer | None = None
        self._time = StrokeTime()
        self._finger = OneFinger()
        self._is_drawing = self._is_fitted = False
        self._has_pen = False
        self._held: set[int] = set()
        self._ring_radius_px = 8.0
        self._navigator = Navigator(lambda: self._view, self.show_view, self._middle)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setTabletTracking(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Canvas"))
        presenter.widget.setParent(self)

    # -- what is shown ------------------------------------------------------------------------

    @property
    def view(self) -> ViewTransform:
        """Return the view transform in use."""
        return self._view

    @property
    def buffer(self) -> CanvasBuffer | None:
        """Return what is shown, None before a painting is open."""
        return self._buffer

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self._is_drawing

    def show_buffer(self, buffer: CanvasBuffer) -> None:
        """Show another painting, the whole of it."""
        self.finish_stroke()
        self._buffer = buffer
        self.fit()

    def use_presenter(self, presenter: Presenter) -> None:
        """Show the same through another presenter."""
        self.presenter.close()
        self.presenter = presenter
        presenter.widget.setParent(self)
        presenter.widget.lower()
        presenter.widget.setGeometry(self.rect())
        presenter.widget.show()
        self._present()

    def refresh(self, rect: Rect) -> None:
        """Redraw a rectangle of canvas pixels."""
        if not rect.is_empty:
            self.presenter.update(rect)

    def show_view(self, view: ViewTransform) -> None:
        """Look at the canvas another way."""
        self._is_fitted = False
        self._use_view(view)

    def fit(self) -> None:
        """Show the whole canvas, upright; it stays fitted while the window changes."""
        if self._buffer is not None:
            size = (self._buffer.width, self._buffer.height)
            self._use_view(self._view.fitted(size, (self.width(), self.height())))
        self._is_fitted = True

    def zoom_to(self, zoom: float) -> None:
        """Zoom about the middle of the view."""
        self.show_view(self._view.zoomed(zoom, self._middle()))

    def rotate_to(self, angle_deg: float) -> None:
        """Turn the canvas about the middle of the view."""
        self.show_view(self._view.rotated(angle_deg, self._middle()))

    def show_ring(self, radius_px: float) -> None:
        """Show the brush's size as the pointer; radius in canvas pixels."""
        self._ring_radius_px = radius_px
        self._set_pointer()

    def set_tool(self, tool: Tool) -> None:
        """Choose what the pointer does from now on."""
        self.finish_stroke()
        self.tool = tool
        self._set_pointer()

    # -- strokes ------------------------------------------------------------------------------

    def finish_stroke(self) -> None:
        """End the stroke under way, if there is one: before a command, a page, a lock."""
        self._navigator.end()
        self._finger.forget()
        if self._is_drawing:
            self._is_drawing = False
            self._hand.finish()
            self.stroke_ended.emit()

    def _begin(self, place: QPointF, stamp_ms: int, pressure: float = MOUSE_PRESSURE) -> None:
        self._time.start(stamp_ms)
        self._is_drawing = True
        self._hand.begin(point(self._view, place, pressure=pressure, time_s=0.0), is_eraser=False)
        self.stroke_began.emit()

    def _move(self, place: QPointF, stamp_ms: int, pressure: float = MOUSE_PRESSURE) -> None:
        time_s = self._time.seconds(stamp_ms)
        self._hand.move(point(self._view, place, pressure=pressure, time_s=time_s))

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
        if isinstance(event, QNativeGestureEvent) and self._navigator.native(event):
            return True
        if event.type() == QEvent.Type.WindowDeactivate:
            self.finish_stroke()
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._use_view(self._view.at_ratio(self.devicePixelRatioF()))
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw, move about, pick, or ask for the palette."""
        if not is_real_mouse(event):
            return
        place = event.position()
        drag = self._drag_for(event)
        if event.button() == Qt.MouseButton.RightButton:
            self._ask_palette(place)
        elif drag is not None:
            self.finish_stroke()
            self._navigator.begin(drag, place)
        elif event.button() == Qt.MouseButton.LeftButton and self._buffer is not None:
            if self.tool is Tool.PICK:
                self.picked.emit(*self._view.canvas_from_view(place.x(), place.y()))
            elif not self._is_drawing:
                self._begin(place, event.timestamp())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what was begun."""
        if not is_real_mouse(event):
            return
        if self._navigator.drag is not None:
            self._navigator.move(event.position())
        elif self._is_drawing:
            self._move(event.position(), event.timestamp())
        elif self.tool is Tool.PICK and event.buttons() & Qt.MouseButton.LeftButton:
            place = event.position()
            self.picked.emit(*self._view.canvas_from_view(place.x(), place.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was begun."""
        if is_real_mouse(event) and event.button() != Qt.MouseButton.RightButton:
            self.finish_stroke()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        if not self._is_drawing:
            self._navigator.wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge the view with the arrows; Space and R make a drag move and turn it."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_R) and not event.modifiers():
            self._held.add(event.key())
            self._set_pointer()
        elif event.key() in _NUDGES and not event.modifiers():
            self.show_view(self._view.panned(*_NUDGES[Qt.Key(event.key())]))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of Space and R."""
        if not event.isAutoRepeat():
            self._held.discard(event.key())
            self._set_pointer()
        super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole canvas in view while nobody chose another view."""
        self.presenter.widget.setGeometry(self.rect())
        if self._is_fitted:
            self.fit()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Learn the screen's pixel ratio."""
        if self._view.ratio != self.devicePixelRatioF():
            self._use_view(self._view.at_ratio(self.devicePixelRatioF()))
        super().showEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish the stroke: somebody else listens now."""
        self._held.clear()
        self.finish_stroke()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Finish the stroke: the page, the lock or the calm scene covers it."""
        self.finish_stroke()
        super().hideEvent(event)

    # -- pens and fingers ---------------------------------------------------------------------

    def _take_tablet(self, event: QTabletEvent) -> None:
        self._has_pen = True
        kind, place = event.type(), event.position()
        if kind == QEvent.Type.TabletPress:
            if event.button() == Qt.MouseButton.RightButton:
                self._ask_palette(place)
            elif self.tool is Tool.PICK:
                self.picked.emit(*self._view.canvas_from_view(place.x(), place.y()))
            elif self.tool is Tool.HAND or self._held:
                self._navigator.begin(self._held_drag() or Drag.PAN, place)
            elif self._buffer is not None and not self._is_drawing:
                self._begin_pen(event)
        elif kind == QEvent.Type.TabletMove:
            if self._navigator.drag is not None:
                self._navigator.move(place)
            elif self._is_drawing:
                time_s = self._time.seconds(event.timestamp())
                self._hand.move(tablet_point(self._view, event, time_s))
        elif event.button() != Qt.MouseButton.RightButton:
            self.finish_stroke()

    def _begin_pen(self, event: QTabletEvent) -> None:
        self._time.start(event.timestamp())
        self._is_drawing = True
        first = tablet_point(self._view, event, 0.0)
        self._hand.begin(first, is_eraser=is_eraser_end(event))
        self.stroke_began.emit()

    def _take_touch(self, event: QTouchEvent) -> None:
        points = [each for each in event.points() if each.state() != QEventPoint.State.Released]
        if event.type() == QEvent.Type.TouchCancel:
            self._finger.forget()
            self.finish_stroke()
        elif len(points) >= 2:
            if not self._navigator.is_pinching:
                self.finish_stroke()
            self._navigator.pinch(points)
        elif not points:
            self._lift_finger()
        elif not self._navigator.is_pinching:
            self._follow_finger(event, points[0].position())

    def _follow_finger(self, event: QTouchEvent, place: QPointF) -> None:
        if self._has_pen or self.tool is Tool.HAND:
            if self._navigator.drag is None:
                self._navigator.begin(Drag.PAN, place)
            self._navigator.move(place)
        elif self._is_drawing:
            self._move(place, event.timestamp())
        elif self._finger.moved(place, event.timestamp()):
            self._start_finger()

    def _start_finger(self) -> None:
        # a second finger may still come: a stroke begins when the first one has moved
        (place, stamp_ms), *rest = self._finger.taken()
        if self.tool is Tool.PICK:
            self.picked.emit(*self._view.canvas_from_view(place.x(), place.y()))
        elif self._buffer is not None:
            self._begin(place, stamp_ms)
            for later, stamp_ms in rest:
                self._move(later, stamp_ms)

    def _lift_finger(self) -> None:
        if not self._is_drawing and not self._navigator.is_pinching and self._finger.is_down:
            self._start_finger()
        self.finish_stroke()

    # -- the rest -----------------------------------------------------------------------------

    def _ask_palette(self, place: QPointF) -> None:
        self.finish_stroke()
        self.palette_asked.emit(place.toPoint())

    def _held_drag(self) -> Drag | None:
        if Qt.Key.Key_Space in self._held:
            return Drag.PAN
        return Drag.ROTATE if Qt.Key.Key_R in self._held else None

    def _drag_for(self, event: QMouseEvent) -> Drag | None:
        if event.button() == Qt.MouseButton.MiddleButton:
            return Drag.PAN
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return Drag.ROTATE
        return self._held_drag() or (Drag.PAN if self.tool is Tool.HAND else None)

    def _middle(self) -> tuple[float, float]:
        return self.width() / 2, self.height() / 2

    def _use_view(self, view: ViewTransform) -> None:
        self._view = view
        self._set_pointer()
        self._present()
        self.view_changed.emit(view)

    def _present(self) -> None:
        if self._buffer is not None:
            self.presenter.show(self._buffer, self._view)

    def _set_pointer(self) -> None:
        tool = Tool.HAND if Qt.Key.Key_Space in self._held else self.tool
        shown_px = 2 * self._ring_radius_px * self._view.zoom / self._view.ratio
        self.setCursor(pointer(tool, shown_px, self._view.ratio))
