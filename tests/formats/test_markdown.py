from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.formats.markdown import markdown
from app.model.entities import Attachment, Entry, Span, SpanStyle

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def written(text: str, spans=(), attachments=()) -> str:
    entry = Entry("u", NOON.date(), NOON, text, tuple(spans), tuple(attachments))
    whole = markdown(entry, lambda a: f"pictures/{a.picture_uid}.png")
    return whole.split("---\n\n", 1)[1]


def test_headings_lists_bold_and_italic_are_what_they_were():
    spans = [
        Span(0, 5, SpanStyle.HEADING),
        Span(6, 11, SpanStyle.BOLD),
        Span(12, 15, SpanStyle.LIST),
        Span(16, 19, SpanStyle.LIST),
        Span(20, 26, SpanStyle.ITALIC),
    ]
    found = written("Shore\nwaves\none\ntwo\nafter \nend", spans)
    assert found == "# Shore\n\n**waves**\n\n- one\n- two\n\n_after_ \n\nend\n\n"


def test_signs_a_person_wrote_stay_signs():
    found = written("# no heading\n* no list\n1. no number\n- nor this\n2 < 3 & [x](y)")
    assert "\\# no heading" in found
    assert "\\* no list" in found
    assert "1\\. no number" in found
    assert "\\- nor this" in found
    assert "2 \\< 3 \\& \\[x\\](y)" in found


def test_a_picture_stands_where_it_stood_with_its_words():
    found = written("ab", attachments=[Attachment(1, picture_uid="p", description="a [sea]")])
    assert found == "a![a \\[sea\\]](pictures/p.png)b\n\n"


@given(st.text(st.characters(categories=["L", "N", "Zs"]), max_size=40))
def test_no_letter_is_lost(text: str):
    assert [c for c in written(text) if c.isalnum()] == [c for c in text if c.isalnum()]
