"""A page in space as a file of another program, and other files as references in a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from app.catalogue.environments import environments
from app.catalogue.foreign_brushes import foreign_brushes
from app.catalogue.space_brushes import space_brushes
from app.formats.container import FILE_TOO_LARGE, NOT_READABLE, bounded, told
from app.formats.model_files import MEDIA_TYPES, WRITERS, kind_of, read_model
from app.formats.models import MAX_MODEL_BYTES, joined
from app.formats.photograph import examined
from app.formats.space_parts import space_model
from app.formats.tilt import TiltSketch
from app.formats.tilt_brushes import BrushTable, brush_table
from app.formats.tilt_source import InSpace
from app.formats.tilt_thumbnail import sketch_thumbnail
from app.formats.tilt_writer import tilt_bytes
from app.model.entities import Entity, Layer, Picture, Work, new_uid
from app.model.meshes import Mesh
from app.model.space import Clay, Origin, SpaceStroke
from app.model.space_brush import SpaceBrush
from app.model.words import PersonError, Sentence
from app.services.export import save_file

TILT: Final = "tilt"
KINDS: Final = (TILT, *WRITERS)
_PLAIN: Final = "plain_studio"

NOTHING_SEEN: Final = Sentence(
    "There are no strokes on this page yet, and a .tilt file holds nothing else. Nothing was "
    "written, and your page is safe in your library. Please choose .glb, or draw something first."
)


@cache
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


def page_bytes(
    kind: str,
    work_uid: str,
    entities: Mapping[str, Entity],
    meshes: Mapping[str, Mesh],
    *,
    thumbnail: bytes = b"",
) -> bytes:
    """Return a page in space as a file.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    thumbnail : bytes
        A small PNG of the page for a .tilt; where there is none, its strokes are drawn.

    Raises
    ------
    PersonError
        If it is to be a .tilt and there is no stroke.
    KeyError
        If the page is not among the entities.
    """
    sketch = sketch_of(work_uid, entities)
    brushes, table = tables()
    if kind != TILT:
        model = space_model(
            layers=sketch.layers,
            strokes=sketch.strokes,
            brushes=brushes,
            clays=[one for one in _parts(work_uid, entities) if isinstance(one, Clay)],
            meshes=meshes,
        )
        return WRITERS[kind](model)
    if not sketch.strokes:
        raise PersonError(NOTHING_SEEN)
    picture = thumbnail or sketch_thumbnail(sketch.strokes)
    return tilt_bytes(replace(sketch, thumbnail=picture), table)


def sketch_of(work_uid: str, entities: Mapping[str, Entity]) -> TiltSketch:
    """Return the layers and strokes of a page in space; raises KeyError if it is not there."""
    work = entities[work_uid]
    if not isinstance(work, Work):
        raise KeyError(work_uid)
    parts = list(_parts(work_uid, entities))
    layers = (entities.get(uid) for uid in work.layers)
    return TiltSketch(
        tuple(layer for layer in layers if isinstance(layer, Layer)),
        tuple(one for one in parts if isinstance(one, SpaceStroke)),
        next((one.foreign for one in parts if isinstance(one, Origin)), ""),
    )


def _parts(work_uid: str, entities: Mapping[str, Entity]) -> Iterator[Entity]:
    return (one for one in entities.values() if getattr(one, "work_uid", "") == work_uid)


def save_page_in_space(
    path: Path,
    work_uid: str,
    entities: Mapping[str, Entity],
    meshes: Mapping[str, Mesh],
    *,
    thumbnail: bytes = b"",
) -> None:
    """Write a page in space where a person says, by the ending of the name.

    Raises
    ------
    PersonError
        As `page_bytes`, or if it cannot be written.
    """
    kind = path.suffix.lower().lstrip(".")
    content = page_bytes(
        kind if kind in KINDS else "glb", work_uid, entities, meshes, thumbnail=thumbnail
    )
    save_file(path, content)


def reference_picture(path: Path, *, now: datetime) -> Picture:
    """Return a model or a picture as what the library keeps of it: its bytes as they are.

    Raises
    ------
    PersonError
        If it can be shown neither as a model nor as a picture.
    """
    content = content_of(path)
    kind = kind_of(content)
    if kind:
        read_model(content, path.name)
        return Picture(new_uid(), MEDIA_TYPES[kind], content, 0, 0, now)
    facts = examined(content)
    return Picture(new_uid(), facts.media_type, content, facts.width, facts.height, now)


Shown = tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32], npt.NDArray[np.float32]]


def shown_model(picture: Picture) -> Shown | None:
    """Return what a reference that is a model looks like; None where it cannot be read.

    Returns
    -------
    tuple of ndarray
        Vertices, shape (n, 3), metres; triangles, shape (m, 3); linear colours, shape (n, 3).
    """
    try:
        positions, triangles, colours = joined(read_model(picture.content, ""))
    except PersonError:
        return None
    return positions, triangles, np.ascontiguousarray(colours[:, :3])
