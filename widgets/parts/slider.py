"""A slider between two words that knows whether the person has said anything."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QStyleOptionSlider, QVBoxLayout, QWidget

from app.model.words import tr
from widgets.parts.buttons import LinkButton
from widgets.parts.labels import Soft

_STEPS = 100


class _Track(QSlider):
    """A slider whose handle goes where it is pressed."""

    touched = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(-_STEPS, _STEPS)
        self.setSingleStep(5)
        self.setPageStep(20)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderPosition(self._value_at(event.position().x()))
            self.touched.emit()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.touched.emit()

    def _value_at(self, x: float) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        room = self.width() - handle.width()
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x - handle.width() / 2), room
        )


class LabelledSlider(QWidget):
    """A slider from -1 to 1; untouched it says nothing, and it can go back to that.

    Parameters
    ----------
    name : str
        What it asks, for screen readers.
    low, high : str
        The words at its ends.

    Attributes
    ----------
    value : float | None
        -1 to 1, or None for "not said".
    """

    changed = Signal(object)

    def __init__(self, name: str, low: str, high: str) -> None:
        super().__init__()
        self.value: float | None = None
        self._name, self._low, self._high = name, low, high
        self.track = _Track()
        self.track.setAccessibleName(name)
        self.track.setToolTip(tr("{name}: from {low} to {high}", name=name, low=low, high=high))
        self.track.touched.connect(self._say)
        self.track.sliderMoved.connect(self._say)
        self.track.actionTriggered.connect(self._follow)
        self._unsay = LinkButton("", lambda: self.set_value(None))
        self.setFocusProxy(self.track)
        self._lay_out()
        self.set_value(None)

    def set_value(self, value: float | None) -> None:
        """Show a value, or that nothing was said."""
        self.value = value
        self.track.setValue(round((value or 0.0) * _STEPS))
        self._show_state()

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        ends.setContentsMargins(0, 0, 0, 0)
        high = Soft(self._high, wraps=False)
        high.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # equal shares at both ends keep the middle in the middle
        ends.addWidget(Soft(self._low, wraps=False), 1)
        ends.addWidget(self._unsay)
        ends.addWidget(high, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.track)
        column.addLayout(ends)

    def _follow(self) -> None:
        if self.track.isSliderDown() or self.track.hasFocus():
            self._say()

    def _say(self) -> None:
        self.value = self.track.sliderPosition() / _STEPS
        self._show_state()
        self.changed.emit(self.value)

    def _show_state(self) -> None:
        is_said = self.value is not None
        self._unsay.say(tr("leave it unsaid") if is_said else tr("not said"))
        self._unsay.setEnabled(is_said)
        self.track.setAccessibleDescription("" if is_said else tr("not said"))
        if self.track.property("said") != is_said:
            self.track.setProperty("said", is_said)
            self.track.style().unpolish(self.track)
            self.track.style().polish(self.track)
