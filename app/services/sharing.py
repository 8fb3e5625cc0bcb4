"""What a client shares with a clinician: a second library beside the one that is theirs alone."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.services.library import Vault
from app.services.library_worker import LibraryService
from app.storage.aside import SHARED
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.pair import has_shared, new_shared_key, shared_key
from app.storage.sealing import wipe


@dataclass(frozen=True, slots=True)
class Both:
    """A client's open libraries; ``shared`` is None where they share nothing."""

    private: LibraryService
    shared: LibraryService | None


class Sharing:
    """Opens and makes the pair of a profile's libraries.

    Parameters
    ----------
    vault : Vault
        Where they lie, and who counts wrong tries.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def shares(self, profile: str) -> bool:
        """Whether this client shares anything with a clinician."""
        return has_shared(self._folder(profile))

    def begin(
        self, profile: str, passphrase: str | None, *, clinician_passphrase: str
    ) -> Future[LibraryService]:
        """Make the library that client and clinician can open, and open it.

        The future raises FileExistsError where there is one, else as
        `Vault.open_with_passphrase`.
        """
        make = partial(self._begin, profile, passphrase, clinician_passphrase)
        return self._vault.on_worker(make)

    def open_both(self, profile: str, passphrase: str | None) -> Future[Both]:
        """Open what is the client's alone and what they share; raises as above."""
        return self._vault.on_worker(partial(self._open_both, profile, passphrase))

    def open_as_clinician(self, profile: str, passphrase: str) -> Future[LibraryService]:
        """Open what a client shares, and nothing private; raises as above."""
        return self._vault.on_worker(partial(self._open_as_clinician, profile, passphrase))

    def change_clinician_passphrase(self, profile: str, old: str, new: str) -> Future[None]:
        """Seal the shared library's key anew; raises as above."""
        return self._vault.on_worker(partial(self._rekey, profile, old, new))

    def _folder(self, profile: str) -> Path:
        return self._vault.keys_path(profile).parent

    def _keys_path(self, profile: str) -> Path:
        return self._folder(profile) / f"{SHARED}.keys"

    def _begin(self, profile: str, passphrase: str | None, clinicians: str) -> LibraryService:
        folder = self._folder(profile)
        own = self._vault.unlocked(profile, passphrase)
        try:
            key = new_shared_key(
                folder, own, clinician_passphrase=clinicians, argon=self._vault.argon
            )
        finally:
            wipe(own)
        path = folder / f"{SHARED}.library"
        try:
            return self._vault.serve(path, key, lambda key: Library.create(path, key))
        except BaseException:
            # nobody has written anything into it yet
            for one in folder.glob(f"{SHARED}.*"):
                one.unlink(missing_ok=True)
            raise

    def _open_both(self, profile: str, passphrase: str | None) -> Both:
        own = self._vault.unlocked(profile, passphrase)
        try:
            key = shared_key(self._folder(profile), own)
            shared = None if key is None else self._vault.opened(profile, key, name=SHARED)
            try:
                return Both(self._vault.opened(profile, own), shared)
            except BaseException:
                if shared is not None:
                    shared.close()
                raise
        finally:
            wipe(own)

    def _open_as_clinician(self, profile: str, passphrase: str) -> LibraryService:
        key = self._clinicians_key(profile, passphrase)
        return self._vault.opened(profile, key, name=SHARED)

    def _clinicians_key(self, profile: str, passphrase: str) -> bytearray:
        def unlock(keys: KeyFile) -> bytearray:
            return keys.unlock_passphrase(passphrase)

        return self._vault.try_keys(self._keys_path(profile), unlock)

    def _rekey(self, profile: str, old: str, new: str) -> None:
        key = self._clinicians_key(profile, old)
        try:
            keys = KeyFile.read(self._keys_path(profile))
            keys.change_passphrase(key, new, argon=self._vault.argon)
        finally:
            wipe(key)
