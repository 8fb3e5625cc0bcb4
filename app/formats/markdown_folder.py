"""A folder (or zip) of Markdown files: a page each, with the pictures that lie beside them."""

from __future__ import annotations

import posixpath
import re
from datetime import date, datetime, time, tzinfo
from typing import Final
from urllib.parse import unquote

from app.formats.container import Container
from app.formats.source import LONGEST_TEXT, not_this_kind, same_uid
from app.formats.written_pages import WrittenPage, WrittenPages, markdown_page
from app.model.words import Sentence

KIND: Final = Sentence("a folder of Markdown pages")
ENDINGS: Final = (".md", ".markdown")
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")
_HEAD: Final = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR: Final = re.compile(r"^([A-Za-z_-]+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_NAMED_DAY: Final = re.compile(r"(?<!\d)(\d{4})[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)")
_TIMES: Final = ("written_at", "date", "created", "datetime", "day")
_NOON: Final = time(12)


def markdown_folder(container: Container, names: list[str], zone: tzinfo) -> WrittenPages:
    """Return the pages of these files.

    A page's day is the one in its front matter, else in its name, else the file's own.

    Raises
    ------
    PersonError
        If a file is no text, or too long.
    """
    return WrittenPages(container, KIND, [_page(container, name, zone) for name in names])


def _page(container: Container, name: str, zone: tzinfo) -> WrittenPage:
    try:
        source = container.read(name, limit=4 * LONGEST_TEXT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_this_kind(container.name, name) from error
    source = source.replace("\r\n", "\n")
    head = _HEAD.match(source)
    pairs = dict(_PAIR.findall(head.group(1))) if head else {}
    body = source[head.end() :] if head else source
    at = _written_at(container, name, pairs, zone)
    title = pairs.get("title", "").strip("\"'")
    first = next((line for line in body.splitlines() if line.strip()), "")
    if title and title not in first:
        body = f"# {title}\n\n{body.lstrip(chr(10))}"
    pictures = _pictures(container, name, body)
    uid = same_uid("markdown", at.isoformat(), source)
    return markdown_page(uid, at, body, pictures=pictures, name=name)


def _written_at(container: Container, name: str, pairs: dict[str, str], zone: tzinfo) -> datetime:
    for key in _TIMES:
        found = _time(pairs.get(key, "").strip("\"'"), zone)
        if found is not None:
            return found
    match = _NAMED_DAY.search(name.rpartition("/")[2])
    if match:
        found = _time("-".join(match.groups()), zone)
        if found is not None:
            return found
    return _offset(container.changed_at(name).astimezone(zone))


def _time(text: str, zone: tzinfo) -> datetime | None:
    try:
        if len(text) == len("2026-05-17"):
            return _offset(datetime.combine(date.fromisoformat(text), _NOON, zone))
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _offset(at if at.tzinfo else at.replace(tzinfo=zone))


def _offset(at: datetime) -> datetime:
    # only the offset is kept: rules of zones change
    return datetime.fromisoformat(at.isoformat())


def _pictures(container: Container, name: str, body: str) -> dict[str, str]:
    folder = posixpath.dirname(name)
    here = set(container.names())
    found = {}
    for source in re.findall(r"\]\(\s*<?([^\n<>()\"]+?)>?\s*(?:\"[^\"\n]*\")?\)", body):
        place = posixpath.normpath(posixpath.join(folder, unquote(source.strip())))
        if place in here and place.lower().endswith(_PICTURES):
            found[source.strip()] = place
    return found
