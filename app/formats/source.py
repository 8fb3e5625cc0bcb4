"""What every source of pages gives: what was found, then its parts, one after the other."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from app.formats.container import told
from app.model.changes import NewMesh, TileChange
from app.model.entities import Entity, Entry
from app.model.words import PersonError, Sentence

LONGEST_TEXT: Final = 2_000_000
MOST_PAGES: Final = 200_000
# the same page gives the same uid, so that bringing it in twice adds it once
_OURS: Final = uuid.UUID("5b0b6d7e-5f5c-4d0e-9f0e-6f1f5d2c8a41")

HUGE_PAGE: Final = Sentence(
    "“{name}” has a page that is longer than a page can be ({most} characters). Nothing was "
    "brought in and your library is as it was. Please split that page and try again."
)
NOT_THIS_KIND: Final = Sentence(
    "“{name}” is not laid out as it should be ({where}). Nothing was brought in and your library "
    "is as it was. Please export it anew and try that one."
)
TOO_MANY: Final = Sentence(
    "“{name}” holds more pages than can be brought in at once ({most}). Nothing was brought in "
    "and your library is as it was. Please bring in smaller parts."
)

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """What a source holds; ``left_out`` says what stays behind."""

    kind: Sentence
    entries: int = 0
    works: int = 0
    pictures: int = 0
    check_ins: int = 0
    first_day: date | None = None
    last_day: date | None = None
    left_out: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What belongs together and is brought in as one step; ``scope`` is a work's uid or ""."""

    entities: tuple[Entity, ...]
    tiles: tuple[TileChange, ...] = ()
    scope: str = ""
    thumbnail: bytes = b""
    meshes: tuple[NewMesh, ...] = ()


class Source(Protocol):
    """Something pages and pictures can be brought in from."""

    @property
    def found(self) -> Found:
        """Return what there is."""

    @property
    def count(self) -> int:
        """Return how many batches there are."""

    def verify(self, step: Step) -> None:
        """Read all of it once, changing nothing; raises PersonError."""

    def batches(self) -> Iterator[Batch]:
        """Give one part after the other; raises PersonError."""


def same_uid(*parts: str) -> str:
    """Return a uid that is always the same for the same parts."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return uuid.uuid5(_OURS, joined.hex()).hex


def checked_text(text: str, name: str) -> str:
    """Return a page's text; raises PersonError if it is too long."""
    if len(text) > LONGEST_TEXT:
        raise told(HUGE_PAGE, name, most=LONGEST_TEXT)
    return text


def not_this_kind(name: str, where: str) -> PersonError:
    """Return the error for a file that is laid out otherwise."""
    return told(NOT_THIS_KIND, name, where=where)


def found_in(
    kind: Sentence, entries: list[Entry], pictures: int, left_out: tuple[Sentence, ...] = ()
) -> Found:
    """Return what some pages are, counted."""
    days = [entry.day for entry in entries]
    return Found(
        kind,
        entries=len(entries),
        pictures=pictures,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        left_out=left_out,
    )
