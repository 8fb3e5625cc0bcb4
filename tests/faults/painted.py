"""The colours in a library, as the bytes a careless program would leave on the disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.model.tiles import ONE
from app.services import places
from app.services.library import Vault
from app.storage.library import Library

RUN_PX = 16
RUNS_A_LAYER = 8

Pixels = npt.NDArray[np.uint16]


def runs(home: Path, passphrase: str) -> list[bytes]:
    """Return runs of painted pixels, in 15 bits and in 8, from every layer in the library."""
    vault = Vault(places.libraries(home))
    try:
        (profile,) = vault.profiles()
        service = vault.open_with_passphrase(profile, passphrase).result()
        try:
            layers = service.submit(_layers).result()
        finally:
            service.close()
    finally:
        vault.close()
    return [each for rows in layers for row in rows for each in _as_bytes(row)]


def _layers(library: Library) -> list[list[Pixels]]:
    found = []
    for work in library.work_summaries():
        grids = library.load_pixels(work.uid)[2]
        found += [_painted(grid.tiles) for grid in grids.values()]
    return [rows for rows in found if rows]


def _painted(tiles: Pixels) -> list[Pixels]:
    """Return some runs of one layer that are coloured throughout."""
    rows = tiles.reshape(-1, RUN_PX, 4)
    is_opaque = rows[:, :, 3].min(axis=1) > ONE // 4
    # grey runs stand in many files
    is_coloured = (rows[:, :, :3].max(axis=2) - rows[:, :, :3].min(axis=2)).min(axis=1) > ONE // 16
    found = rows[is_opaque & is_coloured]
    return list(found[:: max(1, len(found) // RUNS_A_LAYER)][:RUNS_A_LAYER])


def _as_bytes(row: Pixels) -> list[bytes]:
    eighth = ((row.astype(np.uint32) * 255 + ONE // 2) // ONE).astype(np.uint8)
    blue_first = eighth[:, [2, 1, 0, 3]]
    return [row.tobytes(), eighth.tobytes(), blue_first.tobytes(), eighth[:, :3].tobytes()]
