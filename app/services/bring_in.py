"""Pages and pictures from elsewhere, brought into the library: all of them or none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Final

from app.formats.container import opened
from app.formats.source import Batch, Found, Source
from app.formats.sources import source_of
from app.model.care import Administration
from app.model.changes import ChangeKind, Changes, EntityChange
from app.model.entities import CheckIn, Consent, Entity, Entry, Picture, Work, new_uid
from app.model.words import PersonError, Sentence
from app.services.archive import manifest_schema
from app.services.library import LibraryService
from app.services.runs import Step, without_steps
from app.services.space_files import in_space
from app.storage.library import Library

LABEL: Final = "Bring in"
_MOST_TOGETHER: Final = 100
_MOST_BYTES: Final = 4 << 20

NOT_OURS: Final = Sentence(
    "“{name}” could not be brought in: a part of it does not fit into a library. Nothing was "
    "added and your library is as it was. Please try another copy."
)


@dataclass(slots=True)
class Brought:
    """What was added; ``already_here`` was in the library and stays as it is there.

    ``pages`` are the works the file holds, by uid, those that were here already too.
    """

    found: Found
    entries: int = 0
    works: int = 0
    pictures: int = 0
    check_ins: int = 0
    scales: int = 0
    already_here: int = 0
    pages: list[str] = field(default_factory=list)
    added: list[tuple[type[Entity], str]] = field(default_factory=list, repr=False)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was added."""
        return not self.added


def look(path: Path, *, zone: tzinfo, now: datetime, step: Step = without_steps) -> Found:
    """Return what a file or folder holds; nothing is changed.

    Raises
    ------
    PersonError
        If it cannot be brought in, with the reason.
    """
    with _source(path, zone, now) as source:
        source.verify(step)
        return source.found


def bring_in(
    service: LibraryService,
    path: Path,
    *,
    zone: tzinfo,
    now: datetime,
    step: Step = without_steps,
) -> Brought:
    """Add what a file or folder holds; nothing that is in the library is changed.

    It is read whole before anything is added; what fails later (a full disk, a stop) is taken
    back.

    Parameters
    ----------
    zone : tzinfo
        Where the person is, for pages that say no zone.

    Raises
    ------
    PersonError
        If it cannot be brought in; the library is then as it was.
    """
    with _source(path, zone, now) as source:
        source.verify(step)
        brought = Brought(source.found)
        try:
            _add_all(service, source, brought, step)
        except (ValueError, OverflowError, KeyError) as error:
            take_back(service, brought)
            raise PersonError(Sentence(NOT_OURS.message, {"name": path.name})) from error
        except BaseException:
            take_back(service, brought)
            raise
    return brought


def take_back(service: LibraryService, brought: Brought) -> None:
    """Take away again what was added, as it is now.

    Raises
    ------
    PersonError
        If the disk refuses; what is left can be taken back again.
    """
    while brought.added:
        part = brought.added[-_MOST_TOGETHER:]
        service.submit(partial(_remove, part=part)).result()
        del brought.added[-len(part) :]


@contextmanager
def _source(path: Path, zone: tzinfo, now: datetime) -> Iterator[Source]:
    with opened(path) as container:
        yield source_of(
            container,
            zone=zone,
            now=now,
            schema=json.loads(manifest_schema()),
            in_space=in_space,
        )


def _add_all(service: LibraryService, source: Source, brought: Brought, step: Step) -> None:
    adding = _Adding(brought)
    for number, batch in enumerate(_together(source.batches())):
        step(min(number, source.count), source.count)
        service.submit(partial(adding.add, batch=batch)).result()


def _together(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Give small batches as one: each step is a write that waits for the disk."""
    waiting: list[Entity] = []
    size = 0
    for batch in batches:
        if batch.scope:
            yield batch
            continue
        waiting += batch.entities
        size += sum(_size(entity) for entity in batch.entities)
        if len(waiting) >= _MOST_TOGETHER or size >= _MOST_BYTES:
            yield Batch(tuple(waiting))
            waiting, size = [], 0
    if waiting:
        yield Batch(tuple(waiting))


def _size(entity: Entity) -> int:
    if isinstance(entity, Picture):
        return len(entity.content)
    return len(entity.text) if isinstance(entity, Entry) else 0


class _Adding:
    """Adds batches on the library's thread."""

    def __init__(self, brought: Brought) -> None:
        self._brought = brought
        self._skipped: set[str] = set()
        self._may_consent: bool | None = None

    def add(self, library: Library, batch: Batch) -> None:
        if batch.scope in self._skipped:
            return
        if self._may_consent is None:
            # what was agreed to here is not changed by what comes from elsewhere
            self._may_consent = not library.consents()
        meshes = [mesh.mesh_uid for mesh in batch.meshes]
        known = library.known_uids([*(entity.uid for entity in batch.entities), *meshes])
        if batch.scope in known:
            self._skipped.add(batch.scope)
            self._brought.pages.append(batch.scope)
            self._brought.already_here += 1
            return
        new = self._new(batch, known)
        if not new and not batch.tiles:
            return
        # noted first: what was begun can be taken back
        self._brought.added += [(type(entity), entity.uid) for entity in new]
        puts = tuple(EntityChange(entity.uid, None, entity) for entity in new)
        changes = Changes(
            new_uid(), LABEL, batch.scope, "", ChangeKind.EDIT, puts, batch.tiles,
            meshes=batch.meshes,
        )  # fmt: skip
        library.apply(changes)
        if batch.thumbnail:
            library.put_thumbnail(batch.scope, batch.thumbnail)
        self._count(new)

    def _new(self, batch: Batch, known: set[str]) -> list[Entity]:
        if batch.scope and known:
            raise ValueError("a part of a work that is here already")
        seen = set(known)
        new: list[Entity] = []
        for entity in batch.entities:
            if isinstance(entity, Consent) and not self._may_consent:
                continue
            if entity.uid in seen:
                is_shown = isinstance(entity, Entry | Picture | CheckIn)
                self._brought.already_here += is_shown
                continue
            seen.add(entity.uid)
            new.append(entity)
        return new

    def _count(self, new: list[Entity]) -> None:
        brought = self._brought
        for entity in new:
            brought.entries += isinstance(entity, Entry)
            if isinstance(entity, Work):
                brought.works += 1
                brought.pages.append(entity.uid)
            brought.pictures += isinstance(entity, Picture)
            brought.check_ins += isinstance(entity, CheckIn)
            brought.scales += isinstance(entity, Administration)


def _remove(library: Library, part: list[tuple[type[Entity], str]]) -> None:
    known = library.known_uids(uid for _, uid in part)
    library.take_out([(kind, uid) for kind, uid in part if uid in known])
