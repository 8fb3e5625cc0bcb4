"""The key file ``NAME.keys``: who may open a library.

Versioned JSON with slots, each the random data key sealed under its own secret, and the X25519
pair whose private half is sealed under the data key. It stands twice, as ``NAME.keys`` and
``NAME.keys.prev``, each swapped in whole.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.model.entities import new_uid
from app.storage.disk import write_whole
from app.storage.errors import keys_damaged, missing, newer_schema, wrong_passphrase
from app.storage.recovery_key import new_recovery_key, read_recovery_key
from app.storage.sealing import (
    KEY_BYTES,
    Argon,
    Secret,
    seal,
    subkey,
    tuned_argon,
    unseal,
    unseal_own,
)
from app.storage.system_keyring import Keyring

VERSION = 1
PASSPHRASE, RECOVERY, KEYRING, LOCAL = "passphrase", "recovery", "keyring", "local"
OWNER, CLINICIAN = "owner", "clinician"
PIN = "pin"


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key, sealed. Without ``argon`` the secret is a key itself, or there is none."""

    sealed: bytes
    salt: bytes = b""
    argon: Argon | None = None

    def to_json(self) -> dict[str, object]:
        """Return it for the file."""
        row: dict[str, object] = {"sealed": _b64(self.sealed), "salt": _b64(self.salt)}
        if self.argon:
            row |= {"passes": self.argon.passes, "memory_kib": self.argon.memory_kib}
        return row

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Slot:
        """Return the slot of a file's row."""
        argon = Argon(row["passes"], row["memory_kib"]) if "passes" in row else None
        return cls(_bytes(row["sealed"]), _bytes(row["salt"]), argon)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A library's keys; every change returns a new one that is on disk already.

    ``is_uneven`` tells that one of the two copies could not be read, or is older: `save` mends it.
    """

    path: Path
    library_uid: str
    public_key: bytes
    sealed_private_key: bytes = field(repr=False)
    slots: dict[str, Slot] = field(repr=False)
    tag: str = field(default="", repr=False)
    is_uneven: bool = False

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        passphrase: str | None,
        keyring: Keyring | None = None,
        argon: Argon | None = None,
    ) -> tuple[KeyFile, bytearray, str]:
        """Make a new data key and write its file.

        Parameters
        ----------
        path : Path
            ``NAME.keys``.
        passphrase : str or None
            None: the system's keyring holds the secret where one is given, else the key lies
            open in this 0600 file.
        argon : Argon, optional
            Tuned to this machine when not given, which takes a second.

        Returns
        -------
        tuple of KeyFile, bytearray, str
            The file, the data key (wipe it), and the recovery key to show once.

        Raises
        ------
        FileExistsError
            If there are keys already: they are never overwritten.
        """
        if path.exists():
            raise FileExistsError(path)
        argon = argon or tuned_argon()
        data_key = bytearray(os.urandom(KEY_BYTES))
        file = cls._without_slots(path, data_key)
        recovery = new_recovery_key()
        slots = {RECOVERY: file._derived(RECOVERY, read_recovery_key(recovery), argon, data_key)}
        slots |= file._opening_slot(passphrase, keyring, argon, data_key)
        return file._written(slots, data_key), data_key, recovery

    @classmethod
    def _without_slots(cls, path: Path, data_key: Secret) -> KeyFile:
        uid, private = new_uid(), X25519PrivateKey.generate()
        sealed = seal(data_key, private.private_bytes_raw(), f"private key of {uid}")
        return cls(path, uid, private.public_key().public_bytes_raw(), sealed, {})

    @classmethod
    def read(cls, path: Path) -> KeyFile:
        """Read the file, or its second copy where the first is damaged.

        Raises
        ------
        KeysDamaged, Missing, NewerSchema
            With the sentence for the person.
        """
        copies = [path, _second(path)]
        if not any(copy.exists() for copy in copies):
            raise missing()
        contents = [_verified(copy) for copy in copies]
        content = next((content for content in contents if content is not None), None)
        if content is None:
            raise keys_damaged()
        return cls._from_json(path, content, is_uneven=contents[0] != contents[1])

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase is needed to open."""
        return PASSPHRASE in self.slots

    @property
    def has_pin(self) -> bool:
        """Whether a PIN hides the window of a library without a passphrase."""
        return PIN in self.slots

    def unlock_passphrase(self, passphrase: str, *, slot: str = PASSPHRASE) -> bytearray:
        """Return the data key (wipe it).

        Raises
        ------
        WrongPassphrase
            If the seal fails; nothing was opened or altered.
        KeysDamaged
            If the seal opened, but the file is not what was written.
        """
        return self._opened(slot, _typed(passphrase))

    def unlock_recovery(self, typed: str) -> bytearray:
        """Return the data key for the printed recovery key; raises as `unlock_passphrase`."""
        return self._opened(RECOVERY, read_recovery_key(typed))

    def unlock_local(self, keyring: Keyring | None = None) -> bytearray:
        """Return the data key of a library without a passphrase; raises as above."""
        if LOCAL in self.slots:
            return self._checked(bytearray(self.slots[LOCAL].sealed))
        secret = keyring.get(self.library_uid) if keyring else None
        if KEYRING not in self.slots or not secret:
            raise wrong_passphrase()
        return self._opened(KEYRING, bytes.fromhex(secret))

    def unlock_secret(self, slot: str, secret: Secret) -> bytearray:
        """Return the data key for a slot sealed under another key; raises as above."""
        return self._opened(slot, secret)

    def private_key(self, data_key: Secret) -> bytearray:
        """Return the private half of the pair: what was sealed to the owner opens with it."""
        return unseal(data_key, self.sealed_private_key, f"private key of {self.library_uid}")

    def open_sealed(self, data_key: Secret, sealed: bytes) -> bytearray:
        """Return what somebody sealed to this library's public key."""
        return unseal_own(self.private_key(data_key), sealed)

    def change_passphrase(
        self,
        data_key: Secret,
        passphrase: str | None,
        *,
        keyring: Keyring | None = None,
        argon: Argon | None = None,
    ) -> KeyFile:
        """Seal the data key under a new passphrase, or none; the old one opens nothing more."""
        argon = argon or tuned_argon()
        kept = {
            name: slot
            for name, slot in self.slots.items()
            if name not in (PASSPHRASE, KEYRING, LOCAL)
        }
        if passphrase is not None:
            kept.pop(PIN, None)
        slots = kept | self._opening_slot(passphrase, keyring, argon, data_key)
        return self._written(slots, data_key)

    def change_recovery(
        self, data_key: Secret, *, argon: Argon | None = None
    ) -> tuple[KeyFile, str]:
        """Make a new recovery key, to show once; the old one opens nothing more."""
        recovery = new_recovery_key()
        argon = argon or tuned_argon()
        slot = self._derived(RECOVERY, read_recovery_key(recovery), argon, data_key)
        return self._written(self.slots | {RECOVERY: slot}, data_key), recovery

    def add_passphrase_slot(
        self, data_key: Secret, name: str, passphrase: str, *, argon: Argon | None = None
    ) -> KeyFile:
        """Let somebody else (a clinician, for a shared file) open with an own passphrase."""
        slot = self._derived(name, _typed(passphrase), argon or tuned_argon(), data_key)
        return self._written(self.slots | {name: slot}, data_key)

    def add_secret_slot(self, data_key: Secret, name: str, secret: Secret) -> KeyFile:
        """Let whoever holds another key open this library too."""
        slot = Slot(seal(secret, data_key, self._context(name)))
        return self._written(self.slots | {name: slot}, data_key)

    def set_pin(self, data_key: Secret, pin: str | None, *, argon: Argon | None = None) -> KeyFile:
        """Keep a PIN that only hides the window (the library is not sealed by it), or none."""
        slots = {name: slot for name, slot in self.slots.items() if name != PIN}
        if pin is not None:
            slots[PIN] = self._derived(PIN, _typed(pin), argon or tuned_argon(), b"seen")
        return self._written(slots, data_key)

    def check_pin(self, pin: str) -> bool:
        """Whether this is the PIN."""
        slot = self.slots.get(PIN)
        if slot is None or slot.argon is None:
            return False
        derived = slot.argon.derive(_typed(pin), slot.salt)
        return hmac.compare_digest(derived, slot.sealed)

    def save(self) -> None:
        """Write both copies: each whole, the second only after the first stands."""
        content = json.dumps(self._content(), sort_keys=True)
        text = json.dumps({"content": content, "sha256": _digest(content)}, indent=1)
        write_whole(self.path, text.encode())
        write_whole(_second(self.path), text.encode())

    def _opening_slot(
        self, passphrase: str | None, keyring: Keyring | None, argon: Argon, data_key: Secret
    ) -> dict[str, Slot]:
        if passphrase == "":
            raise ValueError("a passphrase has at least one character")
        if passphrase is not None:
            return {PASSPHRASE: self._derived(PASSPHRASE, _typed(passphrase), argon, data_key)}
        secret = os.urandom(KEY_BYTES)
        if keyring is not None and keyring.put(self.library_uid, secret.hex()):
            return {KEYRING: Slot(seal(secret, data_key, self._context(KEYRING)))}
        return {LOCAL: Slot(bytes(data_key))}

    def _derived(self, name: str, secret: Secret, argon: Argon, content: Secret) -> Slot:
        salt = os.urandom(16)
        key = argon.derive(secret, salt)
        sealed = key if name == PIN else seal(key, content, self._context(name))
        return Slot(sealed, salt, argon)

    def _opened(self, name: str, secret: Secret) -> bytearray:
        slot = self.slots.get(name)
        if slot is None:
            raise wrong_passphrase()
        key = slot.argon.derive(secret, slot.salt) if slot.argon else secret
        return self._checked(unseal(key, slot.sealed, self._context(name)))

    def _checked(self, data_key: bytearray) -> bytearray:
        if not hmac.compare_digest(self._tag(data_key), self.tag):
            raise keys_damaged()
        return data_key

    def _context(self, name: str) -> str:
        return f"{name} of {self.library_uid}"

    def _written(self, slots: dict[str, Slot], data_key: Secret) -> KeyFile:
        file = replace(self, slots=slots, tag="", is_uneven=False)
        file = replace(file, tag=file._tag(data_key))
        file.save()
        return file

    def _tag(self, data_key: Secret) -> str:
        content = {name: value for name, value in self._content().items() if name != "tag"}
        text = json.dumps(content, sort_keys=True).encode()
        return hmac.new(subkey(data_key, "key file"), text, hashlib.sha256).hexdigest()

    def _content(self) -> dict[str, object]:
        return {
            "format": "innerscape keys",
            "version": VERSION,
            "library": self.library_uid,
            "public_key": _b64(self.public_key),
            "private_key": _b64(self.sealed_private_key),
            "slots": {name: slot.to_json() for name, slot in self.slots.items()},
            "tag": self.tag,
        }

    @classmethod
    def _from_json(cls, path: Path, content: dict[str, Any], *, is_uneven: bool) -> KeyFile:
        if content["version"] > VERSION:
            raise newer_schema()
        return cls(
            path,
            content["library"],
            _bytes(content["public_key"]),
            _bytes(content["private_key"]),
            {name: Slot.from_json(row) for name, row in content["slots"].items()},
            content["tag"],
            is_uneven,
        )


def _verified(path: Path) -> dict[str, Any] | None:
    try:
        outer = json.loads(path.read_bytes())
        text = outer["content"]
        if _digest(text) != outer["sha256"] or set(outer) != {"content", "sha256"}:
            return None
        content: dict[str, Any] = json.loads(text)
    except (OSError, ValueError, KeyError, TypeError, binascii.Error):
        return None
    return content


def _second(path: Path) -> Path:
    return path.with_name(path.name + ".prev")


def _typed(passphrase: str) -> bytes:
    # one passphrase may be typed as different code points on different keyboards
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
