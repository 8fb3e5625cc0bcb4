"""jrnl's own text files and its JSON export (jrnl.sh)."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Any, Final

from app.formats.container import Container
from app.formats.source import checked_text, not_this_kind, same_uid
from app.formats.written_pages import WrittenPage, WrittenPages
from app.model.entities import Entry
from app.model.words import Sentence

KIND: Final = Sentence("a jrnl journal")
MAX_TEXT: Final = 96 << 20
_HEAD: Final = re.compile(r"^\[(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} [^\]\n]{3,20})\][ \t]?(.*)$")
_OLD_HEAD: Final = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d)(?::\d\d)? (.*)$")
_FORMATS: Final = (
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%d %I:%M %p",
)


def is_jrnl_text(text: str) -> bool:
    """Whether the first line with words begins a page of jrnl."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _began(first) is not None


def is_jrnl_json(tables: dict[str, Any]) -> bool:
    """Whether parsed JSON files are jrnl's export."""
    return any(
        isinstance(entry, dict) and {"title", "date", "time"} <= entry.keys()
        for table in tables.values()
        for entry in _entries(table)[:1]
    )


def jrnl_text(container: Container, text: str, zone: tzinfo) -> WrittenPages:
    """Return the pages of a journal file; jrnl keeps no zone, so the person's own is taken.

    Raises
    ------
    PersonError
        If a page is too long.
    """
    pages: list[WrittenPage] = []
    at: datetime | None = None
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        began = _began(line)
        if began is None:
            lines.append(line)
            continue
        if at is not None:
            pages.append(_page(container, at, "\n".join(lines), zone))
        at, lines = began[0], [began[1]]
    if at is not None:
        pages.append(_page(container, at, "\n".join(lines), zone))
    return WrittenPages(container, KIND, pages)


def jrnl_json(container: Container, tables: dict[str, Any], zone: tzinfo) -> WrittenPages:
    """Return the pages of a JSON export.

    Raises
    ------
    PersonError
        If it is laid out otherwise.
    """
    pages = []
    for file, table in tables.items():
        for number, entry in enumerate(_entries(table), 1):
            try:
                at = _time(f"{entry['date']} {entry['time']}")
                title, body = entry["title"], entry.get("body") or ""
                if at is None or not isinstance(title, str) or not isinstance(body, str):
                    raise ValueError("date")
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise not_this_kind(container.name, f"{file}, {number}") from error
            pages.append(_page(container, at, f"{title}\n{body}", zone))
    return WrittenPages(container, KIND, pages)


def _entries(table: Any) -> list[Any]:
    found = table.get("entries") if isinstance(table, dict) else None
    return found if isinstance(found, list) else []


def _began(line: str) -> tuple[datetime, str] | None:
    match = _HEAD.match(line) or _OLD_HEAD.match(line)
    at = _time(match.group(1)) if match else None
    return (at, match.group(2)) if match and at is not None else None


def _time(text: str) -> datetime | None:
    for layout in _FORMATS:
        try:
            return datetime.strptime(text, layout)
        except ValueError:
            continue
    return None


def _page(container: Container, at: datetime, text: str, zone: tzinfo) -> WrittenPage:
    words = checked_text(text.strip("\n"), container.name)
    # an instant of its own zone's rules, kept as an offset
    written_at = datetime.fromisoformat(at.replace(tzinfo=zone).isoformat())
    return WrittenPage(Entry(same_uid("jrnl", at.isoformat(), words), at.date(), written_at, words))
