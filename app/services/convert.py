"""Sketches and models from one file into another, and what a file holds; no window, no library."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from app.formats.archive_reader import Archive
from app.formats.archive_writer import MANIFEST
from app.formats.container import opened, told
from app.formats.model_files import WRITERS, kind_of, read_model
from app.formats.models import Model
from app.formats.source import Batch, same_uid
from app.formats.space_parts import space_model
from app.formats.tilt import TiltSketch, read_tilt
from app.formats.tilt_brushes import BrushTable
from app.formats.tilt_foreign import kept_of
from app.formats.tilt_layout import is_tilt
from app.formats.tilt_thumbnail import sketch_thumbnail
from app.formats.tilt_writer import not_understood, tilt_bytes
from app.model.entities import Work
from app.model.space_brush import SpaceBrush
from app.model.words import PersonError, Sentence
from app.services.archive import THERE_ALREADY, manifest_schema
from app.services.export import save_file
from app.services.runs import without_steps
from app.services.space_files import KINDS, TILT, content_of, page_bytes, sketch_of, tables

_ZIP: Final = b"PK\x03\x04"
ARCHIVE: Final = "archive"

NO_WRITER: Final = Sentence(
    "“{name}” was not written: its ending says no kind of file that is known here. Nothing was "
    "changed. Please end the name with .tilt, .glb, .obj, .ply or .stl."
)
NO_STROKES: Final = Sentence(
    "“{name}” holds no strokes, and a .tilt file holds nothing else. Nothing was written and "
    "“{name}” is as it was. Please choose .glb, .obj, .ply or .stl."
)
NO_PAGES: Final = Sentence(
    "“{name}” holds no page in space. Nothing was written and “{name}” is as it was. Please choose "
    "a copy with one, a sketch or a model."
)
WHICH_PAGE: Final = Sentence(
    "“{name}” holds several pages in space: {titles}. Nothing was written. Please say which with "
    "--page and its number."
)
NOT_WRITTEN: Final = Sentence(
    "“{name}” could not be written at {place}. The file it comes from is as it was. Please try "
    "another place."
)


@dataclass(frozen=True, eq=False, slots=True)
class Held:
    """What a file holds: a sketch of strokes, a model, or pages in space of a copy of a library."""

    kind: str
    sketch: TiltSketch | None = None
    model: Model | None = None
    pages: tuple[Batch, ...] = ()

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


def read_file(path: Path, *, table: BrushTable, now: datetime) -> Held:
    """Return what a file holds; what it is called does not matter.

    Raises
    ------
    PersonError
        If it is neither a sketch, a model, nor a copy of a library, or is damaged.
    """
    if path.is_dir():
        return Held(ARCHIVE, pages=_pages(path))
    content = content_of(path)
    if not (is_tilt(content) or content.startswith(_ZIP)):
        model = read_model(content, path.name)
        return Held(kind_of(content), model=model)
    if zipfile.is_zipfile(path) and _has_manifest(path):
        return Held(ARCHIVE, pages=_pages(path))
    uid = same_uid("convert", path.name)
    sketch = read_tilt(
        content, name=path.name, table=table, work_uid=uid, uid_base=uid, made_at=now
    )
    return Held(TILT, sketch)


def _has_manifest(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def _pages(path: Path) -> tuple[Batch, ...]:
    with opened(path) as container:
        if MANIFEST not in container.names():
            raise told(NO_PAGES, path.name)
        archive = Archive(container, json.loads(manifest_schema()))
        archive.verify(without_steps)
        return tuple(archive.pages_in_space())


def convert(source: Path, target: Path, *, now: datetime, page: int | None = None) -> Converted:
    """Write what a file holds as another kind of file, by the ending of its name.

    Parameters
    ----------
    page : int, optional
        Which page of a copy of a library, counted from one.

    Raises
    ------
    PersonError
        If it cannot be read or written; then nothing was, and nothing is ever written over.
    """
    kind = target.suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise told(NO_WRITER, target.name)
    if target.exists():
        raise PersonError(Sentence(THERE_ALREADY.message, {"place": str(target)}))
    brushes, table = tables()
    held = read_file(source, table=table, now=now)
    if held.kind == ARCHIVE:
        content = _page(held.pages, kind, source.name, page)
    elif kind == TILT:
        content = _tilt(held, table, source.name)
    else:
        content = WRITERS[kind](as_model(held, brushes))
    try:
        save_file(target, content)
    except PersonError as error:
        raise told(NOT_WRITTEN, target.name, place=str(target.parent)) from error
    return Converted(target, len(content), held.left_out)


def as_model(held: Held, brushes: Sequence[SpaceBrush]) -> Model:
    """Return a sketch or a model as meshes; strokes become what is to be seen of them."""
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


def _page(pages: Sequence[Batch], kind: str, name: str, number: int | None) -> bytes:
    if not pages:
        raise told(NO_PAGES, name)
    if (number is None and len(pages) > 1) or not 1 <= (number or 1) <= len(pages):
        titles = (f"{place} {_work(one).title}" for place, one in enumerate(pages, 1))
        raise told(WHICH_PAGE, name, titles=", ".join(titles))
    page = pages[(number or 1) - 1]
    entities = {entity.uid: entity for entity in page.entities}
    meshes = {mesh.mesh_uid: mesh.mesh for mesh in page.meshes}
    return page_bytes(kind, page.scope, entities, meshes, thumbnail=page.thumbnail)


def _work(page: Batch) -> Work:
    return next(entity for entity in page.entities if isinstance(entity, Work))


def inspect(path: Path, *, now: datetime) -> dict[str, Any]:
    """Return what a file holds, as a table for JSON: counts, brushes, layers, and what is foreign.

    Raises
    ------
    PersonError
        As `read_file`.
    """
    brushes, table = tables()
    held = read_file(path, table=table, now=now)
    if held.kind == ARCHIVE:
        return {"kind": ARCHIVE, **_of_pages(held.pages, brushes, table)}
    if held.sketch is not None:
        return {"kind": held.kind, **_of_sketch(held.sketch, brushes, table)}
    return {"kind": held.kind, **_of_model(held.model or Model(()))}


def _of_pages(
    pages: Sequence[Batch], brushes: Sequence[SpaceBrush], table: BrushTable
) -> dict[str, Any]:
    sketches = [sketch_of(page.scope, {one.uid: one for one in page.entities}) for page in pages]
    whole = TiltSketch(
        tuple(layer for sketch in sketches for layer in sketch.layers),
        tuple(stroke for sketch in sketches for stroke in sketch.strokes),
    )
    rows = []
    for page, sketch in zip(pages, sketches, strict=True):
        one = _of_sketch(sketch, brushes, table)
        kept = {name: one[name] for name in ("strokes", "points", "layers", "bounds_m")}
        rows.append({"title": _work(page).title, "clays": len(page.meshes), **kept})
    return _of_sketch(whole, brushes, table) | {"pages": rows}


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
