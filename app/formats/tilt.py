"""Sketches of the open VR painting programs (`.tilt`): read into strokes of ours, and written.

Brushes that are not known are drawn with the nearest of ours and keep their identifier; fields,
masks and files that are not known come back byte for byte. Places are those of the sketch's own
scene, which is what the programs export.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from app.formats.container import NOT_READABLE, TOO_LARGE, told
from app.formats.reasons import DOES_NOT_FIT, NO_NUMBERS, UNPACKS_TO_MORE
from app.formats.source import same_uid
from app.formats.tilt_brushes import BrushTable
from app.formats.tilt_foreign import (
    KEY,
    Foreign,
    as_bytes,
    as_text,
    foreign_of,
    number_of,
    scale_of,
    seed_of,
    size_m,
)
from app.formats.tilt_layout import (
    LaidSketch,
    LaidStroke,
    NotSketchError,
    PointBit,
    StrokeBit,
    from_sketch,
    unpack,
)
from app.formats.tilt_points import (
    Points,
    are_sound,
    canonical_words,
    first_ms,
    packed_differences,
    points_from_words,
    turned_somehow,
    words_from_points,
)
from app.model.entities import Layer
from app.model.space import SpaceStroke
from app.model.words import Sentence, tr

MAX_BYTES: Final = 256 << 20
MAX_LAYERS: Final = 200
_MAX_JSON: Final = 16 << 20
# brushes of ours that another program draws with one of its own, by their place in its list
OUR_BRUSHES: Final = "InnerscapeBrushes"
# the moment the file's milliseconds count from, ISO 8601; other programs do not say it
OUR_BEGINNING: Final = "InnerscapeBegunAt"
# what was cut off strokes of ours, metres before and behind, by their place in the file
OUR_CUTS: Final = "InnerscapeCuts"
KNOWN_FIELDS: Final = frozenset(
    {"BrushIndex", "Layers", "SchemaVersion", OUR_BRUSHES, OUR_BEGINNING, OUR_CUTS}
)
_LONGEST_M: Final = 1e5
_YEARS: Final = range(1970, 2200)

NO_SKETCH: Final = Sentence(
    "“{name}” could not be read as a sketch in space ({why}). Nothing was brought in and "
    "nothing of yours was changed. Please save it anew in the program it comes from."
)
BROKEN_STROKES: Final = Sentence("strokes with broken numbers ({count})")


@dataclass(frozen=True, eq=False, slots=True)
class TiltSketch:
    """A sketch; layers bottom first.

    ``foreign`` is JSON: what the file said beside the strokes. ``others`` are files in it of
    unknown names. ``left_out`` says what could not be read.
    """

    layers: tuple[Layer, ...]
    strokes: tuple[SpaceStroke, ...]
    foreign: str = ""
    thumbnail: bytes = field(default=b"", repr=False)
    others: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    left_out: tuple[Sentence, ...] = ()


def read_tilt(
    content: bytes,
    *,
    name: str,
    table: BrushTable,
    work_uid: str,
    uid_base: str,
    made_at: datetime,
) -> TiltSketch:
    """Return the sketch in a `.tilt`.

    Parameters
    ----------
    name : str
        What the file is called, for words.
    uid_base : str
        The uids of layers and strokes are always the same for the same base and place.
    made_at : datetime
        When the file was made, aware: the last stroke began then, unless the file says more.

    Raises
    ------
    PersonError
        If it is no sketch, or a damaged one. Memory stays bounded by the file's size.
    """
    if len(content) > MAX_BYTES:
        raise told(TOO_LARGE, name)
    try:
        files = unpack(content)
        laid = from_sketch(files.sketch)
        metadata = _metadata(files.metadata)
    except NotSketchError as error:
        raise told(NO_SKETCH, name, why=error.why) from error
    except MemoryError as error:
        raise told(NOT_READABLE, name) from error
    uids = _Uids(work_uid, uid_base, _begun_at(metadata, laid.strokes, made_at))
    layers = _layers(metadata, laid.strokes, uids)
    found = _strokes(laid.strokes, _Palette(metadata, table), layers, uids)
    cuts = table_in(metadata.get(OUR_CUTS))
    strokes = tuple(_cut(stroke, cuts.get(str(number))) for number, stroke in found)
    if laid.strokes and not strokes:
        raise told(NO_SKETCH, name, why=NO_NUMBERS)
    missing = len(laid.strokes) - len(strokes)
    left_out = (Sentence(BROKEN_STROKES.message, {"count": missing}),) if missing else ()
    foreign = _foreign(laid, metadata, layers)
    return TiltSketch(layers, strokes, foreign, files.thumbnail, files.others, left_out)


@dataclass(frozen=True, slots=True)
class _Uids:
    work: str
    base: str
    started_at: datetime

    def of(self, kind: str, number: int) -> str:
        return same_uid("tilt", self.base, kind, str(number))


def _metadata(content: bytes) -> dict[str, Any]:
    if len(content) > _MAX_JSON:
        raise NotSketchError(UNPACKS_TO_MORE)
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotSketchError(DOES_NOT_FIT) from error
    if not isinstance(found, dict):
        raise NotSketchError(DOES_NOT_FIT)
    return found


def rows_in(value: object) -> list[Any]:
    """Return a list of a file's metadata; none where it is something else."""
    return value if isinstance(value, list) else []


def table_in(value: object) -> dict[str, Any]:
    """Return a table of a file's metadata; an empty one where it is something else."""
    return value if isinstance(value, dict) else {}


def _cut(stroke: SpaceStroke, lengths: object) -> SpaceStroke:
    found = [
        part for part in rows_in(lengths) if isinstance(part, float) and 0 <= part < _LONGEST_M
    ]
    return replace(stroke, begun_m=found[0], left_m=found[1]) if len(found) == 2 else stroke


def _layers(
    metadata: Mapping[str, Any], strokes: Sequence[LaidStroke], uids: _Uids
) -> tuple[Layer, ...]:
    told_of = rows_in(metadata.get("Layers"))[:MAX_LAYERS]
    highest = max((number_of(stroke, StrokeBit.LAYER) for stroke in strokes), default=0)
    count = max(len(told_of), min(highest + 1, MAX_LAYERS))
    found = []
    for number in range(count):
        said = told_of[number] if number < len(told_of) else {}
        said = said if isinstance(said, dict) else {}
        name = str(said.get("Name") or tr("Layer {number}", number=number + 1))
        is_visible = said.get("Visible") is not False
        uid = uids.of("layer", number)
        found.append(Layer(uid, uids.work, name[:200], is_visible=is_visible))
    return tuple(found)


def _begun_at(
    metadata: Mapping[str, Any], strokes: Sequence[LaidStroke], made_at: datetime
) -> datetime:
    """Return the moment the milliseconds of a file count from."""
    try:
        said = datetime.fromisoformat(metadata.get(OUR_BEGINNING) or "")
    except (ValueError, TypeError):
        said = None
    if said is not None and said.tzinfo is not None and said.year in _YEARS:
        return said
    times = (stroke.column(PointBit.TIMESTAMP) for stroke in strokes if len(stroke.words))
    last = max((int(column[0]) for column in times if column is not None), default=0)
    return made_at - timedelta(milliseconds=last)


class _Palette:
    """The brushes of a file by their place in its list."""

    def __init__(self, metadata: Mapping[str, Any], table: BrushTable) -> None:
        self._guids = [str(guid).lower() for guid in rows_in(metadata.get("BrushIndex"))]
        self._ours = table_in(metadata.get(OUR_BRUSHES))
        self._table = table

    def guid(self, index: int) -> str:
        """Return an identifier, "" where the list has none."""
        return self._guids[index] if 0 <= index < len(self._guids) else ""

    def uid(self, index: int) -> str:
        """Return the brush of ours that is drawn."""
        ours = str(self._ours.get(str(index), ""))
        return ours if ours in self._table.guids else self._table.uid(self.guid(index))


def _strokes(
    laid: Sequence[LaidStroke], palette: _Palette, layers: Sequence[Layer], uids: _Uids
) -> Iterator[tuple[int, SpaceStroke]]:
    """Give the strokes that can be drawn, with their places in the file."""
    numbered = [(n, stroke) for n, stroke in enumerate(laid) if len(stroke.words)]
    if not numbered:
        return
    words, starts = canonical_words([stroke for _, stroke in numbered])
    points = points_from_words(words, starts)
    sound = are_sound(points, starts).tolist()
    began = first_ms(words, starts)
    turned_somehow(points)
    texts = packed_differences(words - words_from_points(points, began), starts)
    for (number, stroke), is_sound, text, start in zip(
        numbered, sound, texts, starts.tolist(), strict=False
    ):
        if is_sound and all(map(math.isfinite, (*stroke.colour, stroke.size))):
            rows = points[start : start + len(stroke.words)]
            foreign = foreign_of(
                stroke, palette.guid(stroke.brush_index), rows, int(began[start]), text
            )
            yield number, _stroke(stroke, number, rows, foreign, palette, layers, uids)


def _stroke(
    stroke: LaidStroke,
    number: int,
    points: Points,
    foreign: Foreign,
    palette: _Palette,
    layers: Sequence[Layer],
    uids: _Uids,
) -> SpaceStroke:
    group = number_of(stroke, StrokeBit.GROUP)
    layer = min(number_of(stroke, StrokeBit.LAYER), len(layers) - 1)
    return SpaceStroke(
        uid=uids.of("stroke", number),
        work_uid=uids.work,
        layer_uid=layers[layer].uid,
        brush_uid=palette.uid(stroke.brush_index),
        colour=foreign.colour,
        size_m=size_m(stroke.size, scale_of(stroke.extensions)),
        seed=seed_of(stroke),
        started_at=uids.started_at + timedelta(milliseconds=foreign.first_ms),
        points=points,
        opacity=foreign.opacity,
        group_uid=uids.of("group", group) if group else "",
        foreign=foreign.text,
    )


def _foreign(laid: LaidSketch, metadata: Mapping[str, Any], layers: Iterable[Layer]) -> str:
    table: dict[str, Any] = {"metadata": metadata, "layers": [layer.uid for layer in layers]}
    table["version"] = laid.version
    if laid.header:
        table["header"] = as_text(laid.header)
    return json.dumps({KEY: table}, separators=(",", ":"))


def kept_of_sketch(foreign: str) -> dict[str, Any]:
    """Return what a `.tilt` said beside its strokes; nothing where it was none."""
    try:
        table = json.loads(foreign)[KEY] if foreign else {}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def header_of(kept: Mapping[str, Any]) -> tuple[int, bytes]:
    """Return the version and the further header of a sketch that was read once."""
    header = as_bytes(kept.get("header", ""))
    version = kept.get("version")
    return (version if version in (5, 6) else 5), header
