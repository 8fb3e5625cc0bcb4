"""How long it takes to take everything along and to bring it in again."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from app.model.changes import TileChange
from app.model.entities import new_uid
from app.services.archive import export_library
from app.services.bring_in import bring_in
from app.services.library_worker import LibraryService
from app.storage.library import Library
from tests.storage import people

WORKS, ENTRIES, STROKES, TILES = 10, 1000, 100, 400
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def opened(folder: Path, name: str) -> LibraryService:
    """Give a new library on its worker."""
    path, key = folder / f"{name}.library", os.urandom(32)
    service = LibraryService(lambda: Library.create(path, key))
    service.opened.result(20)
    return service


def fill(service: LibraryService) -> None:
    """Write pages, and paintings of 2048 pixels a side with strokes and painted tiles."""
    words = "a quiet evening by the sea, 静かな海 " * 10
    pages = [people.an_entry(f"{words}{number}", uid=new_uid()) for number in range(ENTRIES)]
    service.save(people.step(*pages)).result(60)
    ramp = np.linspace(0, 1 << 15, 64 * 64 * 4).astype(np.uint16).reshape(64, 64, 4)
    ramp[..., 3] = 1 << 15
    ramp.flags.writeable = False
    for _ in range(WORKS):
        work, layer = people.a_work(side=2048)
        strokes = [people.a_stroke(work, layer, seed=number) for number in range(STROKES)]
        places = [divmod(number, 32) for number in range(TILES)]
        tiles = tuple(TileChange(layer.uid, *place, np.zeros_like(ramp), ramp) for place in places)
        service.save(people.step(work, layer, *strokes, tiles=tiles, scope=work.uid)).result(60)


def run() -> dict[str, float]:
    """Return seconds, megabytes, and peak memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = opened(folder, "old"), opened(folder, "new")
        try:
            fill(old)
            start = time.perf_counter()
            done = export_library(old, folder / "out.zip", now=NOW)
            exported = time.perf_counter() - start
            start = time.perf_counter()
            brought = bring_in(new, folder / "out.zip", zone=UTC, now=NOW)
            imported = time.perf_counter() - start
        finally:
            old.close()
            new.close()
        return {
            "archive_export_s": round(exported, 2),
            "archive_import_s": round(imported, 2),
            "archive_mb": round(done.size / 1e6, 1),
            "archive_things": brought.entries + brought.works,
            "archive_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
