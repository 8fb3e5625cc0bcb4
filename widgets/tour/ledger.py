"""What was committed and what was acknowledged, line by line, for tests that kill the tour."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import fields
from threading import Lock
from typing import TYPE_CHECKING, TextIO

import numpy as np

from app.model.changes import Changes
from app.model.entities import Entity, Stroke
from app.model.tiles import Tile

if TYPE_CHECKING:
    from app.model.document import Document
    from app.services.autosave import Autosave

GONE = "gone"


def entity_print(entity: Entity | None) -> str:
    """Return a short fingerprint of an entity as it is; `GONE` where there is none."""
    if entity is None:
        return GONE
    digest = hashlib.blake2b(digest_size=8)
    for field in fields(entity):
        value = getattr(entity, field.name)
        is_points = isinstance(entity, Stroke) and field.name == "points"
        digest.update(np.asarray(value).tobytes() if is_points else repr(value).encode("utf-8"))
    return digest.hexdigest()


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
