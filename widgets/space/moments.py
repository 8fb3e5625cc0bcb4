"""Check-ins as quiet marks under a time line; pressing one goes to its moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from app.model.entities import CheckIn
from app.model.words import tr
from widgets.dates import clock
from widgets.parts import ToolButton
from widgets.progress.twin import ACTIVATED, PLEASANT, word_for
from widgets.theme import Theme

_SIZE_PX = 24

Moment = tuple[float, CheckIn]


class CheckInMarks(QWidget):
    """Stands below a slider, each mark under its place on it.

    Attributes
    ----------
    asked : Signal(float)
        The person wants to see this share of the time line.
    """

    asked = Signal(float)

    def __init__(self, theme: Theme, slider: QSlider) -> None:
        super().__init__()
        self._theme, self._slider = theme, slider
        self.marks: list[ToolButton] = []
        self._shares: list[float] = []
        self.setFixedHeight(theme.px(_SIZE_PX))
        self.hide()
        slider.installEventFilter(self)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these, each at its share of the time line, 0 to 1; without any, take no room."""
        for mark in self.marks:
            mark.hide()
            mark.deleteLater()
        self.marks, self._shares = [], [share for share, _ in moments]
        for share, check_in in moments:
            mark = ToolButton(
                self._theme,
                "mdi6.circle-medium",
                said(check_in),
                partial(self.asked.emit, share),
                role="calm",
                size=16,
            )
            mark.setObjectName("space.replay.check_in")
            mark.setFixedSize(QSize(self._theme.px(_SIZE_PX), self._theme.px(_SIZE_PX)))
            mark.setParent(self)
            mark.show()
            self.marks.append(mark)
        self.setVisible(bool(moments))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay under the slider when it becomes wider."""
        if watched is self._slider and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False

    def _place(self) -> None:
        slider, option = self._slider, QStyleOptionSlider()
        slider.initStyleOption(option)
        control, handle = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        wide = slider.style().subControlRect(control, option, handle, slider).width()
        for mark, share in zip(self.marks, self._shares, strict=True):
            middle = wide / 2 + share * (slider.width() - wide)
            left = min(max(round(middle - mark.width() / 2), 0), self.width() - mark.width())
            mark.move(left, 0)


def said(check_in: CheckIn) -> str:
    """Return a check-in in a few words: when it was, and what was said."""
    time = clock(check_in.at)
    if check_in.valence is None and check_in.arousal is None:
        return tr("Check-in at {time}", time=time)
    return tr(
        "Check-in at {time}: {pleasant}, {activated}",
        time=time,
        pleasant=word_for(check_in.valence, PLEASANT),
        activated=word_for(check_in.arousal, ACTIVATED),
    )
