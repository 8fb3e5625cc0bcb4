"""Strokes in space to triangles: all of a sketch at once, and the next piece of one.

The sketch has 10,000 strokes of 20 points, a centimetre apart, with every brush of the shelf in
turn (2.5 million triangles in all); each brush alone has 2,000. ``append_ms`` is what one frame's
poses cost, from the poses to the patch that the scene uploads: smoothing, frames, triangles, and
the copy. ``finish_ms`` is what ending a stroke of 400 points costs, simplifying and building what
stays included. Memory is what the triangles need beside the points as the library keeps them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from app.catalogue.space_brushes import space_brushes
from app.geometry import warm
from app.geometry.strokes import StrokeBuilder, build_many
from app.model.space import SpaceStroke
from app.model.space_brush import Family, SpaceBrush

STROKES, ALONE = 10_000, 2_000
POINTS, STEP_M = 20, 0.01
FRAME_POINTS = 4
TURNS = 7
AT = datetime(2026, 11, 22, tzinfo=UTC)
BAR_POINTS_S, BAR_APPEND_MS, BAR_FINISH_MS = 2e6, 0.5, 3.0

Points = npt.NDArray[np.float32]


def _wander(seed: int, count: int) -> Points:
    chance = np.random.default_rng(seed)
    turn = np.cumsum(chance.normal(0, 0.15, (count, 2)), axis=0)
    level = np.cos(turn[:, 1])
    step = np.stack([np.cos(turn[:, 0]) * level, np.sin(turn[:, 1]), np.sin(turn[:, 0]) * level], 1)
    points = np.zeros((count, 9), np.float32)
    points[:, :3] = np.cumsum(step * STEP_M, axis=0) + chance.normal(0, 1, 3)
    rotation = np.array([0, 0, 0, 1.0]) + np.cumsum(chance.normal(0, 0.01, (count, 4)), axis=0)
    points[:, 3:7] = rotation / np.linalg.norm(rotation, axis=1, keepdims=True)
    points[:, 7] = 0.5 + 0.4 * np.sin(np.linspace(0, 3, count))
    points[:, 8] = np.arange(count) / 90
    return points


def _sketch(count: int, brushes: Sequence[SpaceBrush]) -> list[SpaceStroke]:
    return [
        SpaceStroke(
            uid=str(at),
            work_uid="work",
            layer_uid="layer",
            brush_uid=brushes[at % len(brushes)].uid,
            colour=(at % 256, 80, 40),
            size_m=brushes[at % len(brushes)]["size_m"],
            seed=at,
            started_at=AT,
            points=_wander(at, POINTS),
        )
        for at in range(count)
    ]


def _best_s(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(TURNS):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return min(times)


def _building(brushes: Sequence[SpaceBrush]) -> dict[str, float]:
    by_uid = {brush.uid: brush for brush in brushes}
    strokes = _sketch(STROKES, brushes)
    seconds = _best_s(lambda: build_many(strokes, by_uid))
    batches = build_many(strokes, by_uid).values()
    triangles = sum(len(batch.triangles) for batch in batches)
    bytes_built = sum(batch.vertices.nbytes + batch.triangles.nbytes for batch in batches)
    bytes_kept = sum(stroke.points.nbytes for stroke in strokes)
    points_s = STROKES * POINTS / seconds
    return {
        "points_s": round(points_s),
        "times_the_bar": round(points_s / BAR_POINTS_S, 2),
        "triangles": triangles,
        "triangles_s": round(triangles / seconds),
        "mb_a_1000_strokes": round(bytes_built * 1000 / STROKES / 1e6, 2),
        "points_mb_a_1000_strokes": round(bytes_kept * 1000 / STROKES / 1e6, 2),
        "times_the_points_memory": round(bytes_built / bytes_kept, 1),
    }


def _alone(brush: SpaceBrush) -> int:
    strokes = _sketch(ALONE, [brush])
    seconds = _best_s(lambda: build_many(strokes, {brush.uid: brush}))
    return round(ALONE * POINTS / seconds)


def _drawing(brush: SpaceBrush) -> tuple[float, float]:
    """Return the median milliseconds of a frame's poses and of ending the stroke."""
    appends, ends = [], []
    for seed in range(TURNS):
        points = _wander(seed, 400)
        builder = StrokeBuilder(
            brush, colour=(200, 80, 40), opacity=1.0, size_m=brush["size_m"], seed=seed
        )
        for at in range(0, len(points), FRAME_POINTS):
            started = perf_counter()
            builder.add(points[at : at + FRAME_POINTS])
            builder.fresh()
            appends.append(perf_counter() - started)
        started = perf_counter()
        builder.finish()
        builder.fresh()
        ends.append(perf_counter() - started)
    return median(appends) * 1000, median(ends) * 1000


def run() -> dict[str, Any]:
    """Measure and return the figures."""
    warm.compile_all()
    brushes = space_brushes()
    drawn = {brush.name: _drawing(brush) for brush in brushes}
    slowest = max(drawn, key=lambda name: drawn[name][0])
    longest = max(drawn, key=lambda name: drawn[name][1])
    return {
        "sketch": _building(brushes),
        "points_s_alone": {
            family.value: {brush.name: _alone(brush) for brush in brushes if brush.family is family}
            for family in Family
        },
        "append": {
            "median_ms": round(median(append for append, _ in drawn.values()), 3),
            "slowest_brush": slowest,
            "slowest_brush_ms": round(drawn[slowest][0], 3),
            "of_the_bar": round(drawn[slowest][0] / BAR_APPEND_MS, 2),
        },
        "finish": {
            "median_ms": round(median(end for _, end in drawn.values()), 3),
            "slowest_brush": longest,
            "slowest_brush_ms": round(drawn[longest][1], 3),
            "of_the_bar": round(drawn[longest][1] / BAR_FINISH_MS, 2),
        },
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
