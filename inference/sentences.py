"""Cutting a text into sentences and words, by Python string indexes, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Slice = tuple[int, int]

# Chinese full stops need no space after them; a newline always ends a sentence. Possessive, and
# only from where a run begins: a hundred thousand dots take one pass.
_END: Final = re.compile(
    r"""(?<![.!?…])[.!?…]++["'”’)\]]*+(?=\s)|[。！？]++["'”’）】」』]*+|[\r\n\u0085\u2028\u2029]++"""
)
_NOT_AN_END: Final = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof|st|vs|e\.g|i\.e|approx|[a-z])\.$", re.IGNORECASE
)
_ABBREVIATION_LONGEST: Final = 12
_LONGEST: Final = 2_000
_WORD: Final = re.compile(r"\w+(?:['’\-]\w+)*")


def sentences(text: str) -> list[Slice]:
    """Spans of the sentences, without the white space around them.

    What holds no letter or digit, such as ":)", belongs to the sentence before it. More than
    2,000 characters without an end are cut at a space. Empty where nothing holds a letter.
    """
    found: list[Slice] = []
    open_from: int | None = None
    for start, end in _pieces(text):
        if _WORD.search(text, start, end):
            found.append((start if open_from is None else open_from, end))
            open_from = None
        elif found:
            found[-1] = found[-1][0], end
        elif open_from is None:
            open_from = start
    return found


def _pieces(text: str) -> Iterator[Slice]:
    start = 0
    for mark in _END.finditer(text):
        before = text[max(start, mark.end() - _ABBREVIATION_LONGEST) : mark.end()]
        if _NOT_AN_END.search(before) and not before.casefold().endswith(" i."):
            continue
        yield from _cut(text, start, mark.end())
        start = mark.end()
    yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[Slice]:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        middle = space if space > 0 else start + _LONGEST
        yield from _stripped(text, start, middle)
        start = middle
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Slice]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def words(text: str, start: int = 0, end: int | None = None) -> list[Slice]:
    """Spans of the words between two indexes; "can't" and "well-kept" are one word."""
    return [m.span() for m in _WORD.finditer(text, start, len(text) if end is None else end)]
