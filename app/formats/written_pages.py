"""Pages read from a text format, with their pictures fetched one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.formats.container import Container, told
from app.formats.from_markdown import page_of
from app.formats.photograph import MAX_BYTES, examined
from app.formats.source import (
    MOST_PAGES,
    TOO_MANY,
    Batch,
    Found,
    Step,
    checked_text,
    found_in,
    same_uid,
)
from app.model.entities import Attachment, Entry, Picture
from app.model.words import PersonError, Sentence

BROKEN_PICTURES: Final = Sentence("{count} pictures that cannot be read as pictures")


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page, and the file in the container for each picture's uid."""

    entry: Entry
    pictures: tuple[tuple[str, str], ...] = ()


def markdown_page(
    uid: str,
    written_at: datetime,
    source: str,
    *,
    pictures: dict[str, str],
    name: str,
) -> WrittenPage:
    """Return a page from Markdown.

    Parameters
    ----------
    pictures : dict of str to str
        What an image is called in the text, and its file in the container.

    Raises
    ------
    PersonError
        If the text is too long.
    """
    page = page_of(checked_text(source, name), has_picture=set(pictures))
    files = {same_uid(uid, mark.source): pictures[mark.source] for mark in page.pictures}
    entry = Entry(
        uid,
        written_at.date(),
        written_at,
        page.text,
        tuple(page.spans),
        tuple(
            Attachment(mark.position, "", same_uid(uid, mark.source), mark.description)
            for mark in page.pictures
        ),
    )
    return WrittenPage(entry, tuple(files.items()))


class WrittenPages:
    """A source of pages that were read already; their pictures are not yet."""

    def __init__(
        self,
        container: Container,
        kind: Sentence,
        pages: list[WrittenPage],
        left_out: tuple[Sentence, ...] = (),
    ) -> None:
        if len(pages) > MOST_PAGES:
            raise told(TOO_MANY, container.name, most=MOST_PAGES)
        self._container = container
        self._pages = pages
        entries = [page.entry for page in pages]
        count = sum(len(page.pictures) for page in pages)
        self._found = found_in(kind, entries, count, left_out)
        self._broken: set[str] = set()

    @property
    def found(self) -> Found:
        """Return what there is."""
        return self._found

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return len(self._pages)

    def verify(self, step: Step) -> None:
        """Look at every picture; one that is none is left out and its place closes."""
        for number, page in enumerate(self._pages):
            step(number, self.count)
            for uid, file in page.pictures:
                try:
                    examined(self._container.read(file, limit=MAX_BYTES))
                except (PersonError, KeyError):
                    self._broken.add(uid)
        if self._broken:
            said = Sentence(BROKEN_PICTURES.message, {"count": len(self._broken)})
            pictures = self._found.pictures - len(self._broken)
            left_out = (*self._found.left_out, said)
            self._found = replace(self._found, pictures=pictures, left_out=left_out)

    def batches(self) -> Iterator[Batch]:
        """Give every page with its pictures."""
        for page in self._pages:
            pictures = [
                self._picture(uid, file, page.entry.written_at)
                for uid, file in page.pictures
                if uid not in self._broken
            ]
            kept = tuple(
                one for one in page.entry.attachments if one.picture_uid not in self._broken
            )
            yield Batch((replace(page.entry, attachments=kept), *pictures))

    def _picture(self, uid: str, file: str, added_at: datetime) -> Picture:
        content = self._container.read(file, limit=MAX_BYTES)
        facts = examined(content)
        return Picture(uid, facts.media_type, content, facts.width, facts.height, added_at)
