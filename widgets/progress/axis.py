"""The days that stand below a chart."""

from __future__ import annotations

from PySide6.QtCore import QDateTime

from app.model.words import language
from widgets.dates import locale


def ticks(first: float, last: float, parts: int) -> list[float]:
    """Return moments between two, evenly apart, in seconds since 1970."""
    step = (last - first) / parts
    return [first + step * number for number in range(parts + 1)]


def day_on_axis(at: float) -> str:
    """Return a moment's day, short, as the person's language writes it."""
    day = QDateTime.fromSecsSinceEpoch(round(at)).date()
    return locale().toString(day, "M月d日" if language() == "zh_CN" else "d MMM")
