"""Brushes for space from `resources/space_brushes`, checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from app.catalogue.files import SCHEMA_NAME, read_folder
from app.model.brush import Number
from app.model.space_brush import Family, Flag, Material, SpaceBrush, Sprite, Stamp
from app.model.words import PersonError, Sentence


def space_brushes(folder: Traversable | None = None) -> tuple[SpaceBrush, ...]:
    """Return all brushes for space, firm ones first.

    Parameters
    ----------
    folder : Traversable, optional
        Where the TOML files are; by default those that come with the studio.

    Raises
    ------
    PersonError
        If a file is not as ``schema.json`` wants it; names the file and the field.
    """
    shipped = files("resources").joinpath("space_brushes")
    schema = json.loads(shipped.joinpath(SCHEMA_NAME).read_text("utf-8"))
    found: list[SpaceBrush] = []
    for file, table in read_folder(folder or shipped, schema).items():
        brush = _brush(file, table)
        for field in ("uid", "name"):
            if getattr(brush, field) in [getattr(other, field) for other in found]:
                raise _broken(file, field, f"{getattr(brush, field)} is used twice")
        for guid in brush.foreign_guids:
            if any(guid in other.foreign_guids for other in found):
                raise _broken(file, "foreign_guids", f"{guid} is used twice")
        found.append(brush)
    return tuple(sorted(found, key=lambda brush: brush.feel))


def _brush(file: str, table: Mapping[str, Any]) -> SpaceBrush:
    return SpaceBrush(
        uid=table["uid"],
        name=table["name"],
        title=table["title"],
        help=table["help"],
        feel=table["feel"],
        family=Family(table["family"]),
        material=Material(table["material"]),
        numbers={key: _number(file, key, value) for key, value in table["numbers"].items()},
        flags=frozenset(Flag(flag) for flag in table["flags"]),
        sprite=Sprite[table["sprite"].upper()] if "sprite" in table else None,
        stamp=Stamp(table["stamp"]) if "stamp" in table else None,
        foreign_guids=tuple(table["foreign_guids"]),
        supersedes=table.get("supersedes", ""),
    )


def _number(file: str, name: str, table: Mapping[str, Any]) -> Number:
    number = Number(**table)
    if not number.min <= number.default <= number.max:
        why = f"{number.default} is not within {number.min} and {number.max}"
        raise _broken(file, f"numbers.{name}.default", why)
    return number


def _broken(file: str, field: str, why: str) -> PersonError:
    return PersonError(
        Sentence(
            "In the file {file}, {field} is not as it must be ({why}). Your pictures and pages "
            "are not touched; they are in your library. Please install Innerscape again, or take "
            "the file out if it is your own.",
            {"file": file, "field": field, "why": why},
        )
    )
