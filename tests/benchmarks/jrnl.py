"""The same pages in an encrypted journal of `jrnl`, the real program, where it is installed.

It wants an older python-dateutil than the one tested here, so it is no dependency: it is taken
from ``INNERSCAPE_JRNL`` (the path of the program) or from PATH.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

PASSWORD = "a password for figures"
TIMES = 5
CONFIG = """\
journals:
  default:
    journal: {folder}/journal.txt
encrypt: true
editor: ''
template: false
default_hour: 9
default_minute: 0
timeformat: '%Y-%m-%d %H:%M'
tagsymbols: '@'
highlight: false
linewrap: 0
indent_character: '|'
colors: {{body: none, date: none, tags: none, title: none}}
version: v4.6
"""


def program() -> str | None:
    """Return where jrnl is, or None where it can't be asked: Windows reads passwords from keys."""
    return None if os.name == "nt" else os.environ.get("INNERSCAPE_JRNL") or shutil.which("jrnl")


class Journal:
    """An encrypted journal in a folder that is all of the program's home too."""

    def __init__(self, jrnl: str, folder: Path, pages: Iterable[tuple[datetime, str]]) -> None:
        folder.mkdir()
        self._command = [jrnl, "--config-file", str(folder / "jrnl.yaml")]
        homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder))
        # the person's own keyring is neither asked nor written to
        keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        self._environment = os.environ | homes | keyring
        (folder / "jrnl.yaml").write_text(CONFIG.format(folder=folder), "utf-8")
        lines = (f"[{at:%Y-%m-%d %H:%M}] {text}\n" for at, text in pages)
        (folder / "pages.txt").write_text("".join(lines), "utf-8")
        self._run(
            "--import", "--file", str(folder / "pages.txt"), answers=(PASSWORD, PASSWORD, "n")
        )
        if not (folder / "journal.txt").read_bytes().startswith(b"JRNL"):
            raise RuntimeError("jrnl's journal is not encrypted")

    def median_ms(self, *arguments: str, expected: str) -> float:
        """Return how long a whole run takes, its start and its key included."""
        times = []
        for _ in range(TIMES):
            start = time.perf_counter()
            said = self._run(*arguments)
            times.append(round(1000 * (time.perf_counter() - start), 3))
            if expected not in said:
                raise RuntimeError(f"jrnl {arguments} did not answer {expected!r}")
        return statistics.median(times)

    def _run(self, *arguments: str, answers: tuple[str, ...] = (PASSWORD,)) -> str:
        # without a terminal of its own it reads the password from here
        return subprocess.run(
            [*self._command, *arguments],
            input="".join(f"{answer}\n" for answer in answers),
            env=self._environment,
            capture_output=True,
            text=True,
            start_new_session=True,
            check=True,
            timeout=600,
        ).stdout


def figures(
    folder: Path, pages: list[tuple[datetime, str]], *, word: str, ours: dict[str, float]
) -> dict[str, object]:
    """Return jrnl's times in ms, and how many times ours they are.

    Parameters
    ----------
    word : str
        What is searched; it stands in the newest page.
    ours : dict of str to float
        Our ``open``, ``search`` and ``save`` in ms. jrnl's are compared without what it needs for
        a journal of one page: its start and its key.
    """
    jrnl = program()
    if jrnl is None:
        return {"jrnl": "not installed"}
    newest = max(pages)
    one = Journal(jrnl, folder / "jrnl_one", [newest])
    start = one.median_ms("-n", "1", expected=newest[1][:20])
    journal = Journal(jrnl, folder / "jrnl_all", pages)
    times = {
        "open": journal.median_ms("-n", "1", expected=newest[1][:20]),
        "search": journal.median_ms("-contains", word, "-n", "50", expected=word),
        "save": journal.median_ms(f"{newest[0]:%Y-%m-%d %H:%M}: one more page", expected=""),
    }
    found: dict[str, object] = {"jrnl_entries": len(pages), "jrnl_start_and_key_ms": start}
    for name, took in times.items():
        found[f"jrnl_{name}_ms"] = took
        found[f"jrnl_{name}_ratio"] = round((took - start) / ours[name], 1)
    return found
