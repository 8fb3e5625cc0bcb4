"""A whole library in open formats, file by file; `app.formats.archive_reader` reads it again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from app.formats.archive_space import space_files
from app.formats.container import Writing
from app.formats.exact_png import eight_bit, layer_png
from app.formats.markdown import markdown
from app.formats.ora import OraLayer, OraPicture, cropped, ora_bytes
from app.formats.png import png_bytes
from app.formats.records import record
from app.formats.tables import csv_bytes
from app.model.entities import Attachment, Entity, Entry, Estimate, Layer, Picture, Stroke, Work
from app.model.meshes import Mesh
from app.model.space import SpaceStroke
from app.model.tiles import TileGrid

T = TypeVar("T")
FORMAT: Final = "innerscape-archive"
VERSION: Final = 3
MANIFEST: Final = "manifest.json"
SCHEMA: Final = "manifest.schema.json"
_ENDINGS: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "model/gltf-binary": "glb",
    "model/obj": "obj",
    "model/ply": "ply",
    "model/stl": "stl",
}
_LONGEST_NAME: Final = 64


class ArchiveWriter:
    """Writes records into a folder or zip.

    Parameters
    ----------
    out : Writing
        Where to, open.
    """

    def __init__(self, out: Writing) -> None:
        self._out = out
        self._counts: dict[str, int] = {}
        self._folders: dict[str, str] = {}
        self._pictures: dict[str, str] = {}

    def name_work(self, uid: str, created_at: datetime) -> None:
        """Say where a work will lie, so that pages can point to it."""
        self._folders[uid] = f"works/{created_at.date().isoformat()}-{_name(uid)}"

    def picture(self, picture: Picture) -> None:
        """Write a photograph: its bytes as they were, its facts beside them."""
        ending = _ENDINGS.get(picture.media_type, "bin")
        place = f"pictures/{_name(picture.uid)}.{ending}"
        self._out.add(place, picture.content)
        facts = record(picture) | {"file": place.rpartition("/")[2]}
        self._json(f"pictures/{_name(picture.uid)}.json", facts)
        self._pictures[picture.uid] = place
        self._count("pictures")

    def entry(self, entry: Entry) -> None:
        """Write a page twice: as Markdown to read, as JSON to be exact."""
        place = f"entries/{entry.day.isoformat()}-{_name(entry.uid)}"
        words = markdown(entry, self._place_of)
        self._out.add(f"{place}.md", words.encode("utf-8", "replace"))
        self._json(f"{place}.json", record(entry))
        self._count("entries")

    def work(
        self,
        work: Work,
        parts: Mapping[str, Entity],
        grids: Mapping[str, TileGrid],
        merged: npt.NDArray[np.uint8],
    ) -> None:
        """Write a work: PNG and OpenRaster to look at, layers and strokes to be exact.

        Parameters
        ----------
        merged : ndarray, shape (height, width, 3), uint8
            The whole picture, sRGB.
        """
        folder = self._folders[work.uid]
        layers = [part for part in parts.values() if isinstance(part, Layer)]
        rows = []
        for number, layer in enumerate(layers):
            content, values = layer_png(grids[layer.uid])
            file = f"layers/{number:03d}.png"
            self._out.add(f"{folder}/{file}", content)
            rows.append(record(layer) | {"file": file, "values": values})
        self._json(f"{folder}/work.json", record(work) | {"layer_records": rows})
        strokes = [part for part in parts.values() if isinstance(part, Stroke)]
        # a line a stroke: long pictures have thousands of them
        lines = "".join(_packed(record(stroke)) + "\n" for stroke in strokes)
        self._out.add(f"{folder}/strokes.jsonl", lines.encode("utf-8"))
        self._out.add(f"{folder}/picture.png", png_bytes(merged))
        self._out.add(f"{folder}/picture.ora", _ora(work, layers, grids, merged))
        self._count("works")
        self._count("strokes", len(strokes))

    def page_in_space(
        self,
        work: Work,
        parts: Mapping[str, Entity],
        meshes: Mapping[str, Mesh],
        picture: bytes | None,
    ) -> None:
        """Write a page in space: its strokes, clay, and all that stands around it.

        Parameters
        ----------
        picture : bytes or None
            PNG of how it was seen last.
        """
        folder = self._folders[work.uid]
        for name, content in space_files(work, parts.values(), meshes):
            self._out.add(f"{folder}/{name}", content)
        if picture is None:
            # pages of the journal can show none of it
            del self._folders[work.uid]
        else:
            self._out.add(f"{folder}/picture.png", picture)
        self._count("works")
        self._count("strokes", sum(isinstance(part, SpaceStroke) for part in parts.values()))

    def table(self, name: str, kind: type[T], entities: Sequence[T]) -> None:
        """Write records of one kind as CSV."""
        self._out.add(f"{name}.csv", csv_bytes(kind, entities))
        self._count(name, len(entities))

    def finish(self, *, made_at: datetime, schema: bytes, read_me: str) -> Mapping[str, int]:
        """Write what says how to read it, and the manifest; return how many of each there are."""
        self._out.add("README.md", read_me.encode("utf-8"))
        self._out.add(SCHEMA, schema)
        files = [
            {"path": file.name, "bytes": file.size, "sha256": file.sha256}
            for file in self._out.files
        ]
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": made_at.isoformat(),
            "counts": self._counts,
            "files": files,
        }
        self._json(MANIFEST, manifest)
        return self._counts

    def _count(self, name: str, count: int = 1) -> None:
        self._counts[name] = self._counts.get(name, 0) + count

    def _json(self, place: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=1)
        self._out.add(place, text.encode("utf-8"))

    def _place_of(self, attachment: Attachment) -> str:
        if attachment.work_uid in self._folders:
            return f"../{self._folders[attachment.work_uid]}/picture.png"
        place = self._pictures.get(attachment.picture_uid, "")
        return f"../{place}" if place else ""


def estimates_of(entities: Iterable[Entity]) -> list[Estimate]:
    """Return the estimates among entities."""
    return [entity for entity in entities if isinstance(entity, Estimate)]


def _packed(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _name(uid: str) -> str:
    """Return a file's name from a uid, whatever stands in it."""
    safe = re.sub(r"[^0-9A-Za-z_-]", "_", uid)[:_LONGEST_NAME]
    if safe == uid and safe.lower() == safe and safe:
        return safe
    # what was changed could meet another that was
    return f"{safe}-{uid.encode('utf-8', 'surrogatepass').hex()[:_LONGEST_NAME]}"


def _ora(
    work: Work,
    layers: Sequence[Layer],
    grids: Mapping[str, TileGrid],
    merged: npt.NDArray[np.uint8],
) -> bytes:
    # our paper is white and opaque; elsewhere a picture has none of its own
    paper = OraLayer("Paper", np.full((work.height, work.width, 4), 255, np.uint8))
    found = [
        cropped(
            OraLayer(
                layer.name,
                eight_bit(grids[layer.uid]),
                opacity=layer.opacity,
                is_visible=layer.is_visible,
                mode=layer.mode,
            )
        )
        for layer in layers
    ]
    return ora_bytes(OraPicture(work.width, work.height, (paper, *found)), merged)
