"""Day One's JSON export: a zip or folder with journals as JSON and a folder ``photos``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.formats.container import Container
from app.formats.source import not_this_kind, same_uid
from app.formats.written_pages import WrittenPage, WrittenPages, markdown_page
from app.model.words import Sentence

KIND: Final = Sentence("a Day One export")
MAX_JSON: Final = 96 << 20
_MOMENT: Final = "dayone-moment://"
_NAME: Final = re.compile(r"[0-9A-Za-z_-]{1,100}")
PLACES: Final = Sentence("places, weather and stars")
RECORDINGS: Final = Sentence("{count} recordings, films and documents")


def is_day_one(tables: dict[str, Any]) -> bool:
    """Whether parsed JSON files are journals of Day One."""
    return any(
        isinstance(entry, dict) and "creationDate" in entry
        for table in tables.values()
        for entry in _entries(table)[:1]
    )


def day_one(container: Container, tables: dict[str, Any]) -> WrittenPages:
    """Return what an export holds.

    Parameters
    ----------
    tables : dict
        Its JSON files, parsed, by name.

    Raises
    ------
    PersonError
        If it is laid out otherwise.
    """
    reader = _Reader(container)
    pages = [page for name, table in tables.items() for page in reader.pages(name, _entries(table))]
    return WrittenPages(container, KIND, pages, tuple(reader.left_out()))


def _entries(table: Any) -> list[Any]:
    found = table.get("entries") if isinstance(table, dict) else None
    return found if isinstance(found, list) else []


class _Reader:
    def __init__(self, container: Container) -> None:
        self._container = container
        names = container.names()
        self._photos = {
            name.rpartition("/")[2].partition(".")[0]: name for name in names if "photos/" in name
        }
        self._recordings = 0
        self._has_places = False

    def left_out(self) -> Iterator[Sentence]:
        if self._has_places:
            yield PLACES
        if self._recordings:
            yield Sentence(RECORDINGS.message, {"count": self._recordings})

    def pages(self, file: str, entries: list[Any]) -> Iterator[WrittenPage]:
        for number, entry in enumerate(entries, 1):
            try:
                yield self._page(entry)
            except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
                raise not_this_kind(self._container.name, f"{file}, {number}") from error

    def _page(self, entry: dict[str, Any]) -> WrittenPage:
        text = entry.get("text") or ""
        identity = entry.get("uuid") or json.dumps([entry["creationDate"], text])
        if not isinstance(text, str) or not isinstance(identity, str):
            raise TypeError("text")
        written_at = in_zone(entry["creationDate"], entry.get("timeZone"))
        pictures = self._pictures(entry.get("photos") or [])
        self._recordings += sum(
            len(entry.get(kind) or []) for kind in ("audios", "videos", "pdfAttachments")
        )
        self._has_places |= any(entry.get(key) for key in ("location", "weather", "starred"))
        mentioned = {name for name in pictures if name in text}
        text += "".join(f"\n\n![]({name})" for name in pictures if name not in mentioned)
        tags = [_tag(tag) for tag in entry.get("tags") or []]
        text += "\n\n" + " ".join(tags) if tags else ""
        uid = same_uid("day one", identity)
        return markdown_page(uid, written_at, text, pictures=pictures, name=self._container.name)

    def _pictures(self, photos: list[dict[str, Any]]) -> dict[str, str]:
        found = {}
        for photo in photos:
            name, digest = photo.get("identifier", ""), str(photo.get("md5", ""))
            if not _NAME.fullmatch(name):
                raise ValueError("identifier")
            if digest in self._photos:
                found[_MOMENT + name] = self._photos[digest]
            elif name in self._photos:
                found[_MOMENT + name] = self._photos[name]
        return found


def _tag(tag: str) -> str:
    return "#" + "\\_".join(tag.replace("_", " ").split())


def in_zone(instant: str, zone: object) -> datetime:
    """Return an instant ("2019-05-17T13:04:00Z") at the local time of a zone by its name."""
    at = datetime.fromisoformat(instant)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    local = at.astimezone(_zone(zone))
    # only the offset is kept: rules of zones change
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def _zone(name: object) -> tzinfo:
    if not isinstance(name, str) or not name:
        return UTC
    if match := re.fullmatch(r"GMT([+-])(\d{1,2}):?(\d{2})?", name):
        sign = -1 if match[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(match[2]), minutes=int(match[3] or 0)))
    try:
        return ZoneInfo(name.replace("\\/", "/"))
    except (OSError, ValueError, KeyError):
        return UTC
