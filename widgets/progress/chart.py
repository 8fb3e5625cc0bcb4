"""Check-ins over time: two lines of dots that differ in shape, not in colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.model.entities import CheckIn
from app.model.words import language, tr
from widgets.dates import locale
from widgets.theme import Theme

_DAY_S = 86_400.0
_PARTS = 6

Point = tuple[float, float]


def ticks(first: float, last: float) -> list[float]:
    """Return a few moments between two, evenly apart, in seconds since 1970."""
    step = (last - first) / _PARTS
    return [first + step * number for number in range(_PARTS + 1)]


def day_on_axis(at: float) -> str:
    """Return a moment's day, short, as the person's language writes it."""
    day = QDateTime.fromSecsSinceEpoch(round(at)).date()
    return locale().toString(day, "M月d日" if language() == "zh_CN" else "d MMM")


class Chart(QWidget):
    """Shows; it neither zooms nor scrolls by accident.

    It paints itself: a charting library costs more main-thread time to import than a frame has.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._check_ins: tuple[CheckIn, ...] = ()
        self._span = (0.0, _DAY_S)
        self.setAccessibleName(tr("Check-ins over time"))
        self.setFixedHeight(theme.px(240))
        theme.changed.connect(self.update)

    def show_check_ins(
        self, check_ins: Sequence[CheckIn], span: tuple[float, float], words: str
    ) -> None:
        """Show check-ins between two moments (seconds since 1970), and say the same in words."""
        self._check_ins, self._span = tuple(check_ins), span
        self.setAccessibleDescription(words)
        self.update()

    def points(self, axis: str) -> list[Point]:
        """Return where the dots of ``"valence"`` or ``"arousal"`` stand; unsaid ones are none."""
        said = ((c.at.timestamp(), getattr(c, axis)) for c in self._check_ins)
        return [self._place(at, value) for at, value in said if value is not None]

    def _ground(self) -> QRectF:
        left, below = self._theme.px(56), self._theme.px(30)
        return QRectF(left, 12, self.width() - left - 16, self.height() - below - 12)

    def _place(self, at: float, value: float) -> Point:
        ground, (first, last) = self._ground(), self._span
        x = ground.left() + ground.width() * (at - first) / (last - first)
        return x, ground.center().y() - ground.height() * 0.46 * value

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the axes and both lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter)
        self._draw_line(painter, self.points("valence"), "accent", is_round=True)
        self._draw_line(painter, self.points("arousal"), "warm", is_round=False)
        painter.end()

    def _draw_axes(self, painter: QPainter) -> None:
        theme, ground = self._theme, self._ground()
        painter.setFont(theme.font("small"))
        for value, words in ((1.0, tr("high")), (0.0, ""), (-1.0, tr("low"))):
            y = self._place(self._span[0], value)[1]
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(ground.left(), y), QPointF(ground.right(), y))
            painter.setPen(theme.colour("soft"))
            place = QRectF(0, y - theme.px(12), ground.left() - 10, theme.px(24))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, words)
        for at in ticks(*self._span):
            x = self._place(at, 0)[0]
            place = QRectF(0, 0, theme.px(80), theme.px(22))
            place.moveCenter(QPointF(x, ground.bottom() + theme.px(16)))
            place.moveRight(min(place.right(), self.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, day_on_axis(at))

    def _draw_line(
        self, painter: QPainter, points: Sequence[Point], token: str, *, is_round: bool
    ) -> None:
        faint = QColor(self._theme.colour(token))
        faint.setAlphaF(0.45)
        painter.setPen(QPen(faint, 2))
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(token))
        radius = self._theme.px(5)
        for x, y in points:
            if is_round:
                painter.drawEllipse(QPointF(x, y), radius, radius)
            else:
                corners = ((-1.1, -0.9), (1.1, -0.9), (0.0, 1.1))
                shape = [QPointF(x + radius * dx, y + radius * dy) for dx, dy in corners]
                painter.drawPolygon(QPolygonF(shape))
