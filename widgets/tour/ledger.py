"""What was committed and what was acknowledged, line by line, for tests that kill the tour."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, TextIO

import numpy as np

from app.model.changes import Changes
from app.model.entities import Entity
from app.model.tiles import Tile

if TYPE_CHECKING:
    from app.model.document import Document
    from app.services.autosave import Autosave

GONE = "gone"


def entity_print(entity: Entity | None) -> str:
    """Return a short fingerprint of an entity as it is; `GONE` where there is none."""
    if entity is None:
        return GONE
    return hashlib.blake2b(repr(_plain(entity)).encode("utf-8"), digest_size=8).hexdigest()


def _plain(value: object) -> object:
    """Return what a value says, however it is kept: times in UTC, pixels and points as bytes."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if isinstance(value, Mapping):
        return sorted((key, _plain(item)) for key, item in value.items())
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return [(field.name, _plain(getattr(value, field.name))) for field in fields(value)]
    return value


def tile_print(tile: Tile) -> str:
    """Return a short fingerprint of a tile's pixels."""
    return hashlib.blake2b(tile.tobytes(), digest_size=8).hexdigest()


class Ledger:
    """Writes a JSON line for every step committed, and one for every step acknowledged."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._lock = Lock()

    def follow(self, document: Document, autosave: Autosave) -> None:
        """Note what happens to a library from now on."""
        document.committed.connect(self._committed)
        autosave.acknowledged.connect(self._acknowledged)

    def _committed(self, changes: Changes) -> None:
        prints = {change.uid: entity_print(change.after) for change in changes.entities}
        for tile in changes.tiles:
            prints[f"{tile.layer_uid}/{tile.row}/{tile.column}"] = tile_print(tile.after)
        self._write({"committed": changes.edit_uid, "prints": prints})

    def _acknowledged(self, edit_uid: str) -> None:
        self._write({"acknowledged": edit_uid})

    def _write(self, line: dict[str, object]) -> None:
        with self._lock:
            self._file.write(json.dumps({"at_s": time.monotonic(), **line}) + "\n")
            self._file.flush()
