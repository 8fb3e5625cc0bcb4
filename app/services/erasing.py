"""What would be erased, in words a person can hold against what they meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.model.entities import Entry
from app.model.words import tr
from app.services.library_worker import LibraryService
from app.services.runs import Steps
from app.services.told import listed
from app.storage.backups import backups_of
from app.storage.erase import Erased, Scope
from app.storage.library import Library
from app.storage.progress import Progress
from app.storage.summaries import title_and_snippet

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Going:
    """What goes: how many, the names of the first ones, and how many backups are cleaned."""

    scope: Scope
    works: int
    entries: int
    check_ins: int
    scales: int
    names: tuple[str, ...]
    backups: int

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to erase."""
        is_empty = not (self.works or self.entries or self.check_ins or self.scales)
        return is_empty and not self.scope.is_everything

    @property
    def counted(self) -> str:
        """Return how much goes, in words."""
        return listed(
            entries=self.entries,
            works=self.works,
            check_ins=self.check_ins,
            scales=self.scales,
        )

    @property
    def phrase(self) -> str:
        """Return what the person types to say that they mean it."""
        if self.scope.is_everything:
            return tr("erase everything")
        return tr("erase {what}", what=self.counted)


def erase_from(service: LibraryService, scope: Scope, steps: Steps) -> Erased:
    """Erase from a library and its backups; can be stopped until it goes for good.

    Not on the main thread; raises as `Library.erase`.
    """

    def go(library: Library) -> Erased:
        return library.erase(scope, progress=Progress(steps), past_stopping=steps.go_past_stopping)

    return service.submit(go).result()


def what_goes(library: Library, scope: Scope) -> Going:
    """Return what a scope holds, on the library's thread; changes nothing."""
    works, entries = library.would_erase(scope)
    found = library.work_summaries() + library.work_summaries(binned=True)
    titles = {work.uid: work.title for work in found}
    names = [titles.get(uid) or tr("Untitled") for uid in works[:_MOST_NAMED]]
    if len(entries) <= _MOST_NAMED - len(names):
        names += [_page_name(library, uid) for uid in entries]
    return Going(
        scope,
        len(works),
        len(entries),
        sum(_is_in(scope, one.at.date()) for one in library.check_ins()),
        sum(_is_in(scope, one.at.date()) for one in library.administrations()),
        tuple(names),
        len(backups_of(library.path)),
    )


def _is_in(scope: Scope, day: date) -> bool:
    if scope.first_day is None or scope.last_day is None:
        return scope.is_everything
    return scope.first_day <= day <= scope.last_day


def _page_name(library: Library, uid: str) -> str:
    entry = library.load_entry(uid)[uid]
    assert isinstance(entry, Entry)  # noqa: S101 - `load_entry` says so
    title = title_and_snippet(entry.text)[0] or tr("An empty page")
    return f"{entry.day.isoformat()} · {title}"
