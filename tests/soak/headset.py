"""Inside for long, and in and out often, beside a real runtime: what is left behind."""

from __future__ import annotations

from tests.benchmarks.headset import beside, missing


def run(frame_count: int = 10_000, cycle_count: int = 50) -> dict[str, object]:
    """Return what grew, or why nothing was measured."""
    if why := missing():
        return {"not measured": why}
    return {
        "frames": beside("null", "growth", frame_count),
        "in_and_out": beside("null", "cycles", cycle_count),
    }
