"""Search finds what people look for, in English and Chinese, and never falls over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage import people

PAGES = {
    "en": "Walked by the river. The café was closed.",
    "zh": "今天我很开心，和妈妈去了公园。",
    "mixed": "Met 小明 at the library 图书馆 😀",
    "ja": "ひとりで散歩した。カメラを持って。",
}


@pytest.fixture
def pages(library):
    for name, text in PAGES.items():
        library.apply(people.step(people.an_entry(text, uid=name)))
    return library


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("开心", {"zh"}),
        ("妈妈", {"zh"}),
        ("开 心", {"zh"}),
        ("天开", set()),
        ("公", {"zh"}),
        ("riv", {"en"}),
        ("RIVER walked", {"en"}),
        ("iver", set()),
        ("cafe", {"en"}),
        ("caf", {"en"}),
        ("小明", {"mixed"}),
        ("library 图书", {"mixed"}),
        ("😀", {"mixed"}),
        ("散歩", {"ja"}),
        ("カメラ", {"ja"}),
        ("river 妈妈", set()),
        ('"', set()),
        ("NEAR(river", set()),
        ("river AND", set()),
        ("*", set()),
        ("-closed", {"en"}),
        ("\0", set()),
        ("\ud800", set()),
    ],
)
def test_a_word_finds_its_pages(pages, query, found):
    assert {summary.uid for summary in pages.entry_summaries(query=query)} == found


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.text(st.characters(exclude_categories=()), max_size=12)
    | st.text("\"'*^():-+{}ANDORNEAR 开")
)
def test_nothing_a_person_types_breaks_the_search(pages, query):
    pages.entry_summaries(query=query)


def test_a_snippet_shows_where_the_word_stands(library):
    text = "A heading\n" + "quiet " * 200 + "then a lantern shone"
    library.apply(people.step(people.an_entry(text)))
    (summary,) = library.entry_summaries(query="lantern")
    assert summary.title == "A heading"
    assert "lantern" in summary.snippet


def test_the_newest_day_stands_first_and_pages_of_the_list_join(library):
    first = date(2026, 1, 1)
    for number in range(7):
        day = first + timedelta(days=number)
        library.apply(people.step(people.an_entry(f"day {number}", day=day)))
    titles = [summary.title for summary in library.entry_summaries()]
    assert titles == [f"day {number}" for number in reversed(range(7))]
    parts = library.entry_summaries(limit=3) + library.entry_summaries(limit=9, offset=3)
    assert [summary.title for summary in parts] == titles


def test_an_edited_page_is_found_by_its_new_words_only(library):
    library.apply(people.step(people.an_entry("harbour", uid="e")))
    library.apply(people.step(people.an_entry("forest", uid="e")))
    assert library.entry_summaries(query="harbour") == []
    assert len(library.entry_summaries(query="forest")) == 1


def test_a_page_whose_words_were_all_taken_away_is_still_listed(library):
    library.apply(people.step(people.an_entry("", uid="empty")))
    (summary,) = library.entry_summaries()
    assert (summary.uid, summary.title, summary.snippet) == ("empty", "", "")
