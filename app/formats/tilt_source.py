"""One sketch of another program, brought in as a page in space with its layers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Final

from app.formats.container import Container
from app.formats.source import Batch, Found, Step, same_uid
from app.formats.tilt import MAX_BYTES, TiltSketch, read_tilt
from app.formats.tilt_brushes import BrushTable
from app.formats.tilt_thumbnail import sketch_thumbnail
from app.model.entities import Entity, Work, WorkKind
from app.model.space import Origin, Place
from app.model.words import Sentence

KIND: Final = Sentence("a sketch in space")


@dataclass(frozen=True, slots=True)
class InSpace:
    """What a page in space that comes from a file is made with."""

    table: BrushTable
    environment_uid: str


def page_of(sketch: TiltSketch, *, uid: str, title: str, now: datetime) -> tuple[Entity, ...]:
    """Return a sketch as a page in space, without a place."""
    layers = tuple(layer.uid for layer in sketch.layers)
    work = Work(uid, WorkKind.SPACE, title, 0, 0, layers, now)
    origin = Origin(same_uid("origin", uid), uid, sketch.foreign)
    return (work, *sketch.layers, *sketch.strokes, origin)


class TiltSource:
    """A source: one page in space.

    Raises
    ------
    PersonError
        If no sketch can be made of the file.
    """

    def __init__(self, container: Container, name: str, now: datetime, made_with: InSpace) -> None:
        self._title = PurePath(name).stem
        self._now = now
        self._environment = made_with.environment_uid
        content = container.read(name, limit=MAX_BYTES)
        digest = hashlib.sha256(content).hexdigest()
        self._uid = same_uid("tilt", digest)
        self._sketch = read_tilt(
            content,
            name=PurePath(name).name,
            table=made_with.table,
            work_uid=self._uid,
            uid_base=digest,
            made_at=now,
        )

    @cached_property
    def found(self) -> Found:
        """Return what there is."""
        return Found(KIND, works=1, left_out=self._sketch.left_out)

    @property
    def count(self) -> int:
        """Return how many batches there are."""
        return 1

    def verify(self, step: Step) -> None:
        """Nothing is left to look at: it was read whole."""
        step(1, 1)

    def batches(self) -> Iterator[Batch]:
        """Give the page with all that is on it."""
        page = page_of(self._sketch, uid=self._uid, title=self._title, now=self._now)
        place = Place(same_uid("place", self._uid), self._uid, self._environment, 0)
        thumbnail = sketch_thumbnail(self._sketch.strokes)
        yield Batch((*page, place), (), self._uid, thumbnail)
