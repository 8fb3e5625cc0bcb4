"""Where libraries are, and opening them: a folder a person, named by a uid only."""

from __future__ import annotations

import contextlib
import logging
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from app.model.entities import new_uid
from app.model.words import Sentence
from app.services.library_worker import LibraryService, run_here
from app.services.runs import Steps
from app.services.tries import Tries
from app.storage.aside import PRIVATE as NAME
from app.storage.backups import make_backup
from app.storage.disk import claim, release
from app.storage.errors import CannotWrite, LibraryError, TryLater, WrongPassphrase
from app.storage.folder import FolderKind, folder_kind
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.progress import Progress
from app.storage.sealing import Argon, wipe
from app.storage.store import Keys, utc_now
from app.storage.system_keyring import Keyring

__all__ = ["Created", "LibraryService", "Vault"]

T = TypeVar("T")
Post = Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class Created:
    """A new profile, open; ``recovery_key`` is shown once and kept nowhere."""

    profile: str
    service: LibraryService
    recovery_key: str = field(repr=False)


class Vault:
    """All profiles of one computer account.

    Parameters
    ----------
    folder : Path
        The account's local data folder of this program; made when first needed.
    post : callable, optional
        Runs a call on the main thread, for the services this opens.
    keyring : Keyring, optional
        The account's keyring, for libraries without a passphrase.
    argon : Argon, optional
        Key derivation's cost; tuned to this machine when not given.
    clock : callable, optional
        Seconds, growing.
    kind_of : callable, optional
        Tells what kind of folder a library lies in.

    Attributes
    ----------
    steps : Steps
        How far slow work is before a library opens (a backup of an older one, recovery).
    """

    def __init__(
        self,
        folder: Path,
        *,
        post: Post = run_here,
        keyring: Keyring | None = None,
        argon: Argon | None = None,
        clock: Callable[[], float] = time.monotonic,
        kind_of: Callable[[Path], FolderKind] = folder_kind,
    ) -> None:
        self._kind_of = kind_of
        self.folder = folder
        self.steps = Steps()
        self._post = post
        self._keyring = keyring
        self.argon = argon
        self._clock = clock
        self._tries: dict[str, Tries] = {}
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keys")

    def close(self) -> None:
        """End the worker; open services are closed by whoever has them."""
        self._worker.shutdown()

    def profiles(self) -> tuple[str, ...]:
        """Return the uids of all profiles, always in the same order; they hold no names."""
        if not self.folder.is_dir():
            return ()
        names = sorted(path.name for path in self.folder.iterdir())
        return tuple(name for name in names if self._has_keys(name))

    @property
    def folder_kind(self) -> FolderKind:
        """Return what kind of folder the libraries lie in."""
        return self._kind_of(self.folder)

    def library_path(self, profile: str) -> Path:
        """Return where a profile's library lies."""
        return self.folder / profile / f"{NAME}.library"

    def keys_path(self, profile: str) -> Path:
        """Return where a profile's key file lies."""
        return self.folder / profile / f"{NAME}.keys"

    def needs_passphrase(self, profile: str) -> bool:
        """Whether a profile opens with a passphrase only; reads one small file.

        Raises
        ------
        KeysDamaged, Missing, NewerSchema
            With the sentence for the person.
        """
        return self._keys(profile).has_passphrase

    def has_pin(self, profile: str) -> bool:
        """Whether a PIN hides this profile's window; raises as `needs_passphrase`."""
        return self._keys(profile).has_pin

    def wait_s(self, profile: str) -> float:
        """Return how many seconds must pass before the next try; 0 mostly."""
        name = str(self.keys_path(profile))
        return self._tries.get(name, Tries()).wait_s(self._clock())

    def on_worker(self, call: Callable[[], T]) -> Future[T]:
        """Do something slow with keys, after what was asked for before."""
        return self._worker.submit(call)

    def create(self, *, passphrase: str | None, use_keyring: bool = False) -> Future[Created]:
        """Make a new profile and open it.

        Parameters
        ----------
        passphrase : str or None
            None: the keyring holds the key where there is one and ``use_keyring``, else it lies
            in a file that only this account can read; then Lock only hides.
        """
        keyring = self._keyring if use_keyring else None
        return self._worker.submit(self._create, passphrase, keyring)

    def open_with_passphrase(
        self, profile: str, passphrase: str, *, accept_doubt: bool = False
    ) -> Future[LibraryService]:
        """Open a profile; slow on purpose.

        The future raises WrongPassphrase, TryLater, KeysDamaged, Damaged, Missing, NewerSchema,
        or InDoubt (ask the person, then come again with ``accept_doubt``).
        """

        def unlock(keys: KeyFile) -> bytearray:
            return keys.unlock_passphrase(passphrase)

        return self._worker.submit(self._tried, profile, unlock, accept_doubt)

    def open_with_recovery_key(
        self, profile: str, typed: str, *, accept_doubt: bool = False
    ) -> Future[LibraryService]:
        """Open a profile with its printed recovery key; raises as `open_with_passphrase`."""

        def unlock(keys: KeyFile) -> bytearray:
            return keys.unlock_recovery(typed)

        return self._worker.submit(self._tried, profile, unlock, accept_doubt)

    def open_without_passphrase(
        self, profile: str, *, accept_doubt: bool = False
    ) -> Future[LibraryService]:
        """Open a profile that has none; raises as `open_with_passphrase`."""

        def unlock(keys: KeyFile) -> bytearray:
            return keys.unlock_local(self._keyring)

        return self._worker.submit(self._tried, profile, unlock, accept_doubt)

    def change_passphrase(self, profile: str, old: str | None, new: str | None) -> Future[None]:
        """Seal the key anew; the old passphrase opens this library no more.

        Copies made before (backups) keep opening with the old one.
        """
        return self._worker.submit(self._rekey, profile, old, new)

    def forgotten_passphrase(self, profile: str, typed: str, new: str) -> Future[None]:
        """Set a new passphrase with the printed recovery key."""
        return self._worker.submit(self._recover, profile, typed, new)

    def new_recovery_key(self, profile: str, passphrase: str | None) -> Future[str]:
        """Make another recovery key, to show once; the one until now opens this no more."""
        return self._worker.submit(self._renew_recovery, profile, passphrase)

    def _backed_up(self, key: bytearray) -> Callable[[Path], None]:
        """Return what makes a backup of an older library before it is brought up to date."""

        def back_up(path: Path) -> None:
            keys, progress = Keys.of(key), Progress(self.steps)
            try:
                make_backup(path, keys, now=utc_now(), every=timedelta(0), progress=progress)
            finally:
                keys.wipe()

        return back_up

    def set_pin(self, profile: str, pin: str | None) -> Future[None]:
        """Keep a PIN that hides the window of a profile without a passphrase, or none."""
        return self._worker.submit(self._set_pin, profile, pin)

    def check_pin(self, profile: str, pin: str) -> Future[bool]:
        """Whether this is the PIN; raises TryLater after wrong ones."""
        return self._worker.submit(self._check_pin, profile, pin)

    def _has_keys(self, profile: str) -> bool:
        path = self.keys_path(profile)
        return path.is_file() or path.with_name(path.name + ".prev").is_file()

    def _keys(self, profile: str) -> KeyFile:
        return KeyFile.read(self.keys_path(profile))

    def _create(self, passphrase: str | None, keyring: Keyring | None) -> Created:
        if self.folder_kind is FolderKind.NETWORK:
            raise LibraryError(
                "This folder lies on another computer, where a library could be damaged. "
                "Nothing was made. Please choose a folder on this computer."
            )
        profile = new_uid()
        folder = self.folder / profile
        folder.mkdir(parents=True, mode=0o700)
        try:
            _, key, recovery = KeyFile.create(
                self.keys_path(profile), passphrase=passphrase, keyring=keyring, argon=self.argon
            )
            path = self.library_path(profile)
            service = self.serve(path, key, lambda key: Library.create(path, key))
        except BaseException:
            # nobody has written anything into it yet
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Created(profile, service, recovery)

    def opened(
        self, profile: str, key: bytearray, *, name: str = NAME, accept_doubt: bool = False
    ) -> LibraryService:
        """Open one of a profile's libraries with its key; raises as `open_with_passphrase`."""
        path = self.folder / profile / f"{name}.library"

        def opener(key: bytearray) -> Library:
            return Library.open(
                path, key, accept_doubt=accept_doubt, before_migration=self._backed_up(key)
            )

        return self.serve(path, key, opener)

    def _tried(
        self, profile: str, unlock: Callable[[KeyFile], bytearray], accept_doubt: bool
    ) -> LibraryService:
        self.steps.begin()
        key = self._unlocked(profile, unlock)
        return self.opened(profile, key, accept_doubt=accept_doubt)

    def _unlocked(self, profile: str, unlock: Callable[[KeyFile], bytearray]) -> bytearray:
        return self.try_keys(self.keys_path(profile), unlock)

    def try_keys(self, path: Path, unlock: Callable[[KeyFile], bytearray]) -> bytearray:
        """Return a key file's data key (wipe it); raises TryLater after wrong tries."""
        name = str(path)
        tries = self._tries.setdefault(name, Tries())
        wait_s = tries.wait_s(self._clock())
        if wait_s > 0:
            raise TryLater(wait_s)
        keys = KeyFile.read(path)
        try:
            key = unlock(keys)
        except WrongPassphrase:
            tries.wrong += 1
            tries.last_at = self._clock()
            raise
        tries.wrong = 0
        if keys.is_uneven:
            # one copy was damaged or older: the good one is written over it
            logging.getLogger(__name__).warning("one copy of a key file was mended")
            with contextlib.suppress(CannotWrite):
                # a folder that may not be written to is no reason to stay outside
                keys.save()
        return key

    def serve(
        self, path: Path, key: bytearray, opener: Callable[[bytearray], Library]
    ) -> LibraryService:
        """Open a library on a worker of its own, or to read where another window has it.

        The key is wiped once the library is open.
        """
        kind = self._kind_of(path.parent)
        handle, notice = _claimed(path) if kind is not FolderKind.NETWORK else (None, kind.note)

        def opened() -> Library:
            try:
                if notice is None:
                    with contextlib.suppress(CannotWrite):
                        return opener(key)
                return Library.open(path, key, read_only=True)
            finally:
                wipe(key)

        def closed() -> None:
            if handle is not None:
                release(handle)

        service = LibraryService(opened, post=self._post, closed=closed)
        service.opened.result()
        if service.is_read_only:
            service.notice = notice or _may_not_be_written()
        else:
            service.notice = kind.note
            service.submit(lambda library: library.purge_bin(utc_now()))
        return service

    def unlocked(self, profile: str, passphrase: str | None) -> bytearray:
        """Return a profile's data key (wipe it); slow, and raises as `open_with_passphrase`."""
        if passphrase is None:
            return self._unlocked(profile, lambda keys: keys.unlock_local(self._keyring))
        return self._unlocked(profile, lambda keys: keys.unlock_passphrase(passphrase))

    def _rekey(self, profile: str, old: str | None, new: str | None) -> None:
        self._reseal(profile, self.unlocked(profile, old), new)

    def _recover(self, profile: str, typed: str, new: str) -> None:
        key = self._unlocked(profile, lambda keys: keys.unlock_recovery(typed))
        self._reseal(profile, key, new)

    def _renew_recovery(self, profile: str, passphrase: str | None) -> str:
        key = self.unlocked(profile, passphrase)
        try:
            return self._keys(profile).change_recovery(key, argon=self.argon)[1]
        finally:
            wipe(key)

    def _reseal(self, profile: str, key: bytearray, new: str | None) -> None:
        try:
            self._keys(profile).change_passphrase(key, new, argon=self.argon)
        finally:
            wipe(key)

    def _set_pin(self, profile: str, pin: str | None) -> None:
        keys = self._keys(profile)
        key = keys.unlock_local(self._keyring)
        try:
            keys.set_pin(key, pin, argon=self.argon)
        finally:
            wipe(key)

    def _check_pin(self, profile: str, pin: str) -> bool:
        tries = self._tries.setdefault(f"{profile} PIN", Tries())
        wait_s = tries.wait_s(self._clock())
        if wait_s > 0:
            raise TryLater(wait_s)
        is_right = self._keys(profile).check_pin(pin)
        tries.wrong = 0 if is_right else tries.wrong + 1
        tries.last_at = self._clock()
        return is_right


def _claimed(path: Path) -> tuple[int | None, Sentence | None]:
    """Return a lock on a library, or the sentence that says why it opens for reading only."""
    try:
        handle = claim(path.with_suffix(".lock"))
    except OSError:
        return None, _may_not_be_written()
    if handle is None:
        return None, Sentence(
            "Your library is already open in another Innerscape window, so this one only reads. "
            "Please write in the other one, or close it and open this again."
        )
    return handle, None


def _may_not_be_written() -> Sentence:
    return Sentence(
        "The folder of your library may not be written to, so it is open for reading only. "
        "What is in it is safe. Please allow writing to that folder."
    )
