"""`make bench`: every measure, with the peers' figures of the same run, in bench.json."""

from __future__ import annotations

import sys

from tests.house.figures import ROOT, run_all

if __name__ == "__main__":
    sys.exit(bool(run_all("tests.benchmarks", ROOT / "bench.json", sys.argv[1:])))
