"""Sketches in space for tests: brushes, strokes, and `.tilt` files of every kind."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from app.formats.tilt import TiltSketch, read_tilt
from app.formats.tilt_brushes import BrushTable, brush_table
from app.formats.tilt_layout import LaidSketch, LaidStroke, TiltFiles, pack, sketch_bytes
from app.model.entities import Layer
from app.model.space import SpaceStroke

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
INK = "c0012095-3ffd-4040-8ee1-fc180d346eaa"
SMOKE = "70d79cca-b159-4f35-990c-f02193947fe8"
NEW = "11111111-2222-3333-4444-555555555555"


@dataclass(frozen=True)
class Ours:
    uid: str
    name: str
    family: str
    foreign_guids: tuple[str, ...] = ()
    material: str = "matte"


@dataclass(frozen=True)
class Theirs:
    guid: str
    name: str
    family: str
    like: str


def a_table() -> BrushTable:
    ours = (
        Ours("u-flat", "flat", "ribbon"),
        Ours("u-ink", "ink", "ribbon", (INK.upper(),)),
        Ours("u-wire", "wire", "tube"),
        Ours("u-smoke", "smoke", "spray"),
        Ours("u-own", "own", "ribbon"),
    )
    theirs = (
        Theirs("2d35bcf0-e4d8-452c-97b1-3311be063130", "Flat", "ribbon", "flat"),
        Theirs(INK, "Ink", "ribbon", "flat"),
        Theirs(SMOKE, "Smoke", "spray", "no such brush"),
        Theirs("4391385a-cf83-4396-9e33-31e4e4930b27", "Wire", "tube", "wire"),
    )
    return brush_table(ours, theirs)


def read(content: bytes, name: str = "cat.tilt") -> TiltSketch:
    return read_tilt(
        content, name=name, table=a_table(), work_uid="w", uid_base="base", made_at=NOW
    )


def a_tilt(
    *strokes: LaidStroke, metadata: str = "", others: dict[str, bytes] | None = None
) -> bytes:
    words = metadata or f'{{"BrushIndex": ["{INK}", "{SMOKE}", "{NEW}"]}}'
    sketch = sketch_bytes(LaidSketch(strokes))
    return pack(TiltFiles(sketch, words.encode(), b"\x89PNG", others or {}))


def laid(
    points: int = 3, *, brush: int = 0, mask: int = 3, extensions: dict[int, bytes] | None = None
) -> LaidStroke:
    words = np.zeros((points, 7 + mask.bit_count()), np.uint32)
    pose = words[:, :7].view(np.float32)
    pose[:, 0] = np.arange(points) + 0.1
    pose[:, 2] = 7
    pose[:, 6] = 1
    if mask & 1:
        words[:, 7].view(np.float32)[:] = 0.5
    return LaidStroke(brush, (0.3, 0.7, 0.1, 1.0), 0.25, mask, extensions or {}, words)


def a_stroke(uid: str = "s", *, layer: str = "l", group: str = "", points: int = 4) -> SpaceStroke:
    rows = np.zeros((points, 9), np.float32)
    rows[:, 0] = np.linspace(0, 0.3, points)
    rows[:, 1] = 1.2
    rows[:, 6] = 1
    rows[:, 7] = np.linspace(0.2, 1, points)
    rows[:, 8] = np.arange(points) / 90
    return SpaceStroke(uid, "w", layer, "u-ink", (200, 40, 90), 0.02, 7, NOW, rows, group_uid=group)


def a_sketch(*strokes: SpaceStroke) -> TiltSketch:
    return TiltSketch((Layer("l", "w", "Layer 1"),), strokes or (a_stroke(),))


reals = st.floats(-9e3, 9e3, width=32)
unit = st.floats(0, 1, width=32)
words = st.binary(min_size=4, max_size=4)
blobs = st.binary(max_size=9)


@st.composite
def laid_strokes(draw: st.DrawFn) -> LaidStroke:
    """Whatever a program may write: masks with unknown bits, blobs, points with more words."""
    low = st.dictionaries(st.sampled_from([0, 4, 5, 9, 15]), words, max_size=3)
    extensions = draw(low) | draw(st.dictionaries(st.integers(16, 31), blobs, max_size=2))
    extensions |= {2: draw(words), 3: draw(words)} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        extensions[1] = np.float32(draw(st.floats(0.015625, 100, width=32))).tobytes()
    mask = draw(st.sampled_from([3, 3, 0, 1, 2, 7, 0x80000003, 0x12]))
    count = draw(st.integers(1, 5))
    pose = [[draw(reals) for _ in range(7)] for _ in range(count)]
    rows = np.zeros((count, 7 + mask.bit_count()), np.uint32)
    rows[:, :7] = np.array(pose, np.float32).view(np.uint32)
    for column in range(7, rows.shape[1]):
        rows[:, column] = [draw(st.integers(0, 0x7F7FFFFF)) for _ in range(count)]
    colour = tuple(float(np.float32(draw(st.floats(-1, 2, width=32)))) for _ in range(4))
    size = float(np.float32(draw(st.floats(0.0009765625, 50, width=32))))
    return LaidStroke(draw(st.integers(-2, 9)), colour, size, mask, extensions, rows)


@st.composite
def space_strokes(draw: st.DrawFn) -> SpaceStroke:
    count = draw(st.integers(1, 6))
    rows = np.empty((count, 9), np.float32)
    for row in rows:
        row[:3] = [draw(st.floats(-50, 50, width=32)) for _ in range(3)]
        row[3:7] = [draw(st.floats(-1, 1, width=32)) for _ in range(4)]
        row[7] = draw(unit)
        row[8] = draw(st.integers(0, 100_000)) / 1000
    rows[:, 6] += 2
    rows[:, 8] = np.sort(rows[:, 8]) - rows[:, 8].min()
    level = st.integers(0, 255)
    return SpaceStroke(
        uid="",
        work_uid="w",
        layer_uid=draw(st.sampled_from(["l0", "l1"])),
        brush_uid=draw(st.sampled_from(["u-flat", "u-ink", "u-wire", "u-smoke", "u-own"])),
        colour=(draw(level), draw(level), draw(level)),
        size_m=draw(st.floats(1e-3, 2)),
        seed=draw(st.integers(0, 2**32 - 1)),
        started_at=NOW + timedelta(milliseconds=draw(st.integers(-(10**9), 10**9))),
        points=rows,
        opacity=draw(unit),
        group_uid=draw(st.sampled_from(["", "g0", "g1"])),
        begun_m=draw(st.sampled_from([0.0, 0.125])),
        left_m=draw(st.sampled_from([0.0, 2.5])),
    )


def samples(kind: str) -> list[Path]:
    """Return files of other programs, where they are at hand."""
    place = os.environ.get("INNERSCAPE_DATA", "")
    folder = Path(place).parent / "samples" / kind
    return sorted(folder.glob(f"*.{kind}")) if place and folder.is_dir() else []
