from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_parts import NOON, Clock, journal_context

from app.model.entities import CheckIn, new_uid
from widgets.progress.page import ProgressPage
from widgets.progress.twin import PLEASANT as WORDS
from widgets.progress.twin import own_lines, rows_of, twin, within, word_for


def check_in(days_ago: int, valence: float | None, line: str = "") -> CheckIn:
    return CheckIn(new_uid(), NOON - timedelta(days=days_ago), valence, None, line)


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
    assert within(shown, NOON, 2) == [shown[1], shown[2]]


@pytest.mark.qt
def test_own_words_stand_first_and_chart_words_and_table_agree(qtbot, tmp_path: Path):
    with journal_context(tmp_path, Clock()) as context:
        for days, valence, line in (
            (40, 0.5, "long ago"),
            (2, -0.4, "sideways light"),
            (0, 0.3, ""),
        ):
            with context.document.edit("Check in") as edit:
                edit.put(check_in(days, valence, line))
        page = ProgressPage(context)
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        page.refresh()
        qtbot.waitUntil(lambda: page.table.rowCount() == 2, timeout=20000)
        first = page._lines.itemAt(0).widget().layout().itemAt(0).widget()
        assert first.text() == "sideways light"
        assert page.words.text() == twin(within(page._check_ins, NOON, 30))
        assert page.chart.accessibleDescription() == page.words.text()
        assert len(page.chart.points("valence")) == 2
        assert not page.chart.points("arousal")
        page.show_days(90)
        assert page.table.rowCount() == 3
        assert page.table.item(2, 3).text() == "long ago"
        with context.document.edit("Check in") as edit:
            edit.put(check_in(0, 0.9, "just now"))
        assert page.table.rowCount() == 4
        page.close()
