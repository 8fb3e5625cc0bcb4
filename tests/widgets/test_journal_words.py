from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_words import texts, words
from PySide6.QtGui import QTextCursor, QTextDocument

from app.model.entities import Span, SpanStyle
from widgets.journal.clipboard import packed, unpacked
from widgets.journal.lines import (
    Words,
    canonical,
    joined,
    lines_of,
    spliced,
    split_line,
    words_of,
)
from widgets.journal.mirror import Mirror
from widgets.journal.spans import (
    column_of,
    read_document,
    replace_lines,
    set_line_style,
    styled,
    units_of,
)

pytestmark = pytest.mark.qt


def new_page() -> QTextDocument:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    return document


@settings(max_examples=400)
@given(words())
def test_any_text_comes_back_from_the_page_as_it_was_written(qapp, page: Words):
    document = new_page()
    replace_lines(document, 0, 1, lines_of(page))
    found = words_of(read_document(document))
    assert found.text == page.text
    assert found == canonical(page)


@given(words())
def test_the_kept_form_of_a_page_is_its_own_kept_form(page: Words):
    kept = canonical(page)
    assert kept.text == page.text
    assert canonical(kept) == kept
    assert unpacked(packed(kept)) == kept


@given(words(), words())
def test_another_page_shown_over_one_is_exactly_that_page(qapp, first: Words, second: Words):
    mirror = Mirror(document := new_page())
    mirror.show(first)
    assert mirror.words == canonical(first)
    mirror.show(second)
    assert mirror.words == canonical(second)
    assert mirror.lines == read_document(document)


@given(words(), words(), st.data())
def test_words_put_into_a_line_stand_between_what_was_there(page: Words, new: Words, data):
    line = lines_of(page)[0]
    column = data.draw(st.integers(0, len(line.text)))
    assert joined(*split_line(line, column)) == line
    text = words_of(spliced(line, column, new)).text
    assert text == line.text[:column] + new.text + line.text[column:]


@given(words())
def test_every_character_is_found_again_at_its_place_on_the_page(qapp, page: Words):
    mirror = Mirror(document := new_page())
    mirror.show(page)
    for line, start in zip(mirror.lines, mirror_starts(mirror), strict=True):
        for column in range(len(line.text) + 1):
            assert column_of(line, units_of(line, column)) == column
            assert mirror.index_of(mirror.position_of(start + column)) == start + column
    assert mirror.position_of(len(page.text)) < document.characterCount()


def mirror_starts(mirror: Mirror) -> list[int]:
    return [mirror.start_of(number) for number in range(len(mirror.lines))]


steps = st.lists(
    st.tuples(
        st.sampled_from(["type", "delete", "bold", "italic", "heading", "list", "plain", "split"]),
        st.integers(0, 200),
        st.integers(0, 200),
        texts,
    ),
    max_size=12,
)


@settings(max_examples=150)
@given(words(), steps)
def test_whatever_one_does_to_a_page_its_lines_stay_in_step(qapp, page: Words, done):
    mirror = Mirror(document := new_page())
    mirror.show(page)
    for verb, start, end, text in done:
        cursor = QTextCursor(document)
        last = document.characterCount() - 1
        cursor.setPosition(min(start, last))
        if verb in ("delete", "bold", "italic"):
            cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        if verb == "type":
            cursor.insertText(text)
        elif verb == "delete":
            cursor.removeSelectedText()
        elif verb == "split":
            cursor.insertBlock()
        elif verb in ("bold", "italic"):
            cursor.mergeCharFormat(styled([SpanStyle(verb)]))
        else:
            set_line_style(cursor, None if verb == "plain" else SpanStyle(verb))
        assert mirror.lines == read_document(document)
    assert canonical(mirror.words) == mirror.words


def test_a_heading_covers_its_whole_line_and_bold_never_a_line_end():
    page = Words("ab\ncd", (Span(0, 1, SpanStyle.HEADING), Span(1, 5, SpanStyle.BOLD)))
    assert canonical(page).spans == (
        Span(0, 2, SpanStyle.HEADING),
        Span(1, 2, SpanStyle.BOLD),
        Span(3, 5, SpanStyle.BOLD),
    )
