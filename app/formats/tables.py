"""Records as CSV (RFC 4180, UTF-8): one header row, one row a record."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, Final, TypeVar

from app.formats.fields import Field
from app.formats.records import FIELDS, LATER, from_record, record

T = TypeVar("T")
LONGEST_CELL: Final = 1 << 24


def csv_bytes(kind: type[T], entities: Iterable[T]) -> bytes:
    """Return records of one kind as CSV; lists and numbers are JSON inside their cell."""
    fields = FIELDS[kind]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(fields)
    for entity in entities:
        row = record(entity)
        writer.writerow([_cell(field, row[name]) for name, field in fields.items()])
    return out.getvalue().encode("utf-8")


def from_csv(kind: type[T], content: bytes) -> tuple[T, ...]:
    """Return the records.

    Raises
    ------
    ValueError
        If it is no such table.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    fields = FIELDS[kind]
    try:
        header = next(lines, None)
        earlier = {name: field for name, field in fields.items() if name not in LATER.get(kind, ())}
        if header == list(earlier):
            fields = earlier
        if header != list(fields):
            raise ValueError("other columns")
        return tuple(from_record(kind, _row(fields, cells)) for cells in lines)
    except (csv.Error, RecursionError) as error:
        raise ValueError(str(error)) from error


def _cell(field: Field, value: Any) -> str:
    if value is None:
        return ""
    return str(value) if field.is_text else json.dumps(value, ensure_ascii=False)


def _row(fields: dict[str, Field], cells: list[str]) -> dict[str, Any]:
    named = zip(fields.items(), cells, strict=True)
    return {name: _value(field, cell) for (name, field), cell in named}


def _value(field: Field, cell: str) -> Any:
    if field.is_text:
        # a text may be empty; a time or an answer that is empty is none
        return None if not cell and not field.may_be_empty else cell
    return json.loads(cell) if cell else None
