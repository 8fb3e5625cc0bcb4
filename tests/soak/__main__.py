"""`make soak`: the long counts (kills, flips, cycles), in soak.json."""

from __future__ import annotations

import json
import sys

from tests.house.figures import ROOT, run_all

if __name__ == "__main__":
    failed = run_all("tests.soak", ROOT / "soak.json", sys.argv[1:])
    figures = json.loads((ROOT / "soak.json").read_text("utf-8"))
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    sys.exit(bool(failed))
