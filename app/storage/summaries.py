"""Lists for the screens: short, sorted, without pixels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlite_utils

from app.model.entities import Attachment, WorkKind
from app.storage.codec import (
    from_microseconds,
    unpack_optional_time,
    unpack_text,
    unpack_time,
)
from app.storage.connection import Value
from app.storage.journal_rows import unpack_attachments
from app.storage.search import match_query

TITLE_CHARACTERS = 80
SNIPPET_CHARACTERS = 160
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class WorkSummary:
    """A work as the wall of thumbnails shows it."""

    uid: str
    title: str
    kind: WorkKind
    width: int
    height: int
    created_at: datetime
    changed_at: datetime
    is_finished: bool
    binned_at: datetime | None
    prompt_uid: str


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """An entry as the day list shows it; ``snippet`` is where a query was found."""

    uid: str
    day: date
    written_at: datetime
    title: str
    snippet: str
    attachment: Attachment | None
    binned_at: datetime | None


def work_summaries(database: sqlite_utils.Database, *, binned: bool) -> list[WorkSummary]:
    """Return all works, the one changed last first; or those in the bin."""
    rows = database.conn.execute(
        "SELECT uid, title, kind, width, height, created_at, max(changed_us, created_us), "
        "is_finished, binned_at, prompt_uid FROM works WHERE (binned_us IS NOT NULL) = ? "
        "ORDER BY max(changed_us, created_us) DESC, id DESC",
        (int(binned),),
    )
    return [
        WorkSummary(
            uid,
            unpack_text(title),
            WorkKind(kind),
            width,
            height,
            unpack_time(created_at),
            from_microseconds(changed_us),
            bool(is_finished),
            unpack_optional_time(binned_at),
            prompt_uid,
        )
        for (
            uid,
            title,
            kind,
            width,
            height,
            created_at,
            changed_us,
            is_finished,
            binned_at,
            prompt_uid,
        ) in rows
    ]


def entry_summaries(
    database: sqlite_utils.Database, *, query: str, binned: bool, limit: int, offset: int
) -> list[EntrySummary]:
    """Return entries, newest day first; with a query those that hold all of its words."""
    match = match_query(query)
    if query.strip() and not match:
        return []
    # a text that is searched is needed whole, to show where the words stand
    text = "text" if match else f"substr(text, 1, {_HEAD_BYTES})"
    found = "AND id IN (SELECT rowid FROM entry_words WHERE entry_words MATCH ?) " if match else ""
    values: tuple[Value, ...] = (int(binned), *([match] if match else []), limit, offset)
    # the inner list comes from the index alone; only the rows that are shown are read
    rows = database.conn.execute(
        f"SELECT uid, day, written_at, {text}, attachments, binned_at FROM entries "  # noqa: S608
        "WHERE id IN (SELECT id FROM entries INDEXED BY entries_by_day "
        f"WHERE (binned_us IS NOT NULL) = ? {found}"
        "ORDER BY day DESC, written_us DESC LIMIT ? OFFSET ?) "
        "ORDER BY day DESC, written_us DESC, id DESC",
        values,
    )
    return [_entry_summary(row, query) for row in rows]


def _entry_summary(
    row: tuple[str, str, str, bytes | None, bytes, str | None], query: str
) -> EntrySummary:
    uid, day, written_at, head, attachments, binned_at = row
    # of no bytes at all, SQLite's substr makes NULL
    content = head or b""
    # a cut may go through a character
    text = content.decode("utf-8", "surrogatepass" if len(content) < _HEAD_BYTES else "ignore")
    title, snippet = title_and_snippet(text, query)
    return EntrySummary(
        uid,
        date.fromisoformat(day),
        unpack_time(written_at),
        title,
        snippet,
        next(iter(unpack_attachments(attachments)), None),
        unpack_optional_time(binned_at),
    )


def title_and_snippet(text: str, query: str = "") -> tuple[str, str]:
    """Return an entry's first line, and the words around what was looked for (or what follows)."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = lines[0][:TITLE_CHARACTERS] if lines else ""
    rest = lines[0][TITLE_CHARACTERS:] + " ".join(lines[1:]) if lines else ""
    lowered = text.lower()
    places = [lowered.find(word.lower()) for word in query.split()]
    if not any(place >= 0 for place in places) or len(lowered) != len(text):
        return title, rest[:SNIPPET_CHARACTERS]
    start = max(0, min(place for place in places if place >= 0) - SNIPPET_CHARACTERS // 4)
    return title, " ".join(text[start : start + SNIPPET_CHARACTERS].split())
