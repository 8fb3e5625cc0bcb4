"""When a library does not open as it should: the newest good backup, and what is newer than it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.model.words import Sentence
from app.services.library import Vault
from app.services.library_worker import LibraryService
from app.storage.backups import Backup, backups_of, restore_backup, share_keys
from app.storage.disk import claim, release
from app.storage.errors import LibraryError, NoBackup, read_only
from app.storage.examining import examine
from app.storage.library import Library
from app.storage.progress import Progress
from app.storage.rebuild import rebuild
from app.storage.salvage import Salvaged
from app.storage.sealing import wipe
from app.storage.store import Keys, utc_now

LOOKING: Final = Sentence(
    "This is the file as it is, open for reading only. Nothing in it is changed. "
    "Lock, and open again, to go back to a backup."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """An opened library that was put back; ``kept`` holds the files that were there before.

    ``backup`` is None where there was none, and all of it was read from the broken file.
    """

    service: LibraryService
    backup: Backup | None
    salvaged: Salvaged
    kept: Path


class Recovery:
    """What a person can do with a library that is damaged or in doubt; nothing is overwritten.

    Attributes
    ----------
    steps : Steps
        Says how far the one under way is, and stops it.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.steps = vault.steps
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recovery")

    def close(self) -> None:
        """End the thread."""
        self._worker.shutdown()

    def backups(self, profile: str) -> tuple[Backup, ...]:
        """Return a profile's backups, newest first."""
        return backups_of(self._vault.library_path(profile))

    def confirm(self, profile: str, passphrase: str | None) -> Future[None]:
        """See that this opens the profile; raises as `Vault.open_with_passphrase`."""
        return self._worker.submit(self._confirm, profile, passphrase)

    def newest(self, profile: str, passphrase: str | None) -> Future[Backup]:
        """Return the newest backup that passes every check; raises LibraryError for none."""
        return self._worker.submit(self._newest, profile, passphrase)

    def restore(
        self,
        profile: str,
        passphrase: str | None,
        backup: Backup | None = None,
        *,
        takes_newer: bool = True,
    ) -> Future[Restored]:
        """Put a backup (or the newest good one) in place; salvage what is newer, where wanted.

        The library must be closed. The future raises NoBackup where none is whole, ReadOnly
        where another window has the library, and as `Vault.open_with_passphrase`.
        """
        return self._worker.submit(self._restore, profile, passphrase, backup, takes_newer)

    def rebuild(self, profile: str, passphrase: str | None) -> Future[Restored]:
        """Read the broken file into a fresh library, where there is no backup; raises as above."""
        return self._worker.submit(self._rebuild, profile, passphrase)

    def look_at(
        self, profile: str, passphrase: str | None, backup: Backup
    ) -> Future[LibraryService]:
        """Open a backup to read; close it like any library."""
        return self._worker.submit(self._look_at, profile, passphrase, backup.path)

    def look_at_library(self, profile: str, passphrase: str | None) -> Future[LibraryService]:
        """Open the library itself to read, whatever is in doubt about it."""
        path = self._vault.library_path(profile)
        return self._worker.submit(self._look_at, profile, passphrase, path)

    def share_passphrase(self, profile: str) -> Future[int]:
        """Let the passphrase of now open the backups too; the future has how many there are."""
        return self._worker.submit(share_keys, self._vault.library_path(profile))

    def _confirm(self, profile: str, passphrase: str | None) -> None:
        wipe(self._vault.unlocked(profile, passphrase))

    def _newest(self, profile: str, passphrase: str | None) -> Backup:
        with self._unlocked(profile, passphrase) as key:
            return self._newest_good(self._vault.library_path(profile), Keys.of(key))

    def _newest_good(self, path: Path, keys: Keys) -> Backup:
        return newest_good(path, keys, Progress(self.steps))

    @contextmanager
    def _unlocked(self, profile: str, passphrase: str | None) -> Iterator[bytearray]:
        self.steps.begin()
        key = self._vault.unlocked(profile, passphrase)
        try:
            yield key
        finally:
            wipe(key)

    def _restore(
        self, profile: str, passphrase: str | None, backup: Backup | None, takes_newer: bool
    ) -> Restored:
        path = self._vault.library_path(profile)
        with self._unlocked(profile, passphrase) as key:
            keys = Keys.of(key)
            try:
                chosen = backup or self._newest_good(path, keys)
                kept = self._put_back(chosen, path, keys)
            finally:
                keys.wipe()
            service = self._opened(path, key)
        salvaged, broken = Salvaged(), kept / path.name
        if takes_newer and broken.exists():
            progress = Progress(self.steps)
            try:
                salvaged = service.submit(
                    lambda library: library.salvage(broken, progress)
                ).result()
            except BaseException:
                # the backup stands in its place; what is newer is still in the file kept aside
                service.close()
                raise
        return Restored(service, chosen, salvaged, kept)

    def _opened(self, path: Path, key: bytearray) -> LibraryService:
        return self._vault.serve(path, key, lambda key: Library.open(path, key))

    def _rebuild(self, profile: str, passphrase: str | None) -> Restored:
        path = self._vault.library_path(profile)
        with self._unlocked(profile, passphrase) as key:
            with _claimed(path):
                kept, salvaged = rebuild(
                    path,
                    key,
                    now=utc_now,
                    progress=Progress(self.steps),
                    past_stopping=self.steps.go_past_stopping,
                )
            return Restored(self._opened(path, key), None, salvaged, kept)

    def _put_back(self, backup: Backup, path: Path, keys: Keys) -> Path:
        with _claimed(path):
            return restore_backup(
                backup,
                path,
                keys,
                now=utc_now(),
                progress=Progress(self.steps),
                past_stopping=self.steps.go_past_stopping,
            )

    def _look_at(self, profile: str, passphrase: str | None, path: Path) -> LibraryService:
        key = self._vault.unlocked(profile, passphrase)

        def opened() -> Library:
            try:
                return Library.open(path, key, read_only=True)
            finally:
                wipe(key)

        service = LibraryService(opened)
        service.opened.result()
        service.notice = LOOKING
        return service


def newest_good(library: Path, keys: Keys, progress: Progress) -> Backup:
    """Return the newest backup that passes every check.

    Raises
    ------
    NoBackup
        With its sentence.
    """
    found = backups_of(library)
    for backup, part in zip(found, progress.split(*[1] * len(found)), strict=True):
        try:
            if not examine(backup.path, keys, progress=part):
                return backup
        except LibraryError:
            continue
    raise NoBackup(
        "There is no whole backup of this library. Its file is kept as it is. "
        "You can look at it without changing it."
    )


@contextmanager
def _claimed(path: Path) -> Iterator[None]:
    handle = claim(path.with_suffix(".lock"))
    if handle is None:
        raise read_only()
    try:
        yield
    finally:
        release(handle)
