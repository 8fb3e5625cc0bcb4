"""Backups while the person goes on working: made, listed and checked off the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from app.services.library_worker import LibraryService
from app.storage.backups import EVERY, Backup, backups_of, check_copy, make_backup
from app.storage.findings import Finding
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
    """

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

    def make(self, *, is_due_only: bool = True) -> Future[Backup | None]:
        """Make one where something changed and the last is old enough; None where not.

        The future raises Damaged where the library is not whole, CannotWrite without room.
        """
        every = self._every if is_due_only else timedelta(0)
        return self._worker.submit(self._make, every)

    def check(self, backup: Backup) -> Future[list[Finding]]:
        """Read a backup through and say what is wrong with it; an empty list: it is whole."""
        return self._worker.submit(
            self._with_keys, lambda keys: check_copy(backup.path, keys, deep=True)
        )

    def _make(self, every: timedelta) -> Backup | None:
        return self._with_keys(
            lambda keys: make_backup(
                self._path,
                keys,
                now=self._now(),
                every=every,
                is_stopped=self._is_closing.is_set,
            )
        )

    def _with_keys(self, call: Callable[[Keys], T]) -> T:
        keys = self._library.submit(lambda library: library.spare_keys()).result(_PATIENCE_S)
        try:
            return call(keys)
        finally:
            keys.wipe()
