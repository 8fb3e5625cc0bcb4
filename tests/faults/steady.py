"""A program that makes a library, writes into it and says each time that it did; one thread.

Run with a folder; it is run under strace, whose log is then cut off anywhere (see `power`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.storage.erase import Scope
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.sealing import Argon
from tests.storage import people

STEPS = 24
PASSPHRASE = "heron"


def words(number: int) -> str:
    """The text of a page."""
    return f"page {number} " + "and so on " * (number * 37 % 200)


def main(folder: Path) -> None:
    """Write, and say so."""
    argon = Argon(1, 64)
    file, key, _ = KeyFile.create(folder / "private.keys", passphrase=PASSPHRASE, argon=argon)
    say("keys")
    library = Library.create(folder / "private.library", key)
    say("library")
    work, layer = people.a_work(uid="work")
    library.apply(people.step(work, layer, scope="work"))
    for number in range(STEPS):
        tile = people.a_tile(layer, number % 4, 0, seed=number)
        library.apply(people.step(tiles=(tile,), scope="work"))
        library.apply(people.step(people.an_entry(words(number), uid=f"e{number}")))
        say(f"wrote {number}")
        if number % 8 == 7:
            library._database.conn.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
        if number == STEPS // 3:
            library.apply(people.step(people.an_entry("to be gone", uid="thrown")))
            say("threw")
            library.erase(Scope(entries=("thrown",)))
            say("erased")
        if number == STEPS // 2:
            file.change_passphrase(key, PASSPHRASE, argon=argon)
            library.close()
            library = Library.open(folder / "private.library", key)
    library.close()
    say("closed")


def say(line: str) -> None:
    """Write to standard output in one call, so that it stands in the log where it happened."""
    os.write(1, f"said {line}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
