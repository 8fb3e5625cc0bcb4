from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_parts import NOON, Clock, journal_context
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.catalogue.translations import use_language
from app.commands.paint import new_painting
from app.model.care import Administration
from app.model.entities import CheckIn, Work, WorkKind, new_uid
from app.model.oklab import ColourShare
from app.model.tiles import ONE, Rect
from app.storage.summaries import WorkSummary
from widgets.context import Context
from widgets.progress.page import ALL, ProgressPage
from widgets.progress.records import Records, Time
from widgets.progress.section import Section
from widgets.progress.told import check_ins_told, colours_told, media_told
from widgets.progress.twin import PLEASANT as WORDS
from widgets.progress.twin import own_lines, rows_of, twin, word_for


def check_in(days_ago: int, valence: float | None, line: str = "") -> CheckIn:
    return CheckIn(new_uid(), NOON - timedelta(days=days_ago), valence, None, line)


def summary(days_ago: int, kind: WorkKind = WorkKind.PAINTING, title: str = "") -> WorkSummary:
    at = NOON - timedelta(days=days_ago)
    return WorkSummary(new_uid(), title, kind, 8, 8, at, at, False, None, "")


def test_the_words_say_what_the_chart_shows_and_nothing_of_what_it_means():
    shown = [check_in(3, -0.9), check_in(2, None), check_in(1, 0.7)]
    assert twin(shown) == (
        "3 check-ins. Unpleasant to pleasant: between unpleasant and pleasant, last pleasant. "
        "Calm to activated: not said."
    )
    assert twin([]) == "No check-in in this time."
    assert twin(shown[:1]) == (
        "1 check-in. Unpleasant to pleasant: unpleasant. Calm to activated: not said."
    )


def test_an_untouched_slider_stays_not_said():
    (row,) = rows_of([check_in(1, None)])
    assert (row.pleasant, row.activated) == ("not said", "not said")


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_more_pleasant_place_never_has_a_less_pleasant_word(first: float, second: float):
    low, high = sorted((first, second))
    assert WORDS.index(word_for(low, WORDS)) <= WORDS.index(word_for(high, WORDS))


def test_own_lines_come_newest_first_and_empty_ones_never():
    shown = [check_in(5, 0, "old"), check_in(1, 0, "new"), check_in(0, 0, "  ")]
    assert [c.line for c in own_lines(shown)] == ["new", "old"]


@given(
    st.lists(st.tuples(st.integers(0, 400), st.none() | st.floats(-1, 1)), max_size=20),
    st.sampled_from([7, 30, 90, None]),
)
def test_every_chart_its_words_and_its_table_tell_of_the_same_check_ins(made, days):
    records = Records(tuple(check_in(ago, valence) for ago, valence in made))
    time = Time(NOON, days, records.first_at)
    told = check_ins_told(records, time)
    held = [one for one in records.check_ins if time.holds(one.at)]
    assert len(told.rows) == len(held)
    first, last = told.drawn.span
    points = told.drawn.series[0].points
    assert len(points) == sum(one.valence is not None for one in held)
    assert all(first <= at <= last for at, _ in points)
    assert bool(held) == (told.words != "No check-in in this time.")
    if days is None:
        assert len(held) == len(made)


def test_what_was_made_is_told_by_medium_and_day_and_never_as_a_streak():
    works = (summary(2), summary(2), summary(1, WorkKind.CLAY, "A bowl"))
    told = media_told(Records(works=works), Time(NOON, 7))
    assert told.words == "Something was made on 2 days. Painting: 2, Clay: 1."
    assert told.rows[0][1:] == ("Clay", "A bowl")
    assert len(told.drawn.series[0].points) == 3
    assert media_told(Records(), Time(NOON, 7)).words == "Nothing of this kind in this time."


def test_colours_are_told_by_their_names_and_shares():
    work = summary(1, title="Shore")
    shares = (ColourShare((20, 40, 160), 0.75), ColourShare((240, 220, 60), 0.25))
    told = colours_told([work], {work.uid: shares}, Time(NOON, 7))
    assert told.words == "The colours of 1 painting. The newest one: dark blue 75 %, yellow 25 %."
    assert told.rows[0][1:] == ("Shore", "dark blue 75 %, yellow 25 %")


def painted(context: Context, days_ago: int, rgb: tuple[int, int, int], prompt: str = "") -> Work:
    at = NOON - timedelta(days=days_ago)
    work = new_painting(context.document, width=64, height=64, created_at=at, prompt_uid=prompt)
    colour = np.array([*(round(c / 255 * ONE) for c in rgb), ONE], np.uint16)
    with context.document.edit("Paint", scope=work.uid) as edit:
        edit.grid(work.layers[0], Rect(0, 0, 64, 64)).tiles[0, 0] = colour
    context.document.unload(work.uid)
    return work


def fill(context: Context) -> None:
    for days, valence, line in ((40, 0.5, "long ago"), (2, -0.4, "sideways light"), (0, 0.3, "")):
        with context.document.edit("Check in") as edit:
            edit.put(check_in(days, valence, line))
    painted(context, 3, (20, 40, 160), context.prompts[0].uid)
    painted(context, 1, (240, 220, 60))
    given = Administration(new_uid(), "measure-suds-1", NOON - timedelta(days=1), (4.0,))
    clinical = Administration(new_uid(), "measure-phq-4-1", NOON, (1.0, 1.0, 1.0, 1.0))
    with context.document.edit("Answer") as edit:
        edit.put(given)
        edit.put(clinical)


@contextmanager
def opened(qtbot, folder: Path, *, filled: bool = True, theme: str = "paper") -> Iterator:
    with journal_context(folder, Clock(), theme=theme) as context:
        if filled:
            fill(context)
        page = ProgressPage(context)
        qtbot.addWidget(page)
        page.resize(1000, 800)
        page.show()
        page.refresh()
        try:
            yield context, page
        finally:
            page.close()


def drawn(page: ProgressPage) -> bool:
    return bool(page.measures) and all(s.plot is not None for s in page.sections if s.is_wanted)


def tab_to(page: ProgressPage, wanted: QWidget) -> None:
    page._group.button(30).setFocus()
    for _ in range(40):
        focused = page.window().focusWidget()
        if focused is wanted:
            return
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError("the keyboard does not reach it")


@pytest.mark.qt
def test_own_words_stand_first_and_chart_words_and_table_agree(qtbot, tmp_path: Path):
    with opened(qtbot, tmp_path) as (context, page):
        qtbot.waitUntil(lambda: drawn(page) and bool(page.colours.told.rows), timeout=20000)
        first = page.own._lines.itemAt(0).widget().layout().itemAt(0).widget()
        assert first.text() == "sideways light"
        assert (
            page.own.mapTo(page, page.own.rect().topLeft()).y()
            < page.check_ins.chart.mapTo(page, page.check_ins.rect().topLeft()).y()
        )
        section = page.check_ins
        assert section.words.text() == section.told.words == section.chart.accessibleDescription()
        assert len(section.told.rows) == 2
        page.show_days(90)
        assert len(section.told.rows) == 3
        with context.document.edit("Check in") as edit:
            edit.put(check_in(0, 0.9, "just now"))
        assert len(section.told.rows) == 4


@pytest.mark.qt
def test_the_keyboard_opens_a_table_and_chooses_a_week(qtbot, tmp_path: Path):
    with opened(qtbot, tmp_path) as (_, page):
        qtbot.waitUntil(lambda: drawn(page), timeout=20000)
        section = page.check_ins
        tab_to(page, section.as_table)
        QTest.keyClick(section.as_table, Qt.Key.Key_Space)
        assert section.table.isVisible()
        assert section.table.rowCount() == 2
        assert section.table.item(1, 3).text() == "sideways light"
        QTest.keyClick(section.as_table, Qt.Key.Key_Tab)
        assert page.window().focusWidget() is section.table
        assert section.table.accessibleName() == "Check-ins over time, as a table"
        QTest.mouseClick(page._group.button(ALL), Qt.MouseButton.LeftButton)
        assert section.table.rowCount() == 3


@pytest.mark.qt
def test_paintings_show_as_swatches_of_their_own_colours(qtbot, tmp_path: Path):
    with opened(qtbot, tmp_path) as (_, page):
        qtbot.waitUntil(
            lambda: drawn(page) and len(page.colours.told.drawn.swatches) == 2,
            timeout=20000,
        )
        oldest, newest = page.colours.told.drawn.swatches
        assert (oldest.colours[0].share, newest.colours[0].share) == (1, 1)
        image = page.colours.plot.grab().toImage()
        seen = {
            QColor(image.pixel(x, image.height() // 2)).getRgb()[:3] for x in range(image.width())
        }
        for wanted in (oldest.colours[0].colour, newest.colours[0].colour):
            assert min(np.abs(np.subtract(wanted, colour)).max() for colour in seen) <= 2


@pytest.mark.qt
def test_a_person_alone_sees_wellness_scales_without_bands_and_no_clinical_one(
    qtbot, tmp_path: Path
):
    with opened(qtbot, tmp_path) as (_, page):
        qtbot.waitUntil(lambda: drawn(page), timeout=20000)
        assert list(page.measures) == ["measure-suds-1"]
        section: Section = page.measures["measure-suds-1"]
        assert section.words.text() == "Answered 1 time. Distress right now: 4."
        assert section.told.rows[0][1] == "4"


@pytest.mark.qt
def test_a_prompt_that_was_painted_to_stands_on_the_continuum(qtbot, tmp_path: Path):
    with opened(qtbot, tmp_path) as (context, page):
        qtbot.waitUntil(lambda: drawn(page), timeout=20000)
        assert page.continuum.isVisible()
        assert page.continuum.told.rows[0][1] == str(context.prompts[0].title)
        assert len(page.continuum.told.drawn.marks) == 7


@pytest.mark.qt
def test_an_empty_library_is_met_kindly_and_without_charts(qtbot, tmp_path: Path):
    with opened(qtbot, tmp_path, filled=False) as (_, page):
        qtbot.waitUntil(page.empty.isVisible, timeout=20000)
        assert "nothing has to" in page.empty.text()
        assert not any(section.isVisible() for section in page.sections)
        assert all(section.plot is None for section in page.sections)


@pytest.mark.qt
def test_the_page_speaks_chinese(qtbot, tmp_path: Path):
    use_language("zh_CN")
    with opened(qtbot, tmp_path) as (_, page):
        qtbot.waitUntil(lambda: drawn(page), timeout=20000)
        assert page.check_ins.told.rows[0][0].startswith("今天")
        assert any(label.text() == "sideways light" for label in page.findChildren(QLabel))


@pytest.mark.qt
def test_the_page_is_built_without_the_charting_library(qtbot, tmp_path: Path):
    module = "widgets.progress.plot"
    known = sys.modules.pop(module, None)
    try:
        with opened(qtbot, tmp_path, filled=False) as (_, page):
            qtbot.waitUntil(page.empty.isVisible, timeout=20000)
            assert module not in sys.modules
    finally:
        if known is not None:
            sys.modules[module] = known
