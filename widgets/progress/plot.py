"""A chart drawn by pyqtgraph; importing it takes half a second, so nobody does before it is due."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame

from widgets.progress.axis import day_on_axis, ticks
from widgets.progress.drawn import Drawn, Series
from widgets.theme import Theme

# Qt's objects are Qt's to end, also when the program ends
pyqtgraph.setConfigOptions(antialias=True, exitCleanup=False)

_PARTS = 6
_TICK_PX = 96
_BAR = 0.86


class Plot(pyqtgraph.PlotWidget):
    """Shows; it neither zooms nor scrolls by accident, and the page scrolls through it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, theme.colour("surface"), enableMenu=False)
        self._theme = theme
        self._drawn: Drawn | None = None
        # made once and changed after: what is thrown away would be collected on any thread
        self._lines: list[pyqtgraph.InfiniteLine] = []
        self._items: list[pyqtgraph.PlotDataItem] = []
        self._bars: pyqtgraph.BarGraphItem | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMouseEnabled(x=False, y=False)
        self.getPlotItem().hideButtons()
        # the library makes a menu nobody asked for: it goes when the chart goes
        menu = self.getPlotItem().ctrlMenu
        menu.setParent(self, menu.windowFlags())
        theme.changed.connect(self._draw)

    def show_drawn(self, drawn: Drawn) -> None:
        """Show a chart."""
        self._drawn = drawn
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as many days below as there is room for."""
        super().resizeEvent(event)
        # Qt sends the first one while this is being made
        drawn = getattr(self, "_drawn", None)
        if isinstance(drawn, Drawn):
            self._date(drawn)

    def _draw(self) -> None:
        drawn = self._drawn
        if drawn is None:
            return
        self.setBackground(self._theme.colour("surface"))
        self._look()
        self.getPlotItem().getAxis("left").setTicks([drawn.marks])
        self._date(drawn)
        self._rule(drawn)
        for number, series in enumerate(drawn.series):
            self._show_series(number, series)
        if drawn.swatches:
            self._show_swatches(drawn)
        first, last = self._ends(drawn)
        self.setXRange(first, last, padding=0.02)
        self.setYRange(drawn.low, drawn.high, padding=0.06)

    def _look(self) -> None:
        for name in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(self._pen("line"))
            axis.setTextPen(QPen(self._theme.colour("soft")))
            axis.setTickFont(self._theme.font("small"))
            axis.setStyle(tickLength=0, tickTextOffset=8)
        self.getPlotItem().getAxis("bottom").setHeight(self._theme.px(30))

    def _date(self, drawn: Drawn) -> None:
        parts = max(1, min(_PARTS, self.width() // self._theme.px(_TICK_PX)))
        if drawn.swatches:
            step = -(-len(drawn.swatches) // (parts + 1))
            days = [(float(n), s.day) for n, s in enumerate(drawn.swatches) if n % step == 0]
        else:
            days = [(at, day_on_axis(at)) for at in ticks(*drawn.span, parts)]
        self.getPlotItem().getAxis("bottom").setTicks([days])

    def _ends(self, drawn: Drawn) -> tuple[float, float]:
        if not drawn.swatches:
            return drawn.span
        # a few pictures stand narrow beside each other, not as broad as the page
        return -0.6, max(len(drawn.swatches), 12) - 0.4

    def _pen(self, token: str, *, alpha: float = 1.0, width: float = 1.0) -> QPen:
        colour = QColor(self._theme.colour(token))
        colour.setAlphaF(alpha)
        pen = QPen(colour, width)
        pen.setCosmetic(True)
        return pen

    def _rule(self, drawn: Drawn) -> None:
        for number, (place, _) in enumerate(drawn.marks):
            if number == len(self._lines):
                self._lines.append(pyqtgraph.InfiniteLine(angle=0))
                self.addItem(self._lines[number])
            self._lines[number].setValue(place)
            self._lines[number].setPen(self._pen("line"))

    def _show_series(self, number: int, series: Series) -> None:
        if number == len(self._items):
            self._items.append(pyqtgraph.PlotDataItem())
            self.addItem(self._items[number])
        self._items[number].setData(
            [at for at, _ in series.points],
            [value for _, value in series.points],
            pen=self._pen(series.token, alpha=0.45, width=2) if series.is_joined else None,
            symbol=series.symbol,
            symbolSize=self._theme.px(11),
            symbolPen=None,
            symbolBrush=self._theme.colour(series.token),
        )

    def _show_swatches(self, drawn: Drawn) -> None:
        places: list[float] = []
        below: list[float] = []
        above: list[float] = []
        colours: list[QColor] = []
        for number, swatch in enumerate(drawn.swatches):
            reached = 0.0
            for colour in swatch.colours:
                places.append(float(number))
                below.append(reached)
                reached += colour.share
                above.append(reached)
                colours.append(QColor(*colour.colour))
        pen = self._pen("line")
        if self._bars is None:
            self._bars = pyqtgraph.BarGraphItem(
                x=places, y0=below, y1=above, width=_BAR, brushes=colours, pen=pen
            )
            self.addItem(self._bars)
        else:
            self._bars.setOpts(x=places, y0=below, y1=above, width=_BAR, brushes=colours, pen=pen)
