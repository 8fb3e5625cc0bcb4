"""The guided tour, killed twenty times."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.faults.tour_kills import kill_tour

KILLS = 20


def run() -> dict[str, object]:
    """Kill the tour `KILLS` times, each time at another moment."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for seed in range(KILLS):
            place = Path(folder) / str(seed)
            place.mkdir()
            made.append(kill_tour(place, seed))
    return {
        "kills": len(made),
        "steps_committed": sum(killed.committed for killed in made),
        "steps_acknowledged": sum(killed.acknowledged for killed in made),
        "acknowledged_and_missing": sum(len(killed.missing) for killed in made),
        "oldest_unsaved_s": round(max(killed.oldest_unsaved_s for killed in made), 3),
    }
