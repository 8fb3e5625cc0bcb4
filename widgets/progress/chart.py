"""Check-ins over time: two lines of dots that differ in shape, not in colour alone."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.entities import CheckIn
from app.model.words import language, tr
from widgets.dates import locale
from widgets.theme import Theme

_DAY_S = 86_400.0
_PARTS = 6


def ticks(first: float, last: float) -> list[float]:
    """Return a few moments between two, evenly apart, in seconds since 1970."""
    step = (last - first) / _PARTS
    return [first + step * number for number in range(_PARTS + 1)]


def day_on_axis(at: float) -> str:
    """Return a moment's day, short, as the person's language writes it."""
    day = QDateTime.fromSecsSinceEpoch(round(at)).date()
    return locale().toString(day, "M月d日" if language() == "zh_CN" else "d MMM")


class Chart(QWidget):
    """Reads only: it neither zooms nor scrolls by accident."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._check_ins: tuple[CheckIn, ...] = ()
        self._span = (0.0, _DAY_S)
        self.plot = pyqtgraph.PlotWidget()
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setYRange(-1.1, 1.1, padding=0)
        self.setAccessibleName(tr("Check-ins over time"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self.setFixedHeight(theme.px(240))
        theme.changed.connect(self._draw)
        self._draw()

    def show_check_ins(
        self, check_ins: Sequence[CheckIn], span: tuple[float, float], words: str
    ) -> None:
        """Show check-ins between two moments (seconds since 1970), and say the same in words."""
        self._check_ins, self._span = tuple(check_ins), span
        self.setAccessibleDescription(words)
        self._draw()

    def _draw(self) -> None:
        theme, item = self._theme, self.plot.getPlotItem()
        item.clear()
        self.plot.setBackground(theme.colour("surface"))
        left, bottom = item.getAxis("left"), item.getAxis("bottom")
        left.setTicks([[(-1, tr("low")), (0, ""), (1, tr("high"))]])
        left.setWidth(theme.px(52))
        bottom.setTicks([[(at, day_on_axis(at)) for at in ticks(*self._span)]])
        for axis in (left, bottom):
            axis.setPen(theme.colour("line"))
            axis.setTextPen(theme.colour("soft"))
            axis.setTickFont(theme.font("small"))
        item.addLine(y=0, pen=pyqtgraph.mkPen(theme.colour("line"), width=1))
        self._draw_axis("valence", "accent", "o")
        self._draw_axis("arousal", "warm", "t")
        item.setXRange(*self._span, padding=0.02)

    def _draw_axis(self, name: str, token: str, symbol: str) -> None:
        said = [(c.at.timestamp(), getattr(c, name)) for c in self._check_ins]
        points = [(x, y) for x, y in said if y is not None]
        if not points:
            return
        colour = self._theme.colour(token)
        faint = self._theme.colour(token)
        faint.setAlphaF(0.45)
        self.plot.getPlotItem().plot(
            [x for x, _ in points],
            [y for _, y in points],
            pen=pyqtgraph.mkPen(faint, width=2),
            symbol=symbol,
            symbolSize=self._theme.px(9),
            symbolBrush=colour,
            symbolPen=None,
            antialias=True,
        )
