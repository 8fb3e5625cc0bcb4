"""A page in space in an archive: strokes a line each, clay as PLY, and all else in one file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from app.formats.clay_ply import clay_ply, from_clay_ply
from app.formats.fields import Json, checked
from app.formats.records import from_record, record
from app.model.changes import NewMesh
from app.model.entities import Entity, Layer, Work
from app.model.meshes import Mesh
from app.model.space import (
    CameraPath,
    Clay,
    Guide,
    Origin,
    Place,
    Reference,
    SpaceEntity,
    SpaceStroke,
)

SPACE: Final = "space.json"
STROKES: Final = "strokes.jsonl"
_PARTS: Final[dict[str, type[Any]]] = {
    "clays": Clay,
    "references": Reference,
    "guides": Guide,
    "places": Place,
    "camera_paths": CameraPath,
    "origins": Origin,
}

Read = Callable[[str], bytes]


def space_files(
    work: Work, parts: Iterable[Entity], meshes: Mapping[str, Mesh]
) -> Iterator[tuple[str, bytes]]:
    """Give the files of a page in space, names and contents, but for its picture."""
    found = list(parts)
    layers = [record(one) for one in found if isinstance(one, Layer)]
    yield "work.json", _json(record(work) | {"layer_records": layers})
    strokes = (one for one in found if isinstance(one, SpaceStroke))
    # a line a stroke: long drawings have thousands of them
    lines = (json.dumps(record(one), ensure_ascii=False, separators=(",", ":")) for one in strokes)
    yield STROKES, "".join(line + "\n" for line in lines).encode("utf-8")
    rows: dict[str, list[Json]] = {
        name: [record(one) for one in found if isinstance(one, kind)]
        for name, kind in _PARTS.items()
    }
    for number, row in enumerate(rows["clays"]):
        row["file"] = f"clay/{number:03d}.ply"
    yield SPACE, _json(rows)
    clays = [one for one in found if isinstance(one, Clay)]
    for clay, row in zip(clays, rows["clays"], strict=True):
        yield row["file"], clay_ply(meshes[clay.mesh_uid])


def read_space(work: Work, row: Json, read: Read) -> tuple[list[Layer | SpaceEntity], list[str]]:
    """Return the parts of a page in space, and the files of its clay.

    Parameters
    ----------
    row
        What stands in ``work.json``.
    read : callable
        Returns the content of a file of the page.

    Raises
    ------
    ValueError, KeyError
        If it is laid out otherwise, or a part is of another page.
    """
    parts: list[Layer | SpaceEntity] = [from_record(Layer, one) for one in row["layer_records"]]
    parts += [from_record(SpaceStroke, json.loads(line)) for line in read(STROKES).splitlines()]
    rows = checked(dict, json.loads(read(SPACE)))
    for name, kind in _PARTS.items():
        parts += [from_record(kind, one) for one in checked(list, rows[name])]
    if any(part.work_uid != work.uid for part in parts):
        raise ValueError("parts of another work")
    meshes = [part.mesh_uid for part in parts if isinstance(part, Clay)]
    if len(set(meshes)) != len(meshes):
        raise ValueError("two pieces of clay in one mesh")
    return parts, [str(one["file"]) for one in rows["clays"]]


def read_meshes(
    parts: Iterable[Layer | SpaceEntity], files: Iterable[str], read: Read
) -> tuple[NewMesh, ...]:
    """Return the meshes of a page's clay, which stand in these files.

    Raises
    ------
    ValueError
        If a file is no such mesh.
    """
    clays = (part for part in parts if isinstance(part, Clay))
    return tuple(
        NewMesh(clay.mesh_uid, from_clay_ply(read(file)))
        for clay, file in zip(clays, files, strict=True)
    )


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8")
