"""Strokes in space written as a `.tilt`, with all that was kept of the one they came from."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from app.formats.tilt import (
    KNOWN_FIELDS,
    OUR_BEGINNING,
    OUR_BRUSHES,
    OUR_CUTS,
    TiltSketch,
    header_of,
    kept_of_sketch,
    rows_in,
    table_in,
)
from app.formats.tilt_brushes import BrushTable
from app.formats.tilt_foreign import (
    Kept,
    kept_of,
    laid_colour,
    laid_points,
    laid_size,
)
from app.formats.tilt_layout import (
    LaidSketch,
    LaidStroke,
    StrokeBit,
    TiltFiles,
    pack,
    sketch_bytes,
)
from app.formats.tilt_points import words_from_points
from app.model.entities import Layer
from app.model.space import SPACE_COLUMNS, SpaceStroke

_NUMBER: Final = re.compile("0|[1-9][0-9]{0,8}")
_WORD: Final = struct.Struct("<I")
# the file counts 49 days; what was drawn later was drawn at their end
_LATEST_MS: Final = 0xFFFFFFFF - 3_600_000
_STANDARD_PLACE: Final = "ab080599-e465-4a6d-8587-43bf495af68b"
_NO_BRUSH: Final = "00000000-0000-0000-0000-000000000000"
_IDENTITY: Final = [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0], 1.0]
_NOTHING: Final = np.empty((0, len(SPACE_COLUMNS)), np.float32)


def tilt_bytes(sketch: TiltSketch, table: BrushTable) -> bytes:
    """Return a sketch as a `.tilt`; strokes that were not changed are written as they were."""
    known = kept_of_sketch(sketch.foreign)
    metadata = table_in(known.get("metadata"))
    brushes = _Brushes(metadata, table)
    laid = tuple(_laid(sketch, known, brushes))
    version, header = header_of(known)
    content = sketch_bytes(LaidSketch(laid, version, header))
    words = json.dumps(_metadata(metadata, sketch, known, brushes), ensure_ascii=False, indent=2)
    files = TiltFiles(content, words.encode("utf-8", "surrogatepass"), sketch.thumbnail)
    return pack(TiltFiles(files.sketch, files.metadata, files.thumbnail, sketch.others))


def _laid(sketch: TiltSketch, known: Mapping[str, Any], brushes: _Brushes) -> Iterable[LaidStroke]:
    strokes = [stroke for stroke in sketch.strokes if len(stroke.points)]
    kept = [kept_of(stroke) for stroke in strokes]
    brushes.leave_free({was.index for was in kept if not was.guid})
    counts = [len(stroke.points) for stroke in strokes]
    began = _began(strokes, kept)
    points = np.concatenate([*(stroke.points for stroke in strokes), _NOTHING])
    words = words_from_points(points, np.repeat(np.array(began, np.int64), counts))
    layers = _layer_numbers(sketch.layers, known)
    groups = _group_numbers(strokes, kept)
    parts = np.split(words, np.cumsum(counts)[:-1]) if strokes else []
    for stroke, was, part in zip(strokes, kept, parts, strict=True):
        laid, mask = laid_points(was, stroke.points, part)
        yield LaidStroke(
            brushes.index(stroke, was),
            laid_colour(stroke, was),
            laid_size(stroke, was),
            mask,
            _extensions(
                stroke,
                was,
                group=groups.get(stroke.group_uid, 0),
                layer=layers.get(stroke.layer_uid, 0),
            ),
            laid,
        )


def _began(strokes: Sequence[SpaceStroke], kept: Sequence[Kept]) -> list[int]:
    """Return when each stroke begins, milliseconds: as it was, or after the earliest of ours."""
    first = min((stroke.started_at for stroke in strokes), default=None)
    origins = [
        (stroke.started_at, was.began_ms)
        for stroke, was in zip(strokes, kept, strict=True)
        if was.began_ms is not None
    ]
    start, at = origins[0] if origins else (first, 0)
    found = []
    for stroke, was in zip(strokes, kept, strict=True):
        later = (stroke.started_at - start).total_seconds() if start else 0.0
        ours = min(max(round(later * 1000) + at, 0), _LATEST_MS)
        found.append(ours if was.began_ms is None else was.began_ms)
    return found


def _layer_numbers(layers: Sequence[Layer], known: Mapping[str, Any]) -> dict[str, int]:
    was = [str(uid) for uid in rows_in(known.get("layers"))]
    uids = [layer.uid for layer in layers]
    # as long as all are there, a layer has the number it had, whatever else was added
    if uids[: len(was)] != was:
        return {uid: number for number, uid in enumerate(uids)}
    return {uid: number for number, uid in enumerate([*was, *uids[len(was) :]])}


def _group_numbers(strokes: Sequence[SpaceStroke], kept: Sequence[Kept]) -> dict[str, int]:
    found: dict[str, int] = {}
    taken = set()
    for stroke, was in zip(strokes, kept, strict=True):
        number = _number(was, StrokeBit.GROUP)
        if stroke.group_uid and number and stroke.group_uid not in found and number not in taken:
            found[stroke.group_uid] = number
            taken.add(number)
    free = max(taken, default=0)
    for stroke in strokes:
        if stroke.group_uid and stroke.group_uid not in found:
            free += 1
            found[stroke.group_uid] = free & 0xFFFFFFFF
    return found


def _number(was: Kept, bit: StrokeBit) -> int | None:
    word = was.extensions.get(bit)
    return None if word is None else int(_WORD.unpack(word)[0])


def _extensions(stroke: SpaceStroke, was: Kept, *, group: int, layer: int) -> dict[int, bytes]:
    found = dict(was.extensions)
    if was.is_ours:
        found[StrokeBit.FLAGS] = _WORD.pack(0)
    if was.is_ours or StrokeBit.SEED in found:
        found[StrokeBit.SEED] = _WORD.pack(stroke.seed & 0xFFFFFFFF)
    for bit, number in ((StrokeBit.GROUP, group), (StrokeBit.LAYER, layer)):
        if number or bit in found:
            found[bit] = _WORD.pack(number)
    return found


class _Brushes:
    """The list of brushes of a file: what was there stays where it was."""

    def __init__(self, metadata: Mapping[str, Any], table: BrushTable) -> None:
        self.guids = [str(guid) for guid in rows_in(metadata.get("BrushIndex"))]
        self.ours = {
            place: str(uid)
            for place, uid in table_in(metadata.get(OUR_BRUSHES)).items()
            if _NUMBER.fullmatch(place) and int(place) < len(self.guids)
        }
        self._table = table
        self._places = {
            guid.lower(): place
            for place, guid in reversed(list(enumerate(self.guids)))
            if str(place) not in self.ours
        }
        self._free: set[int] = set()

    def leave_free(self, places: set[int]) -> None:
        """Let no brush come to a place that strokes of no brush name."""
        self._free = places

    def index(self, stroke: SpaceStroke, was: Kept) -> int:
        """Return the place of a stroke's brush, a new one where it needs one."""
        is_same = not was.is_ours and self._table.uid(was.guid) == stroke.brush_uid
        if is_same and not was.guid:
            return was.index
        guid = was.guid if is_same else self._table.guid(stroke.brush_uid)
        if self._table.uid(guid) == stroke.brush_uid:
            if guid not in self._places:
                self._places[guid] = self._add(guid)
            return self._places[guid]
        # another program draws something likely, and we draw what it was
        for place, uid in self.ours.items():
            if uid == stroke.brush_uid:
                return int(place)
        place = str(self._add(guid))
        self.ours[place] = stroke.brush_uid
        return int(place)

    def _add(self, guid: str) -> int:
        while len(self.guids) in self._free:
            self.guids.append(_NO_BRUSH)
        self.guids.append(guid)
        return len(self.guids) - 1


def _metadata(
    metadata: Mapping[str, Any], sketch: TiltSketch, known: Mapping[str, Any], brushes: _Brushes
) -> dict[str, Any]:
    fresh: dict[str, Any] = {
        "EnvironmentPreset": _STANDARD_PLACE,
        "ThumbnailCameraTransformInRoomSpace": _IDENTITY,
        "SchemaVersion": 2,
    }
    found = {**({} if metadata else fresh), **metadata, "BrushIndex": brushes.guids}
    ours = {OUR_BRUSHES: brushes.ours, OUR_CUTS: _cuts(sketch.strokes)}
    found = {name: value for name, value in found.items() if name not in ours}
    found |= {name: table for name, table in ours.items() if table}
    if not metadata and sketch.strokes:
        first = min(stroke.started_at for stroke in sketch.strokes)
        found[OUR_BEGINNING] = first.isoformat(timespec="microseconds")
    told_of = rows_in(metadata.get("Layers"))
    if told_of or len(sketch.layers) > 1:
        found["Layers"] = _layer_rows(told_of, sketch.layers, known)
    return found


def _cuts(strokes: Iterable[SpaceStroke]) -> dict[str, list[float]]:
    drawn = (stroke for stroke in strokes if len(stroke.points))
    return {
        str(number): [float(stroke.begun_m), float(stroke.left_m)]
        for number, stroke in enumerate(drawn)
        if stroke.begun_m or stroke.left_m
    }


def _layer_rows(
    told_of: Sequence[Any], layers: Sequence[Layer], known: Mapping[str, Any]
) -> list[dict[str, Any]]:
    was = dict(zip(map(str, rows_in(known.get("layers"))), told_of, strict=False))
    rows = []
    for layer in layers:
        row = was.get(layer.uid)
        row = dict(row) if isinstance(row, dict) else {}
        rows.append(row | {"Name": layer.name, "Visible": layer.is_visible})
    return rows


def not_understood(sketch: TiltSketch, table: BrushTable) -> dict[str, list[str]]:
    """Return what of a file is kept and not used, by what it is."""
    metadata = table_in(kept_of_sketch(sketch.foreign).get("metadata"))
    kept = [kept_of(stroke) for stroke in sketch.strokes]
    guids = sorted({was.guid for was in kept if not table.knows(was.guid)})
    known = {int(bit) for bit in StrokeBit}
    bits = sorted({bit for was in kept for bit in was.extensions} - known)
    masks = sorted({was.mask for was in kept})
    points = sorted({bit for mask in masks for bit in range(2, 32) if mask >> bit & 1})
    found = {
        "brushes": guids,
        "stroke_bits": [str(bit) for bit in bits],
        "point_bits": [str(bit) for bit in points],
        "metadata": sorted(set(metadata) - KNOWN_FIELDS),
        "files": sorted(sketch.others),
        "left_out": [str(sentence) for sentence in sketch.left_out],
    }
    return {what: names for what, names in found.items() if names}
