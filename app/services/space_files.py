"""A page in space as a file of another program, and other files as references in a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from app.formats.model_files import MEDIA_TYPES, WRITERS, kind_of, read_model
from app.formats.photograph import examined
from app.formats.space_parts import space_model
from app.formats.tilt import TiltSketch
from app.formats.tilt_thumbnail import sketch_thumbnail
from app.formats.tilt_writer import tilt_bytes
from app.model.entities import Entity, Layer, Picture, Work, new_uid
from app.model.meshes import Mesh
from app.model.space import Clay, Origin, SpaceStroke
from app.model.words import PersonError, Sentence
from app.services.convert import TILT, content_of, tables
from app.services.export import save_file

KINDS: Final = (TILT, *WRITERS)

NOTHING_SEEN: Final = Sentence(
    "There are no strokes on this page yet, and a .tilt file holds nothing else. Nothing was "
    "written, and your page is safe in your library. Please choose .glb, or draw something first."
)


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
    work = entities[work_uid]
    if not isinstance(work, Work):
        raise KeyError(work_uid)
    mine = [one for one in entities.values() if getattr(one, "work_uid", "") == work_uid]
    found = (entities.get(uid) for uid in work.layers)
    layers = tuple(layer for layer in found if isinstance(layer, Layer))
    strokes = tuple(one for one in mine if isinstance(one, SpaceStroke))
    brushes, table = tables()
    if kind != TILT:
        clays = [one for one in mine if isinstance(one, Clay)]
        return WRITERS[kind](
            space_model(layers=layers, strokes=strokes, brushes=brushes, clays=clays, meshes=meshes)
        )
    if not strokes:
        raise PersonError(NOTHING_SEEN)
    foreign = next((one.foreign for one in mine if isinstance(one, Origin)), "")
    picture = thumbnail or sketch_thumbnail(strokes)
    return tilt_bytes(TiltSketch(layers, strokes, foreign, picture), table)


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
