"""The full counts: 200 kills and 1,000 flipped bytes, and what was lost or shown wrong: nothing."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import numpy as np

from tests.faults import estate, kills


def run(kill_count: int = 200, flip_count: int = 1000) -> dict[str, object]:
    """Return the counts."""
    with tempfile.TemporaryDirectory() as folder:
        tally = kills.count(Path(folder) / "private.library", kill_count, seed=7)
    return {"kills": asdict(tally), "flips": _flips(flip_count)}


def _flips(count: int) -> dict[str, object]:
    generator = np.random.default_rng(11)
    outcomes: Counter[str] = Counter()
    files: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        closed = estate.build(folder / "closed")
        crashed = estate.build_crashed(folder / "crashed", folder / "aside")
        sources = (("closed", closed[0]), ("crashed", crashed[0]))
        for number in range(count):
            source, contents = sources[number % 2]
            copy = estate.copied(folder / source, folder / "copy")
            files[estate.random_flip(copy, generator, estate.FILES)] += 1
            outcomes[estate.outcome(copy, contents)] += 1
    return {"flips": count, "outcomes": dict(outcomes), "files": dict(files)}


if __name__ == "__main__":
    counts = [int(number) for number in sys.argv[1:]]
    sys.stdout.write(json.dumps(run(*counts), indent=1) + "\n")
