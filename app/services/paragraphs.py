"""Cuts a page into paragraphs, and very long ones into windows that end with a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

WINDOW_CHARS: Final = 2000

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’)）」』]*\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a page: ``start`` and ``end`` are Python string indexes of its text."""

    start: int
    end: int
    text: str


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs that hold anything, whole, without the space around them."""
    for line in _LINE.finditer(text):
        inner = line.group().strip()
        if inner:
            start = line.start() + line.group().index(inner)
            yield Paragraph(start, start + len(inner), inner)


def windows(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield a paragraph in pieces of at most `WINDOW_CHARS`; nothing is left out."""
    start = 0
    while len(paragraph.text) - start > WINDOW_CHARS:
        stop = _cut(paragraph.text, start)
        yield _piece(paragraph, start, stop)
        start = stop
    if start < len(paragraph.text):
        yield _piece(paragraph, start, len(paragraph.text))


def _cut(text: str, start: int) -> int:
    limit = start + WINDOW_CHARS
    ends = [found.end() for found in _SENTENCE_END.finditer(text, start, limit)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", start + 1, limit)
    return space + 1 if space > start else limit


def _piece(paragraph: Paragraph, start: int, stop: int) -> Paragraph:
    base = paragraph.start
    return Paragraph(base + start, base + stop, paragraph.text[start:stop])
