"""How long sketches and models take to come in and to go out, and trimesh beside it."""

from __future__ import annotations

import io
import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import trimesh

from app.formats.model_files import WRITERS, read_model
from app.formats.space_parts import space_model
from app.formats.tilt import TiltSketch, read_tilt
from app.formats.tilt_layout import LaidSketch, LaidStroke, TiltFiles, pack, sketch_bytes
from app.formats.tilt_writer import tilt_bytes
from app.services.space_files import tables

STROKES, POINTS = 3_900, 80
TIMES = 5
NOW = datetime(2026, 11, 22, tzinfo=UTC)
INK = "c0012095-3ffd-4040-8ee1-fc180d346eaa"


def took(call: Callable[[], object]) -> float:
    """Return the median of some runs, seconds."""
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return median(found)


def a_large_sketch() -> bytes:
    """Make a sketch as somebody draws in some hours: curls all over a room."""
    chance = np.random.default_rng(4)
    strokes = []
    for _ in range(STROKES):
        words = np.zeros((POINTS, 9), np.uint32)
        real = words[:, :8].view(np.float32)
        real[:, :3] = chance.normal(0, 0.1, (POINTS, 3)).cumsum(axis=0) + chance.normal(0, 9, 3)
        turn = chance.normal(size=(POINTS, 4))
        real[:, 3:7] = turn / np.linalg.norm(turn, axis=1, keepdims=True)
        real[:, 7] = chance.uniform(0.1, 1, POINTS)
        words[:, 8] = np.arange(POINTS) * 11
        colour = tuple(float(part) for part in chance.uniform(0, 1, 3).astype(np.float32))
        extensions = {0: b"\0\0\0\0", 3: chance.bytes(4)}
        strokes.append(LaidStroke(0, (*colour, 1.0), 0.25, 3, extensions, words))
    metadata = json.dumps({"BrushIndex": [INK]}).encode()
    return pack(TiltFiles(sketch_bytes(LaidSketch(tuple(strokes))), metadata))


def read(content: bytes) -> TiltSketch:
    """Read a sketch as the studio does."""
    table = tables()[1]
    return read_tilt(content, name="x", table=table, work_uid="w", uid_base="x", made_at=NOW)


def held(content: bytes) -> dict[str, float]:
    """Return how much memory a sketch keeps, beside its points alone."""
    read(content)
    tracemalloc.start()
    sketch = read(content)
    now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    raw = sum(stroke.points.nbytes for stroke in sketch.strokes)
    per = 1000 / len(sketch.strokes) / 1e6
    return {
        "tilt_memory_mb_per_1000_strokes": round(now * per, 2),
        "tilt_points_alone_mb_per_1000_strokes": round(raw * per, 2),
        "tilt_peak_mb": round(peak / 1e6, 1),
    }


def models(sketch: TiltSketch) -> dict[str, float]:
    """Return how long a sketch takes as a model, out and in, and trimesh with the same file."""
    brushes, _ = tables()

    def built() -> Any:
        return space_model(layers=sketch.layers, strokes=sketch.strokes, brushes=brushes)

    model = built()
    found: dict[str, float] = {
        "model_triangles": model.triangle_count,
        "model_build_s": round(took(built), 4),
    }
    for kind, write in WRITERS.items():
        content = write(model)
        found |= {
            f"{kind}_mb": round(len(content) / 1e6, 2),
            f"{kind}_write_s": round(took(lambda write=write: write(model)), 4),
            f"{kind}_read_s": round(took(lambda content=content: read_model(content, "x")), 4),
            f"{kind}_read_by_trimesh_s": round(
                took(
                    lambda content=content, kind=kind: trimesh.load(
                        io.BytesIO(content), file_type=kind, process=False
                    )
                ),
                4,
            ),
        }
    return found


def run() -> dict[str, Any]:
    """Return seconds and megabytes."""
    tables()
    large = a_large_sketch()
    sketch = read(large)
    found: dict[str, Any] = {
        "tilt_large_strokes": len(sketch.strokes),
        "tilt_large_points": sum(len(stroke.points) for stroke in sketch.strokes),
        "tilt_large_read_s": round(took(lambda: read(large)), 4),
        "tilt_large_write_s": round(took(lambda: tilt_bytes(sketch, tables()[1])), 4),
        **held(large),
    }
    place = os.environ.get("INNERSCAPE_DATA", "")
    bird = Path(place).parent / "samples" / "tilt" / "Blue_Tit.tilt"
    if place and bird.is_file():
        content = bird.read_bytes()
        found["tilt_blue_tit_read_s"] = round(took(lambda: read(content)), 4)
        found |= models(read(content))
    else:
        found["skipped"] = "INNERSCAPE_DATA is not set, so there is no real sketch"
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
