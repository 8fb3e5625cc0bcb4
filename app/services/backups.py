"""Backups while the person goes on working: made, listed and checked off the main thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from psygnal import Signal

from app.model.words import PersonError
from app.services.erasing import erase_from
from app.services.library_worker import LibraryService
from app.services.runs import Steps, Stopped
from app.storage.aside import Kept, erase_kept, kept_beside
from app.storage.backups import EVERY, Backup, backups_of, check_backup, make_backup
from app.storage.erase import Erased, Scope
from app.storage.findings import Finding
from app.storage.library import Library
from app.storage.progress import Progress
from app.storage.store import Keys, utc_now

T = TypeVar("T")
_PATIENCE_S = 30.0


class Backups:
    """The backups of the library that is open.

    Parameters
    ----------
    library : LibraryService
        The open library; it stays open and is written to meanwhile.
    path : Path
        Where it lies.

    Attributes
    ----------
    progressed : Signal(int, int)
        How far the one under way is, and how far it goes; emitted on its thread.
    """

    progressed = Signal(int, int)

    def __init__(
        self,
        library: LibraryService,
        path: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        every: timedelta = EVERY,
    ) -> None:
        self._library = library
        self._path = path
        self._now = now
        self._every = every
        self._is_closing = threading.Event()
        self._is_stopped = threading.Event()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backups")

    def close(self) -> None:
        """Stop the one that has begun, keeping nothing of it, and end the thread.

        Close this before the library.
        """
        self._is_closing.set()
        self._worker.shutdown(cancel_futures=True)

    def all(self) -> tuple[Backup, ...]:
        """Return the backups there are, newest first; reads names and sizes only."""
        return backups_of(self._path)

    def stop(self) -> None:
        """Let what is under way end without a result; nothing of it is kept."""
        self._is_stopped.set()

    def make_last(self, patience_s: float) -> None:
        """Make the one that is due, where that takes no longer than so many seconds.

        For the end of a session: what goes wrong is told when the next one is made.
        """
        try:
            self.make().result(patience_s)
        except (PersonError, TimeoutError, CancelledError, RuntimeError) as error:
            name = type(error).__name__
            logging.getLogger(__name__).warning("no backup was made at the end: %s", name)

    def make(self, *, is_due_only: bool = True) -> Future[Backup | None]:
        """Make one where something changed and the last is old enough; None where not.

        The future raises Damaged where the library is not whole, CannotWrite without room.
        """
        every = self._every if is_due_only else timedelta(0)
        return self._worker.submit(self._make, every)

    def check(self, backup: Backup) -> Future[list[Finding] | None]:
        """Read a backup through and say what is wrong with it; an empty list: it is whole.

        None where it was stopped. The future raises Damaged, Missing where it does not open.
        """
        return self._worker.submit(self._check, backup.path)

    def erase(self, scope: Scope, steps: Steps) -> Erased:
        """Erase from library and backups while none is being made that would keep what goes.

        One that is under way is stopped. Not on the main thread; raises as `Library.erase`.
        """
        self._is_stopped.set()
        return self._worker.submit(erase_from, self._library, scope, steps).result()

    def kept(self) -> tuple[Kept, ...]:
        """Return what was kept aside of this library, newest first."""
        return kept_beside(self._path)

    def erase_kept(self, kept: Kept, steps: Steps) -> None:
        """Overwrite what was kept aside and take it away, while nothing else reads it.

        Not on the main thread; raises CannotWrite.
        """
        self._worker.submit(erase_kept, kept, Progress(steps)).result()

    def look_into(self, backup: Backup) -> Future[LibraryService]:
        """Open a backup to read, beside the library; close it like any library."""
        return self._worker.submit(self._look_into, backup.path)

    def _check(self, path: Path) -> list[Finding] | None:
        return self._stoppable(lambda keys, progress: check_backup(path, keys, progress=progress))

    def _look_into(self, path: Path) -> LibraryService:
        keys = self._spare_keys()
        service = LibraryService(lambda: Library.open(path, keys, read_only=True))
        try:
            service.opened.result()
        except BaseException:
            keys.wipe()
            raise
        return service

    def _make(self, every: timedelta) -> Backup | None:
        return self._stoppable(
            lambda keys, progress: make_backup(
                self._path, keys, now=self._now(), every=every, progress=progress
            )
        )

    def _stoppable(self, call: Callable[[Keys, Progress], T]) -> T | None:
        self._is_stopped.clear()
        keys, said = self._spare_keys(), -1

        def step(done: int, total: int) -> None:
            nonlocal said
            if self._is_closing.is_set() or self._is_stopped.is_set():
                raise Stopped
            if done != said:
                said = done
                self.progressed.emit(done, total)

        try:
            return call(keys, Progress(step))
        except Stopped:
            return None
        finally:
            keys.wipe()

    def _spare_keys(self) -> Keys:
        return self._library.submit(lambda library: library.spare_keys()).result(_PATIENCE_S)
