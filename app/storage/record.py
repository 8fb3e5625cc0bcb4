"""The small authenticated record beside a library: what was acknowledged last.

Two slots of 512 bytes in one file, written in turn: the new one aside, synced, and from then on
it stands because its count is higher. A torn write leaves the other slot, which is one edit
older; the library itself then holds one edit more, and nothing is in doubt.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from app.storage.disk import BINARY, cannot_write, write_whole

SLOT_BYTES = 512


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The last acknowledged edit.

    ``count`` is the number of audit rows, ``head`` the last one's mark in hex, ``length`` the
    library's size in bytes once its WAL is in it.
    """

    library_uid: str
    edit_uid: str
    count: int
    head: str
    length: int


class Record:
    """The file ``NAME.record``."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._handle = -1

    def read(self) -> tuple[Acknowledged | None, int]:
        """Return what stands, or None, and how many slots could not be read.

        A file that is not there counts as two.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None, 2
        except OSError as error:
            raise cannot_write(error) from error
        slots = [content[:SLOT_BYTES], content[SLOT_BYTES:]]
        found = [self._opened(slot) for slot in slots]
        good = [slot for slot in found if slot is not None]
        bad = sum(
            slot is None and text.strip(b"\0") != b""
            for slot, text in zip(found, slots, strict=True)
        )
        if len(content) != 2 * SLOT_BYTES:
            bad = max(bad, 1)
        return max(good, key=lambda slot: slot.count, default=None), bad if good else 2

    def start(self, acknowledged: Acknowledged) -> None:
        """Write a new file with one slot in use.

        Raises
        ------
        CannotWrite
            If the disk refuses.
        """
        self.close()
        slots = [bytes(SLOT_BYTES), bytes(SLOT_BYTES)]
        slots[acknowledged.count % 2] = self._sealed(acknowledged)
        write_whole(self.path, b"".join(slots))

    def write(self, acknowledged: Acknowledged) -> None:
        """Put the new state into the slot that does not stand, and sync it.

        Raises
        ------
        CannotWrite
            If the disk refuses; the other slot stands.
        """
        try:
            if self._handle < 0:
                self._handle = os.open(self.path, os.O_RDWR | BINARY)
            offset = acknowledged.count % 2 * SLOT_BYTES
            os.lseek(self._handle, offset, os.SEEK_SET)
            os.write(self._handle, self._sealed(acknowledged))
            _sync(self._handle)
        except OSError as error:
            raise cannot_write(error) from error

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _sealed(self, acknowledged: Acknowledged) -> bytes:
        text = json.dumps(asdict(acknowledged), separators=(",", ":")).encode()
        line = self._mark(text) + b" " + text + b"\n"
        if len(line) > SLOT_BYTES:
            raise ValueError(f"a record has {SLOT_BYTES} bytes, not {len(line)}")
        return line.ljust(SLOT_BYTES, b"\0")

    def _opened(self, slot: bytes) -> Acknowledged | None:
        line, _, padding = slot.partition(b"\n")
        mark, _, text = line.partition(b" ")
        if padding.strip(b"\0") or not hmac.compare_digest(mark, self._mark(text)):
            return None
        return Acknowledged(**json.loads(text))

    def _mark(self, text: bytes) -> bytes:
        return hmac.new(self._key, text, hashlib.sha256).hexdigest().encode()


def _sync(handle: int) -> None:
    # the slots lie where they lay: only their bytes need to reach the disk
    getattr(os, "fdatasync", os.fsync)(handle)
