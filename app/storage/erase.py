"""Erasing: out of the file, its search index, its free pages, its backups and what is kept aside.

The log keeps that something was erased, not what.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.model.entities import new_uid
from app.storage.aside import FOLDER as ASIDE
from app.storage.aside import PRIVATE, SALVAGING, WAITING, belongs
from app.storage.backups import FOLDER as BACKUPS
from app.storage.care_rows import ADMINISTRATIONS
from app.storage.companion_rows import CHECK_INS, SAFETY_MARKS, SUGGESTIONS
from app.storage.connection import told
from app.storage.disk import overwrite
from app.storage.errors import CannotWrite, LibraryError
from app.storage.journal_rows import PICTURES, unpack_attachments
from app.storage.progress import Progress, nothing_more
from app.storage.rows import RowKind
from app.storage.session_rows import SESSION_EVENTS, SESSIONS
from app.storage.store import Store
from app.storage.writing import ALL_KINDS

_ALL = "SELECT uid FROM {}"
# a time is kept with its offset, so its first letters are the day where the person was
_LOCAL_DAY = "substr({}, 1, 10) BETWEEN ? AND ?"
# what has a time of its own and belongs to no page or work, and the column it stands in
_LOOSE = (
    (CHECK_INS, "at"),
    (SUGGESTIONS, "at"),
    (SAFETY_MARKS, "at"),
    (ADMINISTRATIONS, "at"),
    (SESSIONS, "began_at"),
    (SESSION_EVENTS, "at"),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What to erase: some works and entries, all of some days (both ends in), or everything."""

    works: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    is_everything: bool = False


@dataclass(slots=True)
class Erased:
    """How much was erased; ``copies`` are backups cleaned, ``removed_copies`` taken away whole."""

    works: int = 0
    entries: int = 0
    copies: int = 0
    removed_copies: int = 0


def erase(
    store: Store,
    scope: Scope,
    *,
    progress: Progress | None = None,
    past_stopping: Callable[[], None] = nothing_more,
) -> Erased:
    """Erase from an open library and from all its copies, then shrink the file.

    Parameters
    ----------
    progress : Progress, optional
        What it raises stops the work, and everything is as it was.
    past_stopping : callable
        Called when all is ready to go, before it goes for good; ``progress`` must not raise
        afterwards.

    Raises
    ------
    CannotWrite
        If the disk refuses; what was not erased yet is named by nothing having been counted.
    """
    copies, erased = list(_copies(store.path)), Erased()
    readied, cleaned, shrunk = (progress or Progress()).split(3, 9 * len(copies), 6)

    def go() -> None:
        past_stopping()
        # copies first: what a crash keeps from going is then still to be seen, and erased again
        for copy, part in zip(copies, cleaned.split(*[1] * len(copies)), strict=True):
            _clean(copy, store, scope, part, erased)
        if scope.is_everything:
            _erase_waiting(store.path)

    erased.works, erased.entries = _take_rows(store, scope, readied, go)
    store.shrink(shrunk)
    return erased


def _clean(copy: Path, store: Store, scope: Scope, progress: Progress, erased: Erased) -> None:
    is_same = copy.exists() and copy.samefile(store.path)
    if scope.is_everything or is_same or not _erase_in_copy(copy, store, scope, progress):
        # it can't be opened to be cleaned, and would keep what was to go; or it is only a second
        # name of the library's own file, which a crash has left
        shutil.rmtree(copy.parent)
        erased.removed_copies += 1
    else:
        erased.copies += 1


def _erase_waiting(library: Path) -> None:
    # it waits for the private library only, and would come in at the next unlock
    left = library.parent / WAITING
    if library.stem == PRIVATE and left.is_dir():
        for path in left.iterdir():
            overwrite(path)


def _take_rows(
    store: Store, scope: Scope, progress: Progress, go: Callable[[], None]
) -> tuple[int, int]:
    with told():
        works, entries = chosen(store, scope)
    taken, indexed = progress.split(1, 2)
    with store.step("Erase", new_uid()) as tables:
        pictures = pictures_of(store, works, entries)
        for number, uid in enumerate((*works, *entries)):
            taken.at(number, len(works) + len(entries))
            erase_one = store.writer.erase_work if number < len(works) else store.writer.erase_entry
            erase_one(uid)
        tables.update(["works"] if works else [], ["entries"] if entries else [])
        tables.update(_erase_loose(store, scope))
        forget_unseen(store, pictures)
        store.writer.index_anew(indexed)
        go()
    return len(works), len(entries)


def chosen(store: Store, scope: Scope) -> tuple[list[str], list[str]]:
    """Return the uids of the works and entries that would be erased."""
    run = store.database.conn.execute
    if scope.is_everything:
        works = run(_ALL.format("works")).fetchall()
        entries = run(_ALL.format("entries")).fetchall()
    elif scope.first_day is not None and scope.last_day is not None:
        days = _days(scope.first_day, scope.last_day)
        find = f"{_ALL.format('works')} WHERE {_LOCAL_DAY.format('created_at')}"
        works = run(find, days).fetchall()
        entries = run("SELECT uid FROM entries WHERE day BETWEEN ? AND ?", days).fetchall()
    else:
        works, entries = [], []
    found_works = {uid for (uid,) in works} | set(scope.works)
    return sorted(found_works), sorted({uid for (uid,) in entries} | set(scope.entries))


def _days(first: date, last: date) -> tuple[str, str]:
    return (first.isoformat(), last.isoformat())


def _erase_loose(store: Store, scope: Scope) -> set[str]:
    if scope.is_everything:
        for kind in ALL_KINDS:
            _erase_where(store, kind, "1", ())
        return {kind.table for kind in ALL_KINDS}
    if scope.first_day is None or scope.last_day is None:
        return set()
    days = _days(scope.first_day, scope.last_day)
    for kind, column in _LOOSE:
        _erase_where(store, kind, _LOCAL_DAY.format(column), days)
    return {kind.table for kind, _ in _LOOSE}


def _erase_where(store: Store, kind: RowKind[Any], where: str, values: tuple[str, ...]) -> None:
    find = f"SELECT id FROM {kind.table} WHERE {where}"  # noqa: S608  # our own names
    for (number,) in store.database.conn.execute(find, values).fetchall():
        store.rows.remove_all(kind, "id", number)


def pictures_of(store: Store, works: Iterable[str], entries: Iterable[str]) -> set[str]:
    """Return the uids of the pictures that some works and entries show."""
    return _pictures_in(store, entries) | _pictures_around(store, works)


def forget_unseen(store: Store, pictures: set[str]) -> None:
    """Take away those pictures that nothing shows any more, inside the step that is open."""
    for uid in pictures - _pictures_kept(store) if pictures else ():
        store.rows.remove(PICTURES, uid)


def _pictures_in(store: Store, entries: Iterable[str]) -> set[str]:
    run = store.database.conn.execute
    found: set[str] = set()
    for uid in entries:
        for (attachments,) in run("SELECT attachments FROM entries WHERE uid = ?", (uid,)):
            found |= {one.picture_uid for one in unpack_attachments(attachments)}
    return found - {""}


def _pictures_around(store: Store, works: Iterable[str]) -> set[str]:
    run = store.database.conn.execute
    find = (
        "SELECT picture_uid FROM room_references WHERE work_uid = ?1 "
        "UNION SELECT picture_uid FROM references_taken_away WHERE work_uid = ?1"
    )
    return {picture for uid in works for (picture,) in run(find, (uid,))}


def _pictures_kept(store: Store) -> set[str]:
    run = store.database.conn.execute
    in_pages = _pictures_in(store, [uid for (uid,) in run("SELECT uid FROM entries").fetchall()])
    return in_pages | {uid for (uid,) in run("SELECT picture_uid FROM room_references")}


def _copies(library: Path) -> Iterator[Path]:
    for folder in (library.parent / BACKUPS, library.parent / ASIDE):
        if folder.is_dir():
            for place in sorted(folder.iterdir()):
                if belongs(place, library):
                    yield place / library.name
    half_made = library.parent / SALVAGING
    if belongs(half_made, library):
        yield half_made / library.name


def _erase_in_copy(path: Path, store: Store, scope: Scope, progress: Progress) -> bool:
    try:
        copy = Store.open_to_write(
            path, store.keys.copy(), store.around, accept_doubt=False, before_migration=None
        )
        try:
            readied, shrunk = progress.split(1, 2)
            _take_rows(copy, scope, readied, nothing_more)
            copy.shrink(shrunk)
        finally:
            copy.close()
    except CannotWrite:
        raise
    except LibraryError:
        return False
    return True
