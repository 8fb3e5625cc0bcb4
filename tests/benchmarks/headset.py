"""Inside, beside a real runtime: Python's time a stereo frame, and frames a second.

The null compositor gives 20 frames a second and says nothing about speed: only Python's own time
is read there. Frames a second are the main compositor's, all in software.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.house.figures import ROOT

OPENXR = ROOT / "tests" / "openxr"
LIMIT_S = 1800


def run() -> dict[str, Any]:
    """Return the figures, or why there are none."""
    if why := missing():
        return {"not measured": why}
    return {
        "5,000 strokes and the default place": beside("null", "frames", 300),
        "100 strokes and the default place": beside("main", "rates", 40),
    }


def missing() -> str:
    """Return why there is no runtime here, "" where there is one."""
    made = subprocess.run(
        [OPENXR / "install.sh"], capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    lines = made.stderr.strip().splitlines()
    return "" if made.returncode == 0 else (lines[-1] if lines else "install.sh failed")


def beside(compositor: str, what: str, count: int) -> dict[str, Any]:
    """Return what ``measures.py`` measures beside a compositor."""
    words = [sys.executable, "tests/openxr/measures.py", what, str(count)]
    run = subprocess.run(
        [OPENXR / "run.sh", "-c", compositor, "--", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
