"""Days and times of pages, in the person's words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate

from app.model.words import language, tr
from widgets.dates import locale
from widgets.journal.days import Nearness, nearness


def _written(day: date, english: str, chinese: str) -> str:
    pattern = chinese if language() == "zh_CN" else english
    return locale().toString(QDate(day.year, day.month, day.day), pattern)


def short_day(day: date, today: date) -> str:
    """Return a day as the list calls it: "Today", "Tuesday", "14 November"."""
    near = nearness(day, today)
    if near is Nearness.TODAY:
        return tr("Today")
    if near is Nearness.YESTERDAY:
        return tr("Yesterday")
    if near is Nearness.THIS_WEEK:
        return _written(day, "dddd", "dddd")
    if near is Nearness.LONG_AGO:
        return _written(day, "d MMMM yyyy", "yyyy年M月d日")
    return _written(day, "d MMMM", "M月d日")


def long_day(day: date, today: date) -> str:
    """Return a day in full: "Saturday 21 November", with the year when it is another one."""
    if day.year == today.year:
        return _written(day, "dddd d MMMM", "M月d日 dddd")
    return _written(day, "dddd d MMMM yyyy", "yyyy年M月d日 dddd")
