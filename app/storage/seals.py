"""Every page's seal, looked at page by page.

As SQLCipher's ``PRAGMA cipher_integrity_check``, which nobody can stop and which says nothing
until its end; a test holds both to the same answer.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import sys
import threading
from pathlib import Path

from app.storage.connection import PAGE_BYTES
from app.storage.disk import BINARY
from app.storage.progress import Progress
from app.storage.sealing import Secret

_SALT_BYTES, _SEAL_BYTES = 16, 64
_SALT_MASK, _ROUNDS = 0x3A, 2


class Pages:
    """A file's pages, read beside SQLite.

    Closing any handle of a file takes away every lock this process has on it (POSIX;
    sqlite.org/howtocorrupt.html, 2.2): those of a library that is open are closed after it.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY | BINARY)
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Return how many there are; a last one that was cut counts too."""
        return -(-os.fstat(self._handle).st_size // PAGE_BYTES)

    def read(self, number: int) -> bytes:
        """Return a page; the first one is number 1. Two threads may read at once."""
        place = (number - 1) * PAGE_BYTES
        if sys.platform != "win32":
            return os.pread(self._handle, PAGE_BYTES, place)
        with self._lock:
            os.lseek(self._handle, place, os.SEEK_SET)
            return os.read(self._handle, PAGE_BYTES)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)


def broken_seals(pages: Pages, key: Secret, progress: Progress) -> int:
    """Return how many pages are not as they were written.

    SQLCipher 4: a page ends with the HMAC-SHA512 of what stands before it and of its number
    (little endian). The HMAC's key: PBKDF2 of the file's key, with the salt that the file begins
    with, each of its bytes XOR 0x3a.
    """
    salt = pages.read(1)[:_SALT_BYTES]
    masked = bytes(byte ^ _SALT_MASK for byte in salt)
    seal = hmac.new(hashlib.pbkdf2_hmac("sha512", key, masked, _ROUNDS, 32), digestmod="sha512")
    count = pages.count
    return sum(
        not _holds(pages.read(number), number, seal)
        for number in progress.over(range(1, count + 1), count)
    )


def _holds(page: bytes, number: int, seal: hmac.HMAC) -> bool:
    expected = seal.copy()
    expected.update(page[_SALT_BYTES if number == 1 else 0 : -_SEAL_BYTES])
    expected.update(number.to_bytes(4, "little"))
    return len(page) == PAGE_BYTES and hmac.compare_digest(expected.digest(), page[-_SEAL_BYTES:])
