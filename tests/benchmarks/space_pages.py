"""A page in space of 10,000 strokes: what a hand waits for, and what the library takes to keep it.

``python -m tests.benchmarks.space_pages [strokes]`` prints the figures.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import numpy as np

from app.commands.space import parts_of
from app.commands.space_choice import touched
from app.commands.space_erase import cut_strokes, erase_strokes
from app.commands.space_move import LiveMove
from app.commands.space_stroke import LiveSpaceStroke
from app.geometry.mirrors import turned
from app.geometry.picking import StrokePoints, put_all
from app.geometry.similarity import matrix_of
from app.model.changes import Changes
from app.model.document import Document
from app.model.edit import Edit
from app.model.entities import Work
from app.model.meshes import Mesh
from app.model.space import Clay, SpaceStroke
from app.services.library_worker import LibraryService
from app.storage.library import Library
from tests.commands.space_parts import draw, live, new_page, path

STROKES = 10_000
CLAY_VERTICES = 164_000
UP = (0.0, 1.0, 0.0)


def run(count: int = STROKES) -> dict[str, object]:
    """Return the figures."""
    document = Document()
    work = new_page(document)
    drawn = draw(document, work)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    _fill(document, work, drawn, count)
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    raw = sum(one.points.nbytes for one in parts_of(document, work.uid, SpaceStroke))
    figures: dict[str, object] = {
        "strokes": count,
        "memory_per_1000_strokes_kb": round(held / count * 1000 / 1024, 1),
        "memory_ratio_to_raw_points": round(held / raw, 2),
    }
    return figures | _hand(document, work) | _kept(document, work)


def _fill(document: Document, work: Work, like: SpaceStroke, count: int) -> None:
    generator = np.random.default_rng(1)
    places = generator.uniform(-3, 3, (count, 3)).astype(np.float32)

    def put(edit: Edit) -> None:
        for number, place in enumerate(places):
            points = like.points.copy()
            points[:, :3] += place
            edit.put(
                SpaceStroke(
                    f"{number:032x}", work.uid, work.layers[0], like.brush_uid, (9, 9, 200), 0.02,
                    number, like.started_at, points,
                )
            )  # fmt: skip

    with document.edit("Fill", scope=work.uid) as edit:
        put(edit)


def _hand(document: Document, work: Work) -> dict[str, object]:
    """What the main thread does for a hand; saving is not in it."""
    begins, moves, ends = [], [], []
    points = path(seconds=0.9, count=80)

    def begun() -> LiveSpaceStroke:
        stroke = live(document, work)
        stroke.begin(points[:1])
        return stroke

    for _ in range(20):
        start = time.perf_counter()
        stroke = begun()
        begins.append((time.perf_counter() - start) * 1000)
        moves += [
            _ms(lambda stroke=stroke, point=point: stroke.move(point)) for point in points[1:, None]
        ]
        ends.append(_ms(stroke.finish))
    index = StrokePoints()
    strokes = parts_of(document, work.uid, SpaceStroke)
    put_all(index, ((one.uid, one.points, one.size_m) for one in strokes))
    mirrors = turned(12, (0.0, 0.0, 0.0), UP)
    mirrored = [_ms(lambda: draw(document, work, mirrors=mirrors)) for _ in range(5)]
    chosen = [one.uid for one in parts_of(document, work.uid, SpaceStroke)][:1000]
    drag = LiveMove(document, work.uid, chosen)
    moved = [_ms(lambda: drag.to(matrix_of(shift_m=(0.01, 0, 0)))) for _ in range(9)]
    return {
        "begin_stroke_ms": statistics.median(begins),
        "move_ms": statistics.median(moves),
        "finish_stroke_ms": statistics.median(ends),
        "stroke_of_40_points_in_12_mirrors_ms": statistics.median(mirrored),
        "drag_of_1000_strokes_ms": statistics.median(moved),
        "touch_choice_ms": _median_ms(
            lambda: touched(
                document, work.uid, centre_m=(0.0, 0.0, 0.0), radius_m=0.05, index=index
            ),
            9,
        ),
        "erase_step_ms": _median_ms(
            lambda: erase_strokes(
                document, work.uid, centre_m=_anywhere(), radius_m=0.05, index=index
            ),
            15,
        ),
        "cut_step_ms": _median_ms(
            lambda: cut_strokes(
                document,
                work.uid,
                start_m=(x := _anywhere()),
                end_m=(x[0] + 0.02, *x[1:]),
                radius_m=0.02,
                index=index,
            ),
            9,
        ),
    }


def _kept(document: Document, work: Work) -> dict[str, object]:
    """What the library does for it."""
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        place, key = Path(folder) / "private.library", os.urandom(32)
        service = LibraryService(lambda: Library.create(place, key))
        service.opened.result()
        entities = document.entities
        saved: list[Future[None]] = []
        fresh = Document()
        fresh.committed.connect(lambda changes: saved.append(service.save(changes)))
        with fresh.edit("Fill", scope=work.uid) as edit:
            for entity in entities.values():
                edit.put(entity)
        figures["save_the_whole_page_ms"] = _ms(lambda: saved[-1].result(120))
        acknowledged = []
        for _ in range(15):
            stroke, points = live(fresh, work), path(seconds=0.9, count=80)
            stroke.begin(points[:1])
            stroke.move(points[1:])
            acknowledged.append(_ms(lambda stroke=stroke: _until_kept(stroke, saved)))
        figures["hand_off_to_acknowledged_ms"] = statistics.median(acknowledged)
        figures |= _clay(fresh, work, saved)
        load = service.submit(lambda library: _median_ms(lambda: library.load_work(work.uid), 3))
        figures["load_page_ms"] = load.result(120)
        service.close(60)
        figures["bytes"] = place.stat().st_size
    return figures


def _until_kept(stroke: object, saved: list[Future[None]]) -> None:
    stroke.finish()
    saved[-1].result(60)


def _clay(document: Document, work: Work, saved: list[Future[None]]) -> dict[str, object]:
    angles = np.linspace(0, 400 * np.pi, CLAY_VERTICES)
    values = np.full((CLAY_VERTICES, 7), 0.5, np.float32)
    values[:, 0], values[:, 2] = np.cos(angles), np.sin(angles)
    corners = np.arange(CLAY_VERTICES - 2, dtype=np.uint32)
    faces = np.stack([corners, corners + 1, corners + 2], axis=1)

    def begin() -> None:
        with document.edit("Put clay", scope=work.uid) as edit:
            edit.add_mesh("mesh", Mesh(values, faces))
            edit.put(Clay("clay", work.uid, work.layers[0], "mesh"))
        saved[-1].result(60)

    def touch() -> None:
        rows = np.arange(60_000, 65_000, dtype=np.uint32)
        with document.edit("Pull", scope=work.uid) as edit:
            edit.vertices("mesh", rows)[rows, :3] += np.float32(0.001)
        saved[-1].result(60)

    told: list[Changes] = []
    document.committed.connect(told.append)
    began, touched_ms = _ms(begin), _median_ms(touch, 9)
    return {
        "clay_164k_new_and_kept_ms": began,
        "clay_5k_of_164k_touched_and_kept_ms": touched_ms,
        "clay_touch_undo_kb": round(told[-1].vertices[0].nbytes / 1024, 1),
    }


def _anywhere() -> tuple[float, float, float]:
    x, y, z = np.random.default_rng(time.perf_counter_ns()).uniform(-3, 3, 3)
    return float(x), float(y), float(z)


def _ms(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _median_ms(call: Callable[[], object], times: int) -> float:
    return statistics.median(_ms(call) for _ in range(times))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(*map(int, sys.argv[1:])), indent=1) + "\n")
