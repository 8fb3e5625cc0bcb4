"""The full counts: kills, flipped bytes and power cuts, and what was lost or shown wrong."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np

from app.model.words import PersonError
from tests.faults import estate, kills, power
from tests.faults.test_power_cuts import stands


def run(kill_count: int = 200, flip_count: int = 1000, cut_count: int = 1000) -> dict[str, object]:
    """Return the counts."""
    with tempfile.TemporaryDirectory() as folder:
        tally = kills.count(Path(folder) / "private.library", kill_count, seed=7)
    found: dict[str, object] = {"kills": asdict(tally), "flips": _flips(flip_count)}
    return found | {"power_cuts": _cuts(cut_count)}


def _cuts(count: int) -> dict[str, object]:
    if not power.is_possible():
        return {"cuts": 0, "why": "strace is not here, or may not look"}
    opened = lost = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "home"
        folder.mkdir()
        calls = power.record(folder, Path(name) / "strace.log")
        for place, said in power.cuts(calls, str(folder), Path(name) / "cuts", count, seed=3):
            try:
                opened += stands(place, said)
            except (AssertionError, KeyError, PersonError):
                lost += 1
            shutil.rmtree(place)
    return {"cuts": count, "opened_whole": opened, "lost_or_in_doubt": lost}


def _flips(count: int) -> dict[str, object]:
    generator = np.random.default_rng(11)
    outcomes: Counter[str] = Counter()
    files: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        closed = estate.build(folder / "closed")
        crashed = estate.build_crashed(folder / "crashed", folder / "aside")
        backup = estate.build_backup(folder / "backed_up")
        sources: list[tuple[str, Path, Callable[[Path], str]]] = [
            ("library", folder / "closed", partial(estate.outcome, contents=closed[0])),
            ("crashed", folder / "crashed", partial(estate.outcome, contents=crashed[0])),
            (
                "backup",
                backup[0],
                partial(estate.backup_outcome, contents=backup[1], key=backup[2]),
            ),
        ]
        for number in range(count):
            label, source, outcome = sources[number % len(sources)]
            copy = estate.copied(source, folder / "copy")
            files[f"{label}: {estate.random_flip(copy, generator, estate.FILES)}"] += 1
            outcomes[outcome(copy)] += 1
    return {"flips": count, "outcomes": dict(outcomes), "files": dict(files)}


if __name__ == "__main__":
    counts = [int(number) for number in sys.argv[1:]]
    sys.stdout.write(json.dumps(run(*counts), indent=1) + "\n")
