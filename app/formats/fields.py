"""How one field of a record lies in JSON, and comes back equal.

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
    text = checked(str, value)
    if not text.startswith(_BYTES):
        return text
    try:
        content = base64.b64decode(text[len(_BYTES) :], validate=True)
    except binascii.Error as error:
        raise ValueError("bytes that are no bytes") from error
    return content.decode("utf-8", "surrogatepass")


def _as_bytes(text: str) -> str:
    return _BYTES + base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")


def checked(kind: type[T], value: Json) -> T:
    """Return a value that is of a kind; ValueError if it is not."""
    # True is an int to Python, and not to JSON
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"not {kind.__name__}")
    return value


def _same(kind: type[Any]) -> Field:
    return Field(lambda value: value, lambda value: checked(kind, value))


def _number(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    return float(value)


def optional(field: Field) -> Field:
    """Return a field that may be none."""
    return Field(
        lambda value: None if value is None else field.dump(value),
        lambda value: None if value is None else field.load(value),
        field.is_text,
    )


def list_of(field: Field) -> Field:
    """Return a field for a tuple of others."""
    return Field(
        lambda values: [field.dump(value) for value in values],
        lambda values: tuple(field.load(value) for value in checked(list, values)),
    )


def numbers(count: int) -> Field:
    """Return a field for that many numbers."""

    def load(values: Json) -> tuple[float, ...]:
        found = tuple(_number(value) for value in checked(list, values))
        if len(found) != count:
            raise ValueError(f"not {count} numbers")
        return found

    return Field(lambda values: [float(value) for value in values], load)


def pair_of(first: Field, second: Field) -> Field:
    """Return a field for two others."""

    def load(values: Json) -> tuple[Any, Any]:
        one, two = checked(list, values)
        return first.load(one), second.load(two)

    return Field(lambda pair: [first.dump(pair[0]), second.dump(pair[1])], load)


def part_of(kind: type[Any], fields: Mapping[str, Field]) -> Field:
    """Return a field for an object of its own."""

    def dump(value: Any) -> Json:
        return {name: field.dump(getattr(value, name)) for name, field in fields.items()}

    def load(row: Json) -> Any:
        found = checked(dict, row)
        return kind(**{name: field.load(found[name]) for name, field in fields.items()})

    return Field(dump, load)


def choice_of(kind: type[StrEnum]) -> Field:
    """Return a field for one of some words."""
    return Field(lambda value: value.value, lambda value: kind(checked(str, value)), is_text=True)


def _dump_points(points: npt.NDArray[np.float32]) -> Json:
    # the shortest digits that give the same float32 again
    short = points.astype("U32").astype(np.float64)
    if np.isfinite(points).all():
        return short.tolist()
    names = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
    return [[names.get(str(value), value) for value in row] for row in short.tolist()]


def points_of(columns: tuple[str, ...]) -> Field:
    """Return a field for rows of float32, exact."""

    def load(rows: Json) -> npt.NDArray[np.float32]:
        found = [[_point(value) for value in checked(list, row)] for row in checked(list, rows)]
        if any(len(row) != len(columns) for row in found):
            raise ValueError("points with other columns")
        return np.array(found, np.float32).reshape(-1, len(columns))

    return Field(_dump_points, load)


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
    fields = checked(dict, checked(dict, row)["fields"])
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
    red, green, blue = bytes.fromhex(checked(str, value).removeprefix("#"))
    return (red, green, blue)


TEXT: Final = Field(exact_text, from_exact_text, is_text=True, may_be_empty=True)
WHOLE: Final = _same(int)
YES_NO: Final = _same(bool)
REAL: Final = Field(float, _number)
TIME: Final = Field(
    lambda at: at.isoformat(),
    lambda value: datetime.fromisoformat(checked(str, value)),
    is_text=True,
)
DAY: Final = Field(
    lambda day: day.isoformat(), lambda value: date.fromisoformat(checked(str, value)), is_text=True
)
SENTENCE: Final = Field(_dump_sentence, _load_sentence)
COLOUR: Final = Field(_dump_colour, _load_colour, is_text=True)
