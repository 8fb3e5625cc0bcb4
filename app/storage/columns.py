"""How an entity's fields lie in the columns of its table: one form a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

from app.storage.codec import (
    microseconds,
    pack_colour,
    pack_optional_time,
    pack_text,
    pack_time,
    unpack_colour,
    unpack_optional_time,
    unpack_text,
    unpack_time,
)
from app.storage.connection import Row, Value
from app.storage.rows import RowKind

E = TypeVar("E")
# from a field to what SQLite keeps, and back
Form = tuple[Callable[[Any], Value], Callable[[Any], Any]]
_NONE: Mapping[str, str] = MappingProxyType({})


def _same(value: Any) -> Any:
    return value


def _optional_real(value: float | None) -> float | None:
    # numpy's own floats are not numbers to SQLite
    return None if value is None else float(value)


def _optional_flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _optional_bool(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _seed(value: int) -> str:
    # a seed may be larger than SQLite's signed integers
    return str(int(value))


AS_IS: Form = (_same, _same)
TEXT: Form = (pack_text, unpack_text)
TIME: Form = (pack_time, unpack_time)
OPTIONAL_TIME: Form = (pack_optional_time, unpack_optional_time)
FLAG: Form = (int, bool)
REAL: Form = (float, _same)
OPTIONAL_FLAG: Form = (_optional_flag, _optional_bool)
OPTIONAL_REAL: Form = (_optional_real, _same)
SEED: Form = (_seed, int)
COLOUR: Form = (pack_colour, unpack_colour)


def one_of(kind: type[Enum]) -> Form:
    """Return the form of an enum's member: its value."""
    return lambda member: member.value, kind


def rows_of(
    table: str,
    entity: Callable[..., E],
    columns: Mapping[str, Form],
    *,
    fields: Mapping[str, str] = _NONE,
    sorted_by: Mapping[str, str] = _NONE,
    key: tuple[str, ...] = ("uid",),
    added: int = 0,
) -> RowKind[E]:
    """Return how entities of one kind lie in their table.

    Parameters
    ----------
    entity : callable
        Makes one of its fields, by name.
    columns : Mapping
        Each column's form, in the order of the row's mark: it never changes.
    fields : Mapping, optional
        The field of a column that has another name.
    sorted_by : Mapping, optional
        Columns of microseconds for indexes, each with the field of the time it comes from.
    key : tuple of str, optional
        The columns that say which row it is; they come first.
    added : int, optional
        How many of the last columns came with a later schema than the table.
    """
    forms = [(fields.get(name, name), *form) for name, form in columns.items()]

    def encode(one: E) -> Row:
        return tuple(pack(getattr(one, field)) for field, pack, _ in forms)

    def decode(row: Row) -> E:
        values = zip(forms, row, strict=True)
        return entity(**{field: unpack(value) for (field, _, unpack), value in values})

    def derive(one: E) -> Row:
        times = (getattr(one, field) for field in sorted_by.values())
        return tuple(None if at is None else microseconds(at) for at in times)

    return RowKind(table, tuple(columns), encode, decode, tuple(sorted_by), derive, key, added)
