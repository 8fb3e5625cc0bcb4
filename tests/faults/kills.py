"""Killing the writer at random moments, and counting what is missing afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.storage.library import Library
from tests.faults import writer

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Tally:
    """Counts over many kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    unacknowledged_kept: int = 0
    findings: int = 0


class Writers:
    """A process that starts one writer after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def kill_one(self, path: Path, seed: int, run_s: float) -> list[int]:
        """Let a writer run for a while, kill it, and return the edits it acknowledged."""
        send, receive = self._process.stdin, self._process.stdout
        assert send is not None
        assert receive is not None
        send.write(f"{path} {seed}\n")
        send.flush()
        child = int(receive.readline().removeprefix("child "))
        lines = [receive.readline()]
        threading.Event().wait(run_s)
        os.kill(child, signal.SIGKILL)
        while (line := receive.readline()) != "dead\n":
            # a line that was cut by the kill joins the word that follows it
            lines.append(line)
            if line.endswith("dead\n"):
                break
        return [int(line) for line in lines if line.strip().isdigit()]

    def close(self) -> None:
        """End it."""
        with self._process:
            pass


def count(path: Path, kills: int, *, seed: int = 1) -> Tally:
    """Kill one library's writer again and again; every run goes on with the same file."""
    generator = np.random.default_rng(seed)
    Library.create(path, writer.KEY).close()
    tally = Tally()
    writers = Writers()
    for run in range(1, kills + 1):
        acknowledged = writers.kill_one(path, run, float(generator.uniform(0.0, 0.3)))
        tally.kills += 1
        tally.acknowledged += len(acknowledged)
        library = Library.open(path, writer.KEY)
        _compare(library, run, acknowledged, tally)
        library.close()
    writers.close()
    library = Library.open(path, writer.KEY)
    tally.findings = len(library.check(deep=True))
    library.close()
    return tally


def _compare(library: Library, run: int, acknowledged: list[int], tally: Tally) -> None:
    entities, grids, _ = library.load_work(f"work-{run}")
    tiles = grids[f"layer-{run}"].tiles
    room = library.load_work(f"room-{run}")
    values = room.meshes[f"mesh-{run}"].values
    last_page: dict[str, int] = {}
    last_tile: dict[tuple[int, int], int] = {}
    last_touch: dict[int, int] = {}
    for number in acknowledged:
        if writer.kind(number) == "ribbon":
            ribbon = writer.ribbon(run, number)
            tally.lost += room.entities.get(ribbon.uid) != ribbon
        elif writer.kind(number) == "clay":
            last_touch |= dict.fromkeys(writer.vertices(number), number)
        elif writer.kind(number) == "stroke":
            row, column, _ = writer.pixels(run, number)
            last_tile[row, column] = number
            stroke = writer.stroke(run, number)
            tally.lost += entities.get(stroke.uid) != stroke
        else:
            last_page[writer.page(run, number).uid] = number
    newest = max(acknowledged)
    for uid, number in last_page.items():
        kept = [writer.page(run, k) for k in (number, number + 28) if k == number or k > newest]
        tally.lost += library.load_entry(uid)[uid] not in kept
    for (row, column), number in last_tile.items():
        # what was not acknowledged may be there too: the same tile comes again every 64 edits
        again = [k for k in (number + 64, number + 128) if k > newest]
        shades = {writer.pixels(run, k)[2] for k in (number, *again)}
        tally.lost += len(set(tiles[row, column].ravel().tolist()) - shades) != 0
    for vertex, number in last_touch.items():
        # or by an edit that was not acknowledged: the same vertex comes again every 388
        is_there = set(values[vertex].tolist()) in ({float(number)}, {float(number + 4 * 97)})
        tally.lost += not is_there
    told = sum(writer.kind(number) in ("stroke", "ribbon") for number in acknowledged)
    tally.unacknowledged_kept += len(entities) - 2 + len(room.entities) - 3 - told
