"""Cutting a page into sentences and words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.sentences import sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I am sad. I went home.", ["I am sad.", "I went home."]),
        ("i am sad. i went home", ["i am sad.", "i went home"]),
        ("Dr. Lee was kind, e.g. to me. Good.", ["Dr. Lee was kind, e.g. to me.", "Good."]),
        (
            "He laughed and so did I. Then it rained.",
            ["He laughed and so did I.", "Then it rained."],
        ),
        ("“Why?” she said.", ["“Why?”", "she said."]),
        ("Thanks for nothing. :)\nReally!", ["Thanks for nothing. :)", "Really!"]),
        ("One line\nanother line\r\n\r\nthe last", ["One line", "another line", "the last"]),
        ("It cost 3.50 at a.b.c.", ["It cost 3.50 at a.b.c."]),
        ("今天很累。明天再说！", ["今天很累。", "明天再说！"]),
        ("Wait... what?!", ["Wait...", "what?!"]),
        ("", []),
        ("😀 …", []),
        ("... 😀 Hello there", ["... 😀 Hello there"]),
    ],
)
def test_a_page_falls_into_its_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from("aé汉😀 .!?…。\n\"')\u2028\ud800"), max_size=200))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    spans = sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    inside = [word for span in spans for word in words(text, *span)]
    assert inside == words(text)


def test_a_page_without_an_end_is_cut_at_spaces() -> None:
    text = "la " * 33_000
    spans = sentences(text)
    assert max(end - start for start, end in spans) <= 2_000
    assert sum(len(words(text, *span)) for span in spans) == 33_000


@pytest.mark.parametrize("text", ["." * 100_000, "a" * 100_000, ".'" * 50_000, "。" * 100_000])
def test_odd_long_pages_take_one_pass(text: str) -> None:
    assert len(sentences(text)) <= 51


def test_a_word_keeps_its_apostrophe_and_hyphen() -> None:
    text = "I can't un-see it, naïve café"
    assert [text[a:b] for a, b in words(text)] == ["I", "can't", "un-see", "it", "naïve", "café"]
