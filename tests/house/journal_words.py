"""Any text a person may write, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from app.model.entities import Attachment, Span, SpanStyle
from widgets.journal.lines import Words

AWKWARD = (
    "\0\r\n\t\v\f\x1c\x85\xa0\xad\u061c\u200b\u200d\u2028\u2029\ufdd0\ufdd1\ufffc\ufffd\ufeff"
    "\ufffe\uffff\ud83d\ude00\udc00😀👩🏽\u0301ß汉字🇨🇳ab \U0010ffff"
)
characters = st.one_of(
    st.characters(codec=None, exclude_categories=()), st.sampled_from(list(AWKWARD))
)
texts = st.text(characters, max_size=60)


@st.composite
def words(draw: st.DrawFn) -> Words:
    text = draw(texts)
    place = st.integers(0, len(text))
    spans = st.builds(
        lambda a, b, style: Span(min(a, b), max(a, b), style),
        place,
        place,
        st.sampled_from(list(SpanStyle)),
    )
    pictures = st.builds(
        lambda at, is_work, words: Attachment(at, *(("w", "") if is_work else ("", "p")), words),
        place,
        st.booleans(),
        st.sampled_from(["", "a shore", "海"]),
    )
    placed = sorted(draw(st.lists(pictures, max_size=3)), key=lambda picture: picture.position)
    return Words(text, tuple(draw(st.lists(spans, max_size=6))), tuple(placed))
