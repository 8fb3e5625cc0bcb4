"""Sealing small secrets: AES-256-GCM under Argon2id, a given secret, or an X25519 key.

Argon2id: RFC 9106. HKDF: RFC 5869. Sealing to a public key is the ECIES pattern: an ephemeral
X25519 exchange (RFC 7748), HKDF-SHA256 over the shared secret and both public keys, AES-GCM.
"""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.storage.errors import wrong_passphrase

KEY_BYTES = 32
_NONCE_BYTES = 12
_PUBLIC_BYTES = 32
_LEAST_KIB = 64 << 10
_USUAL_KIB = 256 << 10
_LEAST_S = 0.5

Secret = bytes | bytearray


@dataclass(frozen=True, slots=True)
class Argon:
    """Argon2id's parameters: passes, and memory in KiB; one lane."""

    passes: int
    memory_kib: int

    def derive(self, secret: Secret, salt: bytes) -> bytes:
        """Return 32 bytes for a secret; the work is the same for a right and a wrong one."""
        return hash_secret_raw(
            bytes(secret), salt, self.passes, self.memory_kib, 1, KEY_BYTES, Type.ID
        )


def tuned_argon() -> Argon:
    """Return parameters that take this machine at least half a second and 64 MiB.

    Takes about a second; call it on a worker.
    """
    memory_kib = _USUAL_KIB
    while True:
        try:
            one_pass_s = _measured_s(Argon(1, memory_kib))
            break
        except MemoryError:
            if memory_kib <= _LEAST_KIB:
                raise
            memory_kib //= 2
    # CPU time, so that a busy machine does not weaken the key; a tenth more to be sure
    return Argon(max(1, math.ceil(1.1 * _LEAST_S / one_pass_s)), memory_kib)


def _measured_s(argon: Argon) -> float:
    start = time.thread_time()
    try:
        argon.derive(b"measure", b"sixteen bytes ok")
    except Exception as error:  # argon2 has one error class for everything, memory among it
        raise MemoryError(str(error)) from error
    return max(time.thread_time() - start, 1e-3)


def subkey(key: Secret, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose, derived from a library's data key."""
    return HKDF(SHA256(), KEY_BYTES, None, f"innerscape {purpose} 1".encode()).derive(bytes(key))


def seal(key: Secret, content: Secret, context: str) -> bytes:
    """Return ``content`` sealed: nonce and AES-256-GCM text, bound to ``context``."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(bytes(key)).encrypt(nonce, bytes(content), context.encode())


def unseal(key: Secret, sealed: bytes, context: str) -> bytearray:
    """Return what was sealed.

    Raises
    ------
    WrongPassphrase
        If the key is not the one it was sealed with.
    """
    nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return bytearray(AESGCM(bytes(key)).decrypt(nonce, text, context.encode()))
    except (InvalidTag, ValueError) as error:
        raise wrong_passphrase() from error


def seal_to(public_key: bytes, content: Secret) -> bytes:
    """Return ``content`` sealed so that only the owner of the public key can read it."""
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public_key))
    own_public = ephemeral.public_key().public_bytes_raw()
    key = _exchanged(shared, own_public, public_key)
    return own_public + seal(key, content, "sealed to an owner")


def unseal_own(private_key: Secret, sealed: bytes) -> bytearray:
    """Return what was sealed with `seal_to` for this private key.

    Raises
    ------
    WrongPassphrase
        If it was sealed for somebody else, or is damaged.
    """
    own = X25519PrivateKey.from_private_bytes(bytes(private_key))
    theirs = sealed[:_PUBLIC_BYTES]
    shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
    key = _exchanged(shared, theirs, own.public_key().public_bytes_raw())
    return unseal(key, sealed[_PUBLIC_BYTES:], "sealed to an owner")


def _exchanged(shared: bytes, ephemeral_public: bytes, owner_public: bytes) -> bytes:
    info = b"innerscape exchange 1" + ephemeral_public + owner_public
    return HKDF(SHA256(), KEY_BYTES, None, info).derive(shared)


def wipe(secret: bytearray) -> None:
    """Overwrite a key in memory: best effort, copies the system made are out of reach."""
    secret[:] = bytes(len(secret))
