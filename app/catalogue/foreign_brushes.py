"""Brushes of other programs, from `resources/foreign_brushes`, and what of ours is like them."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.files import read_kind


@dataclass(frozen=True, slots=True)
class ForeignBrush:
    """A brush of another program; ``like`` is the name of one of ours, ``family`` its family."""

    guid: str
    name: str
    family: str
    like: str


def foreign_brushes() -> tuple[ForeignBrush, ...]:
    """Return all that are known.

    Raises
    ------
    PersonError
        If a file is not as ``schema.json`` wants it; names the file and the field.
    """
    tables = read_kind("foreign_brushes").values()
    return tuple(ForeignBrush(**row) for table in tables for row in table["brushes"])
