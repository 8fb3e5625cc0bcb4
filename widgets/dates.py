"""Dates and times as the person's language writes them."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, QTime

from app.model.words import language, tr


def locale() -> QLocale:
    """Return the locale of the language in use; the computer's own where it speaks it."""
    if language() == "zh_CN":
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    system = QLocale.system()
    if system.language() == QLocale.Language.English:
        return system
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def clock(at: datetime) -> str:
    """Return the time of day, "14:02"."""
    return locale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def day(meant: date, today: date) -> str:
    """Return a day in words: "today", "yesterday", a weekday, or a date."""
    ago = (today - meant).days
    if ago == 0:
        return tr("today")
    if ago == 1:
        return tr("yesterday")
    written = QDate(meant.year, meant.month, meant.day)
    if 1 < ago < 7:
        return locale().toString(written, "dddd")
    if language() == "zh_CN":
        return locale().toString(written, "M月d日" if meant.year == today.year else "yyyy年M月d日")
    return locale().toString(written, "d MMMM" if meant.year == today.year else "d MMMM yyyy")


def moment(at: datetime, now: datetime) -> str:
    """Return a day and a time in words: "today, 14:02"."""
    there = at.astimezone(now.tzinfo)
    return tr("{day}, {time}", day=day(there.date(), now.date()), time=clock(there))
