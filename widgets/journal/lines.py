r"""A journal page as lines: plain text with format spans, taken apart and put together exactly.

Only ``"\n"`` parts lines; every other character stays where it is, whatever it is. No Qt here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.model.entities import Attachment, Entry, Span, SpanStyle

LINE_STYLES = (SpanStyle.HEADING, SpanStyle.LIST)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without its line end; spans and attachments count from its first character.

    ``style`` is heading, list or None; ``spans`` are bold and italic only, merged and sorted.
    """

    text: str = ""
    style: SpanStyle | None = None
    spans: tuple[Span, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was put here yet."""
        return not self.text and not self.attachments and self.style is None


@dataclass(frozen=True, slots=True)
class Words:
    """What an entry says: text, spans, and the pictures that stand in it."""

    text: str = ""
    spans: tuple[Span, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> Words:
        """Return the words of an entry."""
        return cls(entry.text, entry.spans, entry.attachments)


def _by_place(span: Span) -> tuple[int, int, str]:
    return (span.start, span.end, span.style)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return bold and italic spans sorted; what touches or overlaps in one style is one."""
    found: dict[SpanStyle, list[Span]] = {}
    for span in sorted(spans, key=_by_place):
        run = found.setdefault(span.style, [])
        if run and span.start <= run[-1].end:
            run[-1] = replace(run[-1], end=max(run[-1].end, span.end))
        elif span.start < span.end:
            run.append(span)
    return tuple(sorted((span for run in found.values() for span in run), key=_by_place))


@dataclass(slots=True)
class _Draft:
    start: int
    text: str
    style: SpanStyle | None = None
    spans: list[Span] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def take(self, span: Span) -> None:
        """Take what of a span lies on this line."""
        if span.style in LINE_STYLES:
            if self.style is not SpanStyle.HEADING:
                self.style = span.style
            return
        start, end = max(span.start, self.start), min(span.end, self.end)
        if start < end:
            self.spans.append(Span(start - self.start, end - self.start, span.style))

    def line(self) -> Line:
        return Line(self.text, self.style, merged(self.spans), tuple(self.attachments))


def _drafts(text: str) -> list[_Draft]:
    drafts, start = [], 0
    for words in text.split("\n"):
        drafts.append(_Draft(start, words))
        start += len(words) + 1
    return drafts


def lines_of(words: Words) -> list[Line]:
    """Return the lines of a page, at least one.

    A span that crosses a line end becomes one a line; places outside the text move to its ends.
    """
    drafts = _drafts(words.text)
    starts = [draft.start for draft in drafts]
    for span in words.spans:
        first = max(0, bisect_right(starts, span.start) - 1)
        last = max(first, bisect_right(starts, max(span.start, span.end - 1)) - 1)
        for draft in drafts[first : last + 1]:
            draft.take(span)
    for attachment in words.attachments:
        position = min(max(attachment.position, 0), len(words.text))
        draft = drafts[bisect_right(starts, position) - 1]
        draft.attachments.append(replace(attachment, position=position - draft.start))
    for draft in drafts:
        draft.attachments.sort(key=lambda attachment: attachment.position)
    return [draft.line() for draft in drafts]


def starts_of(lines: Sequence[Line]) -> list[int]:
    """Return where each line begins in the text."""
    starts, start = [], 0
    for line in lines:
        starts.append(start)
        start += len(line.text) + 1
    return starts


def words_of(lines: Sequence[Line]) -> Words:
    """Return lines as one page; `lines_of` takes it apart again to equal lines."""
    spans: list[Span] = []
    attachments: list[Attachment] = []
    for line, start in zip(lines, starts_of(lines), strict=True):
        if line.style is not None:
            spans.append(Span(start, start + len(line.text), line.style))
        spans += [Span(start + s.start, start + s.end, s.style) for s in line.spans]
        attachments += [replace(a, position=start + a.position) for a in line.attachments]
    return Words(
        "\n".join(line.text for line in lines),
        tuple(sorted(spans, key=_by_place)),
        tuple(attachments),
    )


def canonical(words: Words) -> Words:
    """Return the same page with its spans in the one form they are kept in."""
    return words_of(lines_of(words))


def split_line(line: Line, column: int) -> tuple[Line, Line]:
    """Return a line in two; a picture that stands at the cut stays with the first."""
    head = [Span(s.start, min(s.end, column), s.style) for s in line.spans if s.start < column]
    tail = [
        Span(max(s.start - column, 0), s.end - column, s.style)
        for s in line.spans
        if s.end > column
    ]
    before = tuple(a for a in line.attachments if a.position <= column)
    after = (replace(a, position=a.position - column) for a in line.attachments[len(before) :])
    return (
        Line(line.text[:column], line.style, tuple(head), before),
        Line(line.text[column:], line.style, tuple(tail), tuple(after)),
    )


def joined(head: Line, tail: Line) -> Line:
    """Return two lines as one, in the style of the first unless it is empty."""
    length = len(head.text)
    spans = (Span(s.start + length, s.end + length, s.style) for s in tail.spans)
    moved = (replace(a, position=a.position + length) for a in tail.attachments)
    return Line(
        head.text + tail.text,
        tail.style if head.is_empty else head.style,
        merged((*head.spans, *spans)),
        (*head.attachments, *moved),
    )


def spliced(line: Line, column: int, words: Words) -> list[Line]:
    """Return what a line becomes when words are put into it."""
    head, tail = split_line(line, column)
    lines = lines_of(words)
    lines[0] = joined(head, lines[0])
    lines[-1] = joined(lines[-1], tail)
    return lines


def cut_out(words: Words, start: int, end: int) -> Words:
    """Return a stretch of a page."""
    spans = (
        Span(max(span.start, start) - start, min(span.end, end) - start, span.style)
        for span in words.spans
        if span.start < end and span.end > start
    )
    pictures = (
        replace(picture, position=picture.position - start)
        for picture in words.attachments
        if start <= picture.position <= end
    )
    return Words(words.text[start:end], tuple(spans), tuple(pictures))


def changed_stretch(before: Sequence[Line], after: Sequence[Line]) -> tuple[int, int, int]:
    """Return (first, lines before, lines after) of the smallest stretch that differs."""
    first, limit = 0, min(len(before), len(after))
    while first < limit and before[first] == after[first]:
        first += 1
    tail = 0
    while tail < limit - first and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return first, len(before) - first - tail, len(after) - first - tail
