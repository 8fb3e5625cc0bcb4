"""One item of a questionnaire: words to choose from, whole numbers, or a line."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.model.measure import Item, Scale, Showing
from widgets.measures.faces import Face
from widgets.parts import Chip, GhostButton, LabelledSlider, Soft, spread
from widgets.theme import Theme


class ItemView(QWidget):
    """What can be said to one item; ``said`` carries the answer, or None when it was taken back.

    Attributes
    ----------
    value : float | None
        The answer; None until it is touched.
    """

    said = Signal(object)

    def __init__(self, theme: Theme, item: Item, scale: Scale, value: float | None) -> None:
        super().__init__()
        self.value = value
        self._item, self._scale = item, scale
        self._buttons: dict[float, QPushButton] = {}
        self._slider: LabelledSlider | None = None
        self._typed = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        if scale.showing is Showing.CHOICES:
            self._add_choices(column)
        elif scale.showing is Showing.NUMBERS:
            self._add_numbers(column)
        else:
            self._add_line(theme, column)
        self._mark()

    def take_focus(self) -> bool:
        """Put the focus on the line, or on what was said; return whether there is such a thing.

        A ring around the first answer would look like a hint.
        """
        if self._slider is not None:
            self._slider.setFocus()
        elif self.value is not None:
            self._buttons[self.value].setFocus(Qt.FocusReason.TabFocusReason)
        return self._slider is not None or self.value is not None

    def press_digit(self, digit: int) -> bool:
        """Choose by keyboard; return whether the digit means something here.

        A second digit makes a larger number where there is one: 1, then 2, is 12.
        """
        for typed in (self._typed + str(digit), str(digit)):
            if float(typed) in self._buttons:
                self._typed = typed
                self.choose(float(typed))
                return True
        return False

    def choose(self, value: float | None) -> None:
        """Say something, or take it back."""
        self.value = value
        if self._slider is not None and value is None:
            self._slider.set_value(None)
        self._mark()
        self.said.emit(value)

    def _add_choices(self, column: QVBoxLayout) -> None:
        for choice in self._scale.choices:
            button = GhostButton(f"{choice.value:g}   {choice.text}")
            button.setAccessibleName(str(choice.text))
            self._add(choice.value, button)
            column.addWidget(button)

    def _add_numbers(self, column: QVBoxLayout) -> None:
        low, high = int(self._scale.low), int(self._scale.high)
        for number in range(low, high + 1):
            self._add(float(number), Chip(str(number)))
        column.addLayout(spread(*self._buttons.values(), spacing=6))
        column.addLayout(self._ends())

    def _add(self, value: float, button: QPushButton) -> None:
        button.setCheckable(True)
        button.setObjectName(f"measure.answer.{value:g}")
        button.clicked.connect(partial(self._press, value))
        self._buttons[value] = button

    def _press(self, value: float) -> None:
        self._typed = ""
        # pressing what was said takes it back
        self.choose(None if self.value == value else value)

    def _add_line(self, theme: Theme, column: QVBoxLayout) -> None:
        item = self._item
        self._slider = LabelledSlider(str(item.text), str(item.low_end), str(item.high_end))
        self._slider.track.setObjectName("measure.line")
        if self.value is not None:
            low, high = self._scale.low, self._scale.high
            self._slider.set_value(2 * (self.value - low) / (high - low) - 1)
        self._slider.changed.connect(self._take)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        if item.icon:
            row.addWidget(Face(theme, item.icon, is_high=False), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._slider, 1)
        if item.icon:
            row.addWidget(Face(theme, item.icon, is_high=True), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def _ends(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Soft(f"{self._scale.low:g} · {self._item.low_end}", wraps=False))
        row.addStretch()
        row.addWidget(Soft(f"{self._scale.high:g} · {self._item.high_end}", wraps=False))
        return row

    def _take(self, place: float | None) -> None:
        if place is None:
            self.value = None
        else:
            low, high = self._scale.low, self._scale.high
            self.value = round(low + (place + 1) / 2 * (high - low), 6)
        self.said.emit(self.value)

    def _mark(self) -> None:
        for value, button in self._buttons.items():
            button.setChecked(value == self.value)
