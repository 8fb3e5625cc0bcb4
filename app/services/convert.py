"""Sketches and models from one file into another, and what a file holds; no window, no library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from app.catalogue.environments import environments
from app.catalogue.foreign_brushes import foreign_brushes
from app.catalogue.space_brushes import space_brushes
from app.formats.container import FILE_TOO_LARGE, NOT_READABLE, bounded, told
from app.formats.model_files import WRITERS, kind_of, read_model
from app.formats.models import MAX_MODEL_BYTES, Model
from app.formats.source import same_uid
from app.formats.space_parts import space_model
from app.formats.tilt import TiltSketch, read_tilt
from app.formats.tilt_brushes import BrushTable, brush_table
from app.formats.tilt_foreign import kept_of
from app.formats.tilt_layout import is_tilt
from app.formats.tilt_source import InSpace
from app.formats.tilt_thumbnail import sketch_thumbnail
from app.formats.tilt_writer import not_understood, tilt_bytes
from app.model.space_brush import SpaceBrush
from app.model.words import PersonError, Sentence
from app.services.archive import THERE_ALREADY
from app.services.export import save_file

TILT: Final = "tilt"
_PLAIN: Final = "plain_studio"
_ZIP: Final = b"PK\x03\x04"

NO_WRITER: Final = Sentence(
    "“{name}” was not written: its ending says no kind of file that is known here. Nothing was "
    "changed. Please end the name with .tilt, .glb, .obj, .ply or .stl."
)
NO_STROKES: Final = Sentence(
    "“{name}” holds no strokes, and a .tilt file holds nothing else. Nothing was written and "
    "“{name}” is as it was. Please choose .glb, .obj, .ply or .stl."
)
NOT_WRITTEN: Final = Sentence(
    "“{name}” could not be written at {place}. The file it comes from is as it was. Please try "
    "another place."
)


@dataclass(frozen=True, eq=False, slots=True)
class Held:
    """What a file holds: a sketch of strokes, or a model."""

    kind: str
    sketch: TiltSketch | None = None
    model: Model | None = None

    @property
    def left_out(self) -> tuple[Sentence, ...]:
        """Return what was not understood, in words."""
        part = self.sketch or self.model
        return part.left_out if part is not None else ()


@dataclass(frozen=True, slots=True)
class Converted:
    """A file that was written; ``size`` in bytes."""

    path: Path
    size: int
    left_out: tuple[Sentence, ...] = ()


def tables() -> tuple[tuple[SpaceBrush, ...], BrushTable]:
    """Return the brushes, and which of them stand for those of other programs."""
    brushes = space_brushes()
    return brushes, brush_table(brushes, foreign_brushes())


def in_space() -> InSpace:
    """Return what a page in space that comes from a file is made with: the plainest place."""
    places = environments()
    plain = [place for place in places if place.name == _PLAIN]
    return InSpace(tables()[1], (plain or list(places))[0].uid)


def content_of(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    PersonError
        If it cannot be read, or is larger than a sketch or a model can be.
    """
    try:
        if not path.is_file():
            raise told(NOT_READABLE, path.name)
        if path.stat().st_size > MAX_MODEL_BYTES:
            raise told(FILE_TOO_LARGE, path.name, megabytes=MAX_MODEL_BYTES >> 20)
        with path.open("rb") as file:
            return bounded(file, path.name, MAX_MODEL_BYTES)
    except OSError as error:
        raise told(NOT_READABLE, path.name) from error


def read_file(path: Path, *, table: BrushTable, now: datetime) -> Held:
    """Return what a file holds; what it is called does not matter.

    Raises
    ------
    PersonError
        If it is neither a sketch nor a model, or is damaged.
    """
    content = content_of(path)
    if not (is_tilt(content) or content.startswith(_ZIP)):
        model = read_model(content, path.name)
        return Held(kind_of(content), model=model)
    uid = same_uid("convert", path.name)
    sketch = read_tilt(
        content, name=path.name, table=table, work_uid=uid, uid_base=uid, started_at=now
    )
    return Held(TILT, sketch)


def convert(source: Path, target: Path, *, now: datetime) -> Converted:
    """Write what a file holds as another kind of file, by the ending of its name.

    Raises
    ------
    PersonError
        If it cannot be read or written; then nothing was, and nothing is ever written over.
    """
    kind = target.suffix.lower().lstrip(".")
    if kind != TILT and kind not in WRITERS:
        raise told(NO_WRITER, target.name)
    if target.exists():
        raise PersonError(Sentence(THERE_ALREADY.message, {"place": str(target)}))
    brushes, table = tables()
    held = read_file(source, table=table, now=now)
    if kind == TILT:
        content = _tilt(held, table, source.name)
    else:
        content = WRITERS[kind](as_model(held, brushes))
    try:
        save_file(target, content)
    except PersonError as error:
        raise told(NOT_WRITTEN, target.name, place=str(target.parent)) from error
    return Converted(target, len(content), held.left_out)


def as_model(held: Held, brushes: Sequence[SpaceBrush]) -> Model:
    """Return what a file holds as meshes; strokes become what is to be seen of them."""
    if held.model is not None:
        return held.model
    if held.sketch is None:
        return Model(())
    return space_model(layers=held.sketch.layers, strokes=held.sketch.strokes, brushes=brushes)


def _tilt(held: Held, table: BrushTable, name: str) -> bytes:
    if held.sketch is None or not held.sketch.strokes:
        raise told(NO_STROKES, name)
    sketch = held.sketch
    if not sketch.thumbnail:
        sketch = replace(sketch, thumbnail=sketch_thumbnail(sketch.strokes))
    return tilt_bytes(sketch, table)


def inspect(path: Path, *, now: datetime) -> dict[str, Any]:
    """Return what a file holds, as a table for JSON: counts, brushes, layers, and what is foreign.

    Raises
    ------
    PersonError
        As `read_file`.
    """
    brushes, table = tables()
    held = read_file(path, table=table, now=now)
    if held.sketch is not None:
        return {"kind": held.kind, **_of_sketch(held.sketch, brushes, table)}
    return {"kind": held.kind, **_of_model(held.model or Model(()))}


def _of_sketch(
    sketch: TiltSketch, brushes: Sequence[SpaceBrush], table: BrushTable
) -> dict[str, Any]:
    drawn = {brush.uid: brush.name for brush in brushes}
    counts = Counter((kept_of(stroke).guid, stroke.brush_uid) for stroke in sketch.strokes)
    used = Counter(stroke.layer_uid for stroke in sketch.strokes)
    places = [stroke.points[:, :3] for stroke in sketch.strokes]
    bounds = None
    if places:
        low = np.min([part.min(axis=0) for part in places], axis=0)
        high = np.max([part.max(axis=0) for part in places], axis=0)
        bounds = [low.tolist(), high.tolist()]
    return {
        "strokes": len(sketch.strokes),
        "points": sum(map(len, places)),
        "brushes": [
            {"guid": guid, "name": table.names.get(guid), "drawn_with": drawn[uid], "strokes": n}
            for (guid, uid), n in sorted(counts.items())
        ],
        "layers": [
            {"name": layer.name, "is_visible": layer.is_visible, "strokes": used[layer.uid]}
            for layer in sketch.layers
        ],
        "groups": len({stroke.group_uid for stroke in sketch.strokes} - {""}),
        "bounds_m": bounds,
        "has_thumbnail": bool(sketch.thumbnail),
        "not_understood": not_understood(sketch, table),
    }


def _of_model(model: Model) -> dict[str, Any]:
    left_out = [str(sentence) for sentence in model.left_out]
    bounds = model.bounds_m
    return {
        "strokes": 0,
        "points": 0,
        "brushes": [],
        "layers": sorted({part.group for part in model.parts} - {""}),
        "parts": [part.name for part in model.parts],
        "vertices": model.vertex_count,
        "triangles": model.triangle_count,
        "bounds_m": None if bounds is None else list(bounds),
        "not_understood": {"left_out": left_out} if left_out else {},
    }
