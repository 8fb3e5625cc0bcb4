"""Markdown to plain words, spans and pictures: headings, lists, bold, italic, images.

What is not understood stays as the words it is: nothing a person wrote is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from app.model.entities import Span, SpanStyle

_HEADING: Final = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_ITEM: Final = re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(.*)$")
_FENCE: Final = re.compile(r"^ {0,3}(```|~~~)")
_IMAGE: Final = re.compile(
    r"!\[([^\[\]\n]*)\]\(\s*(?:<([^<>\n]+)>|([^\s()]+))(?:\s+\"[^\"\n]*\")?\s*\)"
)
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1")
_ITALIC: Final = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^\n*_]+?)(?<=\S)\1(?![\w*_])")
# an escaped mark stands aside as a private character while marks are looked for
_ASIDE: Final = 0xF0000
# nobody emphasises in a longer line, and looking for marks costs its square
_LONGEST_MARKED: Final = 4000


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A picture in a text: where, the name it was asked by, and its description."""

    position: int
    source: str
    description: str


@dataclass(slots=True)
class Page:
    """Words with their spans and pictures."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    pictures: list[PictureMark] = field(default_factory=list)


def page_of(source: str, *, has_picture: set[str] | frozenset[str] = frozenset()) -> Page:
    """Return what a Markdown text says.

    Parameters
    ----------
    has_picture : set of str
        The names of the pictures that are there; an image with another name stays as words.
    """
    page = Page()
    in_fence = False
    lines = source.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    parts = []
    start = 0
    for line in lines:
        if _FENCE.match(line):
            in_fence = not in_fence
        plain = line if in_fence or _FENCE.match(line) else _line(page, line, start, has_picture)
        parts.append(plain)
        start += len(plain) + 1
    page.text = "\n".join(parts)
    return page


def _line(page: Page, line: str, start: int, has_picture: set[str] | frozenset[str]) -> str:
    style = None
    for pattern, found in ((_HEADING, SpanStyle.HEADING), (_ITEM, SpanStyle.LIST)):
        match = pattern.match(line)
        if match and style is None:
            line, style = match.group(1), found
    words = _inline(page, line, start, has_picture)
    if style is not None and words:
        page.spans.append(Span(start, start + len(words), style))
    return words


def _inline(page: Page, line: str, start: int, has_picture: set[str] | frozenset[str]) -> str:
    if len(line) > _LONGEST_MARKED or any(_ASIDE <= ord(letter) < _ASIDE + 128 for letter in line):
        return line
    out = ""
    place = 0
    for image in _IMAGE.finditer(line):
        source = image.group(2) or image.group(3)
        if source not in has_picture:
            continue
        out += _emphasis(page, line[place : image.start()], start + len(out))
        description = _ESCAPED.sub(r"\1", image.group(1))
        page.pictures.append(PictureMark(start + len(out), source, description))
        place = image.end()
    return out + _emphasis(page, line[place:], start + len(out))


def _emphasis(page: Page, words: str, start: int) -> str:
    words = _ESCAPED.sub(lambda match: chr(_ASIDE + ord(match.group(1))), words)
    spans: list[tuple[int, int, SpanStyle]] = []
    for pattern, style in ((_BOLD, SpanStyle.BOLD), (_ITALIC, SpanStyle.ITALIC)):
        while match := pattern.search(words):
            width = len(match.group(1))
            words = words[: match.start()] + match.group(2) + words[match.end() :]
            cut = ((match.end() - width, width), (match.start(), width))
            for at, count in cut:
                spans = [(_after(a, at, count), _after(b, at, count), s) for a, b, s in spans]
            spans.append((match.start(), match.end() - 2 * width, style))
    page.spans += [Span(start + a, start + b, style) for a, b, style in spans if a < b]
    return "".join(
        chr(ord(one) - _ASIDE) if _ASIDE <= ord(one) < _ASIDE + 128 else one for one in words
    )


def _after(place: int, cut: int, count: int) -> int:
    return max(cut, place - count) if place > cut else place
