"""Run every module of a folder that has ``run()``, each in a process of its own; keep the figures.

``run()`` returns a mapping of names to numbers, words, or such mappings again. The child is this
module with the name of the module to run and the file its figures go to.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCREEN = "-screen 0 1600x1000x24 -nolisten tcp"
LIMIT_S = 3600


def run_all(package: str, out: Path, chosen: list[str]) -> int:
    """Run the modules of a package (or those chosen), print a table, write JSON.

    Returns
    -------
    int
        How many failed.
    """
    folder = ROOT / package.replace(".", "/")
    names = chosen or [path.stem for path in sorted(folder.glob("[!_]*.py")) if _runs(path)]
    figures: dict[str, object] = {"machine": _machine()}
    failed = 0
    for name in names:
        found = run_one(f"{package}.{name}")
        failed += "error" in found
        figures[name] = found
        for row in rows(found):
            _say(f"{name:14} {row}")
    out.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")
    _say(f"written to {out}")
    return failed


def run_one(module: str) -> dict[str, object]:
    """Return the figures of one module, or what it said when it failed under "error"."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "tests.house.figures", module, str(answer)]
        child = subprocess.run(
            [*_on_a_display(), *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            stdout=sys.stderr,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        if child.returncode or not answer.exists():
            return {"error": child.stderr.strip()[-2000:] or f"ended with {child.returncode}"}
        found: dict[str, object] = json.loads(answer.read_text("utf-8"))
        return found


def rows(found: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    """Return the figures as lines of a table, nested names joined."""
    for name, value in found.items():
        if isinstance(value, Mapping):
            yield from rows(value, f"{prefix}{name} · ")
        else:
            shown = f"{value:,.4g}" if isinstance(value, float) else str(value)
            yield f"{prefix + name:56} {shown:>16}"


def _runs(path: Path) -> bool:
    return "\ndef run(" in path.read_text("utf-8")


def _on_a_display() -> list[str]:
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform != "linux" or has_display or not shutil.which("xvfb-run"):
        return []
    return ["xvfb-run", "-a", "-s", SCREEN]


def _machine() -> dict[str, object]:
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _child(module: str, answer: Path) -> None:
    found = importlib.import_module(module).run()
    answer.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    _child(sys.argv[1], Path(sys.argv[2]))
