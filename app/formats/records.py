"""Every record as JSON and as a row of CSV, and back: equal, field by field.

Text that no UTF-8 file may hold (a lone surrogate, NUL) stands as ``base64:`` and its bytes.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from app.model.entities import (
    POINT_COLUMNS,
    Answer,
    Attachment,
    BlendMode,
    CheckIn,
    Consent,
    Entry,
    Estimate,
    LabelledProbability,
    Layer,
    Picture,
    SafetyMark,
    Span,
    SpanStyle,
    Stroke,
    Suggestion,
    Work,
    WorkKind,
)
from app.model.words import Sentence

Json = Any
T = TypeVar("T")
_BYTES: Final = "base64:"
_ODD_NUMBERS: Final = ("NaN", "Infinity", "-Infinity")


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is written and read.

    ``is_text`` ones stand in a CSV cell as they are; an empty cell of one that never is empty
    means none.
    """

    dump: Callable[[Any], Json]
    load: Callable[[Json], Any]
    is_text: bool = False
    may_be_empty: bool = False


def exact_text(text: str) -> str:
    """Return a text as any UTF-8 file can hold it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _as_bytes(text)
    return _as_bytes(text) if "\0" in text or text.startswith(_BYTES) else text


def from_exact_text(value: Json) -> str:
    """Return the text.

    Raises
    ------
    ValueError
        If it is none.
    """
    text = _of(str, value)
    if not text.startswith(_BYTES):
        return text
    try:
        content = base64.b64decode(text[len(_BYTES) :], validate=True)
    except binascii.Error as error:
        raise ValueError("bytes that are no bytes") from error
    return content.decode("utf-8", "surrogatepass")


def record(entity: object) -> dict[str, Json]:
    """Return an entity as what JSON can hold; pictures without their bytes."""
    fields = FIELDS[type(entity)]
    return {name: field.dump(getattr(entity, name)) for name, field in fields.items()}


def from_record(kind: type[T], row: Json, **more: object) -> T:
    """Return the entity.

    Parameters
    ----------
    more
        Values that do not stand in the record.

    Raises
    ------
    ValueError
        If a field is missing or is no such thing; it is named.
    """
    found = _of(dict, row)
    values = {}
    for name, field in FIELDS[kind].items():
        try:
            values[name] = field.load(found[name])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"{kind.__name__}.{name}") from error
    return kind(**values, **more)


def _as_bytes(text: str) -> str:
    return _BYTES + base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")


def _of(kind: type[T], value: Json) -> T:
    # True is an int to Python, and not to JSON
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"not {kind.__name__}")
    return value


def _same(kind: type[Any]) -> Field:
    return Field(lambda value: value, lambda value: _of(kind, value))


def _number(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    return float(value)


def _optional(field: Field) -> Field:
    return Field(
        lambda value: None if value is None else field.dump(value),
        lambda value: None if value is None else field.load(value),
        field.is_text,
    )


def _list_of(field: Field) -> Field:
    return Field(
        lambda values: [field.dump(value) for value in values],
        lambda values: tuple(field.load(value) for value in _of(list, values)),
    )


def _part(kind: type[Any], fields: Mapping[str, Field]) -> Field:
    def dump(value: Any) -> Json:
        return {name: field.dump(getattr(value, name)) for name, field in fields.items()}

    def load(row: Json) -> Any:
        found = _of(dict, row)
        return kind(**{name: field.load(found[name]) for name, field in fields.items()})

    return Field(dump, load)


def _choice(kind: type[StrEnum]) -> Field:
    return Field(lambda value: value.value, lambda value: kind(_of(str, value)), is_text=True)


def _dump_points(points: npt.NDArray[np.float32]) -> Json:
    # the shortest digits that give the same float32 again
    short = points.astype("U32").astype(np.float64)
    if np.isfinite(points).all():
        return short.tolist()
    names = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
    return [[names.get(str(value), value) for value in row] for row in short.tolist()]


def _load_points(rows: Json) -> npt.NDArray[np.float32]:
    found = [[_point(value) for value in _of(list, row)] for row in _of(list, rows)]
    return np.array(found, np.float32).reshape(-1, len(POINT_COLUMNS))


def _point(value: Json) -> float:
    return float(value) if value in _ODD_NUMBERS else _number(value)


def _dump_sentence(sentence: Sentence) -> Json:
    fields = {exact_text(name): _dump_value(value) for name, value in sentence.fields.items()}
    return {"message": exact_text(sentence.message), "fields": fields}


def _dump_value(value: object) -> Json:
    if isinstance(value, Sentence):
        return _dump_sentence(value)
    if isinstance(value, int | float) or value is None:
        return value
    return exact_text(str(value))


def _load_sentence(row: Json) -> Sentence:
    fields = _of(dict, _of(dict, row)["fields"])
    read = {from_exact_text(name): _load_value(value) for name, value in fields.items()}
    return Sentence(from_exact_text(row["message"]), read)


def _load_value(value: Json) -> object:
    if isinstance(value, dict):
        return _load_sentence(value)
    if isinstance(value, list):
        raise ValueError("a list in a sentence")
    return from_exact_text(value) if isinstance(value, str) else value


def _dump_colour(colour: tuple[int, int, int]) -> Json:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _load_colour(value: Json) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(_of(str, value).removeprefix("#"))
    return (red, green, blue)


TEXT: Final = Field(exact_text, from_exact_text, is_text=True, may_be_empty=True)
WHOLE: Final = _same(int)
YES_NO: Final = _same(bool)
REAL: Final = Field(float, _number)
TIME: Final = Field(
    lambda at: at.isoformat(), lambda value: datetime.fromisoformat(_of(str, value)), is_text=True
)
DAY: Final = Field(
    lambda day: day.isoformat(), lambda value: date.fromisoformat(_of(str, value)), is_text=True
)
SENTENCE: Final = Field(_dump_sentence, _load_sentence)
_SPAN: Final = _part(Span, {"start": WHOLE, "end": WHOLE, "style": _choice(SpanStyle)})
_ATTACHMENT: Final = _part(
    Attachment, {"position": WHOLE, "work_uid": TEXT, "picture_uid": TEXT, "description": TEXT}
)
_LABEL: Final = _part(LabelledProbability, {"name": TEXT, "p": REAL})

FIELDS: Final[dict[type[Any], dict[str, Field]]] = {
    Work: {
        "uid": TEXT,
        "kind": _choice(WorkKind),
        "title": TEXT,
        "width": WHOLE,
        "height": WHOLE,
        "layers": _list_of(TEXT),
        "created_at": TIME,
        "words": TEXT,
        "prompt_uid": TEXT,
        "is_finished": YES_NO,
        "binned_at": _optional(TIME),
    },
    Layer: {
        "uid": TEXT,
        "work_uid": TEXT,
        "name": TEXT,
        "mode": _choice(BlendMode),
        "opacity": REAL,
        "is_visible": YES_NO,
    },
    Stroke: {
        "uid": TEXT,
        "work_uid": TEXT,
        "layer_uid": TEXT,
        "brush_uid": TEXT,
        "colour": Field(_dump_colour, _load_colour, is_text=True),
        "size_px": REAL,
        "opacity": REAL,
        "is_eraser": YES_NO,
        "seed": WHOLE,
        "started_at": TIME,
        "points": Field(_dump_points, _load_points),
    },
    Entry: {
        "uid": TEXT,
        "day": DAY,
        "written_at": TIME,
        "text": TEXT,
        "spans": _list_of(_SPAN),
        "attachments": _list_of(_ATTACHMENT),
        "revision": WHOLE,
        "is_guessing_allowed": YES_NO,
        "binned_at": _optional(TIME),
    },
    Picture: {"uid": TEXT, "media_type": TEXT, "width": WHOLE, "height": WHOLE, "added_at": TIME},
    CheckIn: {
        "uid": TEXT,
        "at": TIME,
        "valence": _optional(REAL),
        "arousal": _optional(REAL),
        "line": TEXT,
    },
    Estimate: {
        "uid": TEXT,
        "entry_uid": TEXT,
        "revision": WHOLE,
        "start": WHOLE,
        "end": WHOLE,
        "language": TEXT,
        "labels": _list_of(_LABEL),
        "valence": _optional(REAL),
        "arousal": _optional(REAL),
        "is_unsure": YES_NO,
        "model": TEXT,
        "version": TEXT,
        "engine": TEXT,
        "ms": REAL,
        "correction": _list_of(TEXT),
        "is_refused": YES_NO,
    },
    Suggestion: {
        "uid": TEXT,
        "prompt_uid": TEXT,
        "at": TIME,
        "reason": _list_of(SENTENCE),
        "answer": _optional(_choice(Answer)),
        "answered_at": _optional(TIME),
    },
    Consent: {"uid": TEXT, "purpose": TEXT, "is_granted": YES_NO, "at": TIME, "wording": TEXT},
    SafetyMark: {"uid": TEXT, "at": TIME, "tags": _list_of(TEXT), "source_uid": TEXT},
}
