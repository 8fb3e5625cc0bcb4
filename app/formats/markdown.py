"""A page as Markdown (CommonMark): export only, the words are kept as plain text and spans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from app.model.entities import Attachment, Entry, Span, SpanStyle

_SPECIAL = re.compile(r"([\\`*_\[\]<>&#~|])")
_ORDERED = re.compile(r"^(\s*\d+)([.)])(?=\s|$)")
_BULLET = re.compile(r"^(\s*)([-+=])")
_MARKS = {SpanStyle.BOLD: "**", SpanStyle.ITALIC: "_"}


def escaped(text: str) -> str:
    """Return words so that Markdown reads them as words."""
    return _SPECIAL.sub(r"\\\1", text)


def markdown(entry: Entry, picture_path: Callable[[Attachment], str]) -> str:
    """Return a page with its day in front matter.

    Parameters
    ----------
    picture_path : callable
        The relative path under which a picture is saved beside the file.
    """
    head = (
        f"---\nday: {entry.day.isoformat()}\nwritten_at: {entry.written_at.isoformat()}\n"
        f"uid: {entry.uid}\n---\n\n"
    )
    return head + "".join(_paragraphs(entry, picture_path))


def _paragraphs(entry: Entry, picture_path: Callable[[Attachment], str]) -> Iterator[str]:
    start, was_list = 0, False
    for line in entry.text.split("\n"):
        end = start + len(line)
        styles = {s.style for s in entry.spans if s.start <= end and s.end >= start}
        spans = [s for s in entry.spans if s.start < end and s.end > start]
        pictures = [a for a in entry.attachments if start <= a.position <= end]
        words = _inline(line, start, spans, pictures, picture_path)
        is_list = _covers(entry, SpanStyle.LIST, start, end)
        if was_list and not is_list:
            yield "\n"
        if SpanStyle.HEADING in styles and _covers(entry, SpanStyle.HEADING, start, end):
            yield f"# {words}\n\n"
        elif is_list:
            yield f"- {words}\n"
        elif words.strip():
            yield f"{_guarded(words)}\n\n"
        was_list = is_list
        start = end + 1


def _covers(entry: Entry, style: SpanStyle, start: int, end: int) -> bool:
    return any(s.style is style and s.start <= start and s.end >= end for s in entry.spans)


def _guarded(words: str) -> str:
    words = _BULLET.sub(r"\1\\\2", words)
    return _ORDERED.sub(r"\1\\\2", words).lstrip(" \t")


def _inline(
    line: str,
    start: int,
    spans: list[Span],
    pictures: list[Attachment],
    picture_path: Callable[[Attachment], str],
) -> str:
    inner = [s for s in spans if s.style in _MARKS]
    edges = {start, start + len(line), *(p.position for p in pictures)}
    edges.update(edge for s in inner for edge in (s.start, s.end))
    places = sorted(edge for edge in edges if start <= edge <= start + len(line))
    out = []
    for place, following in zip(places, [*places[1:], places[-1]], strict=True):
        out += [
            f"![{escaped(picture.description)}]({picture_path(picture)})"
            for picture in pictures
            if picture.position == place
        ]
        words = line[place - start : following - start]
        marks = "".join(_MARKS[s.style] for s in inner if s.start <= place < s.end)
        out.append(_marked(escaped(words), marks))
    return "".join(out)


def _marked(words: str, marks: str) -> str:
    # CommonMark closes emphasis only beside a word, so the space goes outside
    core = words.strip()
    if not marks or not core:
        return words
    before = words[: len(words) - len(words.lstrip())]
    after = words[len(words.rstrip()) :]
    return f"{before}{marks}{core}{marks[::-1]}{after}"
