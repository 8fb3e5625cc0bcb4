"""The recovery key: 160 random bits as printable groups, the last one a checksum.

Letters and digits are Crockford's base 32: no I, L, O or U, and a typed one is forgiven.
"""

from __future__ import annotations

import hashlib
import os

from app.storage.errors import WrongPassphrase

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVEN = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_SECRET_CHARACTERS = 32
_CHECK_CHARACTERS = 4
_GROUP = 4


def new_recovery_key() -> str:
    """Return a fresh key: nine groups of four, ``"7K3D-...-QF2M"``."""
    number = int.from_bytes(os.urandom(20))
    secret = "".join(
        _DIGITS[number >> 5 * place & 31] for place in reversed(range(_SECRET_CHARACTERS))
    )
    text = secret + _checksum(secret)
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def read_recovery_key(typed: str) -> bytes:
    """Return the secret of a typed recovery key; case, spaces and hyphens do not matter.

    Raises
    ------
    WrongPassphrase
        If a character was mistyped, with a sentence that says so.
    """
    text = "".join(character for character in typed.upper() if character.isalnum())
    text = text.translate(_FORGIVEN)
    secret, check = text[:_SECRET_CHARACTERS], text[_SECRET_CHARACTERS:]
    if len(text) != _SECRET_CHARACTERS + _CHECK_CHARACTERS or _checksum(secret) != check:
        raise WrongPassphrase(
            "That recovery key has a typing slip in it. Nothing was changed. "
            "Please compare it with your printed one, group by group."
        )
    return secret.encode()


def _checksum(secret: str) -> str:
    number = int.from_bytes(hashlib.sha256(secret.encode()).digest()[:4])
    return "".join(_DIGITS[number >> 5 * place & 31] for place in range(_CHECK_CHARACTERS))
