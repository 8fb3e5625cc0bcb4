"""The program ends at any moment of erasing: what stays is whole, what was told as gone is gone."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.storage.backups import make_backup
from app.storage.library import Library
from app.storage.store import Keys
from tests.storage import people

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parent.parent.parent
KEY = bytes(range(32))
KILLS, PAGES = 8, 400
NOW = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
ERASES = """
import sys
from pathlib import Path
from app.storage.erase import Scope
from app.storage.library import Library
library = Library.open(Path(sys.argv[1]), bytes(range(32)))
for page in sorted(one.uid for one in library.entry_summaries(limit=1000) if one.uid != "kept"):
    library.erase(Scope(entries=(page,)))
    print(page, flush=True)
"""


def erased_until_killed(path: Path, run_s: float) -> set[str]:
    """Erase one page after the other, kill that after a while; return those told as gone."""
    command = [sys.executable, "-c", ERASES, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        threading.Event().wait(run_s)
        child.kill()
        told = first + child.stdout.read()
    return {line for line in told.split("\n")[:-1] if line}


def test_a_kill_at_any_moment_of_erasing_leaves_a_whole_library(tmp_path):
    path = tmp_path / "private.library"
    library = Library.create(path, KEY)
    pages = [people.an_entry(f"page {k} " * 30, uid=f"page {k:03}") for k in range(PAGES)]
    library.apply(people.step(*pages, people.an_entry("stays", uid="kept")))
    work, layer = people.a_work(uid="painting")
    tiles = tuple(people.a_tile(layer, row, column) for row in range(4) for column in range(4))
    library.apply(people.step(work, layer, tiles=tiles, scope="painting"))
    library.close()
    path.with_suffix(".keys").write_bytes(b"of somebody")
    made = make_backup(path, Keys.of(KEY), now=NOW)
    assert made is not None
    generator = np.random.default_rng(5)
    gone: set[str] = set()
    for _ in range(KILLS):
        told = erased_until_killed(path, float(generator.uniform(0, 0.25)))
        assert told
        gone |= told
        library = Library.open(path, KEY)
        assert library.check(deep=True) == []
        here = {one.uid for one in library.entry_summaries(limit=1000)}
        library.close()
        assert not here & gone
        # the one that was under way is there or gone, and no other
        assert PAGES + 1 - len(gone) - len(here) in (0, 1)
        gone |= {page.uid for page in pages} - here
        # a backup keeps nothing that is not to be seen, and erased, any more
        backup = Library.open(made.path, KEY, read_only=True)
        assert {one.uid for one in backup.entry_summaries(limit=1000)} <= here
        backup.close()
        assert "kept" in here
        assert not path.with_name(path.name + ".anew").exists()
