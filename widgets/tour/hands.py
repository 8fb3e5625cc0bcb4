"""Hands for the tour: mouse, keyboard and pen, through the same doors as a person's own.

Mouse and keys go to the window, not to the widget: what lies under the pointer or has the focus
gets them. Each is an iterator of waits, so that the window lives between two events.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRegularExpression, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QInputDevice,
    QInputMethodEvent,
    QPointingDevice,
    QTabletEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from widgets.tour.walk import StepFailed, Wait

BETWEEN_MS = 8.0
Point = tuple[float, float, float]


def is_there(window: QWidget, name: str) -> bool:
    """Whether a visible, enabled widget has this name."""
    return any(one.isVisible() and one.isEnabled() for one in _named(window, name))


def find(window: QWidget, name: str) -> QWidget:
    """Return the visible widget of this name.

    Raises
    ------
    StepFailed
        If there is none.
    """
    for one in _named(window, name):
        if one.isVisible():
            return one
    raise StepFailed(f"there is no {name} to be seen")


def starting_with(window: QWidget, prefix: str) -> list[str]:
    """Return the names of the visible, enabled widgets that begin so, in order."""
    pattern = QRegularExpression("^" + QRegularExpression.escape(prefix))
    found = window.findChildren(QWidget, pattern)
    return sorted(one.objectName() for one in found if one.isVisible() and one.isEnabled())


def click(window: QWidget, name: str, *, at: tuple[float, float] = (0.5, 0.5)) -> Iterator[Wait]:
    """Press and release the left button on a widget, at a share of its width and height.

    Raises
    ------
    StepFailed
        If it is not there, or something else lies over it.
    """
    yield lambda: is_there(window, name)
    widget = find(window, name)
    place = QPoint(round(widget.width() * at[0]), round(widget.height() * at[1]))
    over = QApplication.widgetAt(widget.mapToGlobal(place))
    if over is None or not (over is widget or widget.isAncestorOf(over)):
        cover = over.objectName() or type(over).__name__ if over else "nothing"
        raise StepFailed(f"{name} cannot be clicked: {cover} lies there")
    handle = _handle(widget)
    where = widget.mapTo(widget.window(), place)
    QTest.mouseMove(handle, where)
    yield BETWEEN_MS
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    yield BETWEEN_MS
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    yield BETWEEN_MS


def press(
    window: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> Iterator[Wait]:
    """Press and release one key."""
    QTest.keyClick(_handle(window), key, modifiers)
    yield BETWEEN_MS


def write(window: QWidget, text: str) -> Iterator[Wait]:
    """Type a text: a key each; what no key has comes through the input method."""
    for character in text:
        if character == "\n":
            QTest.keyClick(_handle(window), Qt.Key.Key_Return)
        elif character.isascii():
            QTest.keyClick(_handle(window), ord(character))
        else:
            event = QInputMethodEvent()
            event.setCommitString(character)
            # without a window manager no window is active, and Qt names no focus object
            focus = QGuiApplication.focusObject() or window.focusWidget()
            if focus is None:
                raise StepFailed(f"nothing takes the text {text!r}")
            QCoreApplication.sendEvent(focus, event)
        yield BETWEEN_MS


def paint(canvas: QWidget, points: Sequence[Point], *, is_eraser: bool = False) -> Iterator[Wait]:
    """Draw one stroke with a pen.

    Parameters
    ----------
    canvas : QWidget
        What the pen is over.
    points : Sequence of (x, y, pressure)
        In the canvas's own pixels; pressure 0 to 1.
    is_eraser : bool
        Whether the pen is held the other way round.
    """
    device = _pen(is_eraser=is_eraser)
    kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(points) - 1)]
    for kind, (x, y, pressure) in zip(kinds, points, strict=True):
        _send_pen(canvas, device, kind, x, y, pressure)
        yield BETWEEN_MS
    _send_pen(canvas, device, QEvent.Type.TabletRelease, *points[-1][:2], 0.0)
    yield BETWEEN_MS


def drag(canvas: QWidget, points: Sequence[Point]) -> Iterator[Wait]:
    """Draw one stroke with the mouse."""
    handle = _handle(canvas)
    places = [canvas.mapTo(canvas.window(), QPoint(round(x), round(y))) for x, y, _ in points]
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(handle, left, none, places[0])
    for place in places[1:]:
        yield BETWEEN_MS
        QTest.mouseMove(handle, place)
    yield BETWEEN_MS
    QTest.mouseRelease(handle, left, none, places[-1])
    yield BETWEEN_MS


def wave(
    canvas: QWidget, *, height: float, turns: float, count: int = 90, depth: float = 0.12
) -> list[Point]:
    """Return a wavy stroke across a widget at a share of its height, soft at both ends."""
    found = []
    for index in range(count):
        share = index / (count - 1)
        x = canvas.width() * (0.2 + 0.6 * share)
        y = canvas.height() * (height + depth * math.sin(turns * math.tau * share))
        found.append((x, y, 0.15 + 0.8 * math.sin(math.pi * share)))
    return found


def _send_pen(
    canvas: QWidget, device: QPointingDevice, kind: QEvent.Type, x: float, y: float, pressure: float
) -> None:
    place = QPointF(x, y)
    is_up = kind == QEvent.Type.TabletRelease
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QTabletEvent(
        kind, device, place, canvas.mapToGlobal(place), pressure, 12.0, -8.0, 0.0, 0.0, 0.0,
        Qt.KeyboardModifier.NoModifier,
        none if kind == QEvent.Type.TabletMove else left,
        none if is_up else left,
    )  # fmt: skip
    QCoreApplication.sendEvent(canvas, event)


def _pen(*, is_eraser: bool) -> QPointingDevice:
    pointer = QPointingDevice.PointerType
    able = QInputDevice.Capability
    return QPointingDevice(
        "tour pen",
        2 if is_eraser else 1,
        QInputDevice.DeviceType.Stylus,
        pointer.Eraser if is_eraser else pointer.Pen,
        able.Position | able.Pressure | able.XTilt | able.YTilt,
        1,
        1,
    )


def _named(window: QWidget, name: str) -> list[QWidget]:
    found = [window] if window.objectName() == name else []
    return found + window.findChildren(QWidget, name)


def _handle(widget: QWidget) -> QWindow:
    handle = widget.window().windowHandle()
    if handle is None:
        raise StepFailed("the window is not shown")
    return handle
