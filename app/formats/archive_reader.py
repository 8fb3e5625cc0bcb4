"""An archive of Innerscape, read again: first all of it is verified, then it is given in parts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property, partial
from typing import Any, Final, TypeVar

from app.formats.archive_space import read_meshes, read_space
from app.formats.archive_writer import MANIFEST, VERSION
from app.formats.container import NOT_READABLE, Container, told
from app.formats.exact_png import layer_grid, painted_tiles
from app.formats.fields import Json
from app.formats.photograph import MAX_BYTES
from app.formats.png import pixels_of, small_png
from app.formats.records import from_record
from app.formats.source import Batch, Found, Step
from app.formats.tables import from_csv
from app.model.care import (
    Administration,
    HelpPage,
    OwnPrompt,
    Session,
    SessionEvent,
    Standing,
)
from app.model.changes import TileChange
from app.model.entities import (
    CheckIn,
    Consent,
    Entry,
    Estimate,
    Layer,
    Picture,
    SafetyMark,
    Stroke,
    Suggestion,
    Work,
)
from app.model.space import Place
from app.model.words import PersonError, Sentence

T = TypeVar("T")
KIND: Final = Sentence("everything of an Innerscape library")
TABLES: Final[dict[str, type[Any]]] = {
    "check_ins": CheckIn,
    "suggestions": Suggestion,
    "consents": Consent,
    "safety_marks": SafetyMark,
    "places": Place,
    "administrations": Administration,
    "help_pages": HelpPage,
    "own_prompts": OwnPrompt,
    "standings": Standing,
    "sessions": Session,
    "session_events": SessionEvent,
}
THUMBNAIL_PX: Final = 512
_MAX_JSON: Final = 128 << 20
_MAX_PNG: Final = 192 << 20
_Work = tuple[Work, list[Layer], list[Stroke], list[tuple[str, str]]]

CHANGED: Final = Sentence(
    "“{name}” is not what it was when this copy was made: {file} was changed or is missing. "
    "Nothing was brought in and your library is as it was. Please use another copy."
)
NEWER: Final = Sentence(
    "“{name}” was made by a newer Innerscape. Nothing was brought in and your library is as it "
    "was. Please bring it in with the newer one."
)


class Archive:
    """A source: everything of a library.

    Parameters
    ----------
    container : Container
        Where it lies.
    schema : dict
        The JSON Schema of the manifest.

    Raises
    ------
    PersonError
        If the manifest is not one.
    """

    def __init__(self, container: Container, schema: dict[str, Any]) -> None:
        self._container = container
        self._manifest = self._read_manifest(schema)
        self._files = {row["path"]: row["sha256"] for row in self._manifest["files"]}
        self._entries = self._named("entries/", ".json")
        self._pictures = self._named("pictures/", ".json")
        self._works = self._named("works/", "/work.json")

    @cached_property
    def found(self) -> Found:
        """Return what there is."""
        counts = self._manifest["counts"]
        days = sorted(
            date.fromisoformat(name.removeprefix("entries/")[:10]) for name in self._entries
        )
        return Found(
            KIND,
            entries=len(self._entries),
            works=len(self._works),
            pictures=len(self._pictures),
            check_ins=int(counts.get("check_ins", 0)),
            first_day=days[0] if days else None,
            last_day=days[-1] if days else None,
        )

    @property
    def count(self) -> int:
        """Return how many batches there are."""
        return len(self._entries) + len(self._pictures) + len(self._works) + len(TABLES)

    def verify(self, step: Step) -> None:
        """Hold every file against its checksum, and read every record but the pixels.

        Raises
        ------
        PersonError
            If a file is missing, was changed, or is laid out otherwise.
        """
        for number, (name, digest) in enumerate(self._files.items()):
            step(number, len(self._files))
            try:
                is_same = self._container.digest(name) == digest
            except (KeyError, OSError):
                is_same = False
            if not is_same:
                raise told(CHANGED, self._container.name, file=name)
        _ = self._told(lambda: self.found, MANIFEST)
        for _each in self._batches(with_pixels=False):
            pass

    def batches(self) -> Iterator[Batch]:
        """Give one part after the other; `verify` comes first."""
        return self._batches(with_pixels=True)

    def pages_in_space(self) -> Iterator[Batch]:
        """Give the pages in space alone; `verify` comes first."""
        for name in self._works:
            if not self._told(partial(self._work_record, name), name).kind.is_flat:
                yield self._page_in_space(name, with_meshes=True)

    def _work_record(self, name: str) -> Work:
        return from_record(Work, self._json(name))

    def _batches(self, *, with_pixels: bool) -> Iterator[Batch]:
        estimates = self._estimates()
        for name in self._pictures:
            yield Batch((self._told(partial(self._picture, name), name),))
        for name in self._works:
            yield from self._work_batches(name, with_pixels=with_pixels)
        for name in self._entries:
            entry = self._told(partial(self._entry, name), name)
            yield Batch((entry, *estimates.pop(entry.uid, ())))
        for name, kind in TABLES.items():
            yield Batch(self._table(name, kind))

    def _estimates(self) -> dict[str, list[Estimate]]:
        found: dict[str, list[Estimate]] = {}
        for estimate in self._table("estimates", Estimate):
            found.setdefault(estimate.entry_uid, []).append(estimate)
        return found

    def _table(self, name: str, kind: type[T]) -> tuple[T, ...]:
        place = f"{name}.csv"
        if place not in self._files:
            return ()
        found = self._told(lambda: from_csv(kind, self._read(place, _MAX_JSON)), place)
        if any(isinstance(one, Place) and one.work_uid for one in found):
            # those of a page stand with their page
            raise told(CHANGED, self._container.name, file=place)
        return found

    def _entry(self, name: str) -> Entry:
        return from_record(Entry, self._json(name))

    def _picture(self, name: str) -> Picture:
        row = self._json(name)
        file = "pictures/" + row["file"]
        return from_record(Picture, row, content=self._read(file, 4 * MAX_BYTES))

    def _work_batches(self, name: str, *, with_pixels: bool) -> Iterator[Batch]:
        if not self._told(partial(self._work_record, name), name).kind.is_flat:
            yield self._page_in_space(name, with_meshes=with_pixels)
            return
        work, layers, strokes, files = self._told(lambda: self._work(name), name)
        folder = name.rpartition("/")[0]
        picture = f"{folder}/picture.png"
        thumbnail = self._told(lambda: self._thumbnail(picture), picture) if with_pixels else b""
        yield Batch((work, *layers, *strokes), (), work.uid, thumbnail)
        if not with_pixels:
            return
        # a layer at a time: a few large ones are more than a small computer holds
        for layer, (file, values) in zip(layers, files, strict=True):
            place = f"{folder}/{file}"
            tiles = self._told(partial(self._tiles, place, values, layer, work), place)
            yield Batch((), tiles, work.uid)

    def _page_in_space(self, name: str, *, with_meshes: bool) -> Batch:
        folder = name.rpartition("/")[0]

        def read(file: str) -> bytes:
            return self._read(f"{folder}/{file}", _MAX_JSON)

        row = self._told(lambda: self._json(name), name)
        work = from_record(Work, row)
        parts, files = self._told(lambda: read_space(work, row, read), name)
        if not with_meshes:
            return Batch((work, *parts), (), work.uid)
        meshes = self._told(lambda: read_meshes(parts, files, read), name)
        picture = f"{folder}/picture.png"
        has_picture = picture in self._files
        thumbnail = self._told(lambda: self._thumbnail(picture), picture) if has_picture else b""
        return Batch((work, *parts), (), work.uid, thumbnail, meshes)

    def _work(self, name: str) -> _Work:
        row = self._json(name)
        rows = row["layer_records"]
        layers = [from_record(Layer, one) for one in rows]
        lines = self._read(f"{name.rpartition('/')[0]}/strokes.jsonl", _MAX_JSON).splitlines()
        strokes = [from_record(Stroke, json.loads(line)) for line in lines]
        work = from_record(Work, row)
        parts: list[Layer | Stroke] = [*layers, *strokes]
        if any(part.work_uid != work.uid for part in parts):
            raise ValueError("parts of another work")
        return work, layers, strokes, [(str(one["file"]), str(one["values"])) for one in rows]

    def _thumbnail(self, place: str) -> bytes:
        return small_png(pixels_of(self._read(place, _MAX_PNG)), THUMBNAIL_PX)

    def _tiles(self, place: str, values: str, layer: Layer, work: Work) -> tuple[TileChange, ...]:
        grid = layer_grid(self._read(place, _MAX_PNG), values)
        if (grid.width, grid.height) != (work.width, work.height):
            raise ValueError("a layer of another size")
        return tuple(painted_tiles(layer.uid, grid))

    def _named(self, start: str, end: str) -> list[str]:
        return sorted(name for name in self._files if name.startswith(start) and name.endswith(end))

    def _read(self, name: str, limit: int) -> bytes:
        # only what the manifest vouches for
        if name not in self._files:
            raise ValueError(name)
        return self._container.read(name, limit=limit)

    def _json(self, name: str) -> Json:
        return json.loads(self._read(name, _MAX_JSON))

    def _told(self, read: Callable[[], T], name: str) -> T:
        try:
            return read()
        except PersonError:
            raise
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise told(CHANGED, self._container.name, file=name) from error

    def _read_manifest(self, schema: dict[str, Any]) -> dict[str, Any]:
        # slow to import, and only reading an archive needs it
        from jsonschema import Draft202012Validator

        try:
            found = json.loads(self._container.read(MANIFEST, limit=_MAX_JSON))
        except (ValueError, KeyError, RecursionError) as error:
            raise told(NOT_READABLE, self._container.name) from error
        version = found.get("version") if isinstance(found, dict) else None
        if isinstance(version, int) and version > VERSION:
            raise told(NEWER, self._container.name)
        if not isinstance(found, dict) or not Draft202012Validator(schema).is_valid(found):
            raise told(CHANGED, self._container.name, file=MANIFEST)
        return found
