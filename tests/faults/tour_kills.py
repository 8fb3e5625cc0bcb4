"""Kills the guided tour at a random moment and compares what is left with what was promised."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from app.model.entities import Entity
from app.model.tiles import TILE_PX
from app.services import places
from app.services.library import Vault
from app.storage.library import Library
from widgets.tour.journey import PASSPHRASE
from widgets.tour.ledger import GONE, entity_print, tile_print

LINES = 260
LIMIT_S = 120.0
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
EMPTY = tile_print(np.zeros((TILE_PX, TILE_PX, 4), np.uint16))
TOUR = (
    "from pathlib import Path; from app.main import run_tour; import sys; "
    "run_tour(Path(sys.argv[1]), language='en', theme='paper', home=Path(sys.argv[2]), "
    "ledger=Path(sys.argv[3]))"
)


@dataclass
class Killed:
    """What was promised at the moment of the kill, and what of it is missing."""

    committed: int = 0
    acknowledged: int = 0
    oldest_unsaved_s: float = 0.0
    missing: list[str] = field(default_factory=list)


def kill_tour(folder: Path, seed: int) -> Killed:
    """Start the tour, kill it once its ledger is so many lines long, look into its library."""
    ledger, home = folder / "ledger.jsonl", folder / "home"
    chance = random.Random(seed)
    wanted = chance.randrange(2, LINES)
    killed_at_s = _start_and_kill(folder, home, ledger, wanted, chance.random() * 0.3)
    lines = _lines(ledger)
    promised = _promised(lines, killed_at_s)
    if promised.committed:
        _compare(lines, _stored(home), promised)
    return promised


def _start_and_kill(folder: Path, home: Path, ledger: Path, wanted: int, more_s: float) -> float:
    child = subprocess.Popen(
        [sys.executable, "-c", TOUR, str(folder / "out"), str(home), str(ledger)],
        env={**os.environ, "QT_QPA_PLATFORM": _screen(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        end = time.monotonic() + LIMIT_S
        while child.poll() is None and time.monotonic() < end and _length(ledger) < wanted:
            _wait(child, 0.005)
        _wait(child, more_s)
        return time.monotonic()
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _screen(folder: Path) -> str:
    """Return a platform without a display whose screen is large enough for the window."""
    screen = {"name": "one", "x": 0, "y": 0, "width": 1600, "height": 1000}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = folder / "screen.json"
    config.write_text(json.dumps({"screens": [screen]}), "utf-8")
    return f"offscreen:configfile={config}"


def _wait(child: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def _length(ledger: Path) -> int:
    return ledger.read_bytes().count(b"\n") if ledger.exists() else 0


def _lines(ledger: Path) -> list[dict[str, Any]]:
    if not ledger.exists():
        return []
    whole = ledger.read_text("utf-8").rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def _promised(lines: list[dict[str, Any]], killed_at_s: float) -> Killed:
    acknowledged = {line["acknowledged"] for line in lines if "acknowledged" in line}
    commits = [line for line in lines if "committed" in line]
    waiting = [line["at_s"] for line in commits if line["committed"] not in acknowledged]
    oldest = killed_at_s - min(waiting) if waiting else 0.0
    return Killed(len(commits), len(acknowledged), oldest)


def _compare(lines: list[dict[str, Any]], stored: dict[str, str], promised: Killed) -> None:
    acknowledged = {line["acknowledged"] for line in lines if "acknowledged" in line}
    history: dict[str, list[tuple[bool, str]]] = {}
    for line in lines:
        for key, made in line.get("prints", {}).items():
            history.setdefault(key, []).append((line["committed"] in acknowledged, made))
    for key, states in history.items():
        known = [index for index, (is_acknowledged, _) in enumerate(states) if is_acknowledged]
        allowed = {made for _, made in states[known[-1] if known else 0 :]}
        if not known:
            allowed |= {GONE, EMPTY}
        if stored.get(key, EMPTY if "/" in key else GONE) not in allowed:
            promised.missing.append(key)


def _stored(home: Path) -> dict[str, str]:
    vault = Vault(places.libraries(home))
    try:
        (profile,) = vault.profiles()
        service = vault.open_with_passphrase(profile, PASSPHRASE).result()
        try:
            return service.submit(_prints).result()
        finally:
            service.close()
    finally:
        vault.close()


def _prints(library: Library) -> dict[str, str]:
    entities: dict[str, Entity] = {}
    prints: dict[str, str] = {}
    for rows in (
        library.consents(),
        library.suggestions(1000),
        library.check_ins(LONG_AGO),
        library.safety_marks(LONG_AGO),
    ):
        entities.update({row.uid: row for row in rows})
    for entry in library.entry_summaries(limit=1000):
        entities.update(library.load_entry(entry.uid))
    for work in library.work_summaries():
        found, grids, _ = library.load_work(work.uid)
        entities.update(found)
        for layer_uid, grid in grids.items():
            rows, columns = grid.tiles.shape[:2]
            for row in range(rows):
                for column in range(columns):
                    key = f"{layer_uid}/{row}/{column}"
                    prints[key] = tile_print(grid.tiles[row, column])
    return prints | {uid: entity_print(entity) for uid, entity in entities.items()}
