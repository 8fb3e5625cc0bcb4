"""Brushes from `resources/brushes`, checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from app.catalogue.files import SCHEMA_NAME, read_folder
from app.model.brush import Brush, Build, Number
from app.model.words import PersonError, Sentence


def brushes(folder: Traversable | None = None) -> tuple[Brush, ...]:
    """Return all brushes, firm ones first.

    Parameters
    ----------
    folder : Traversable, optional
        Where the TOML files are; by default those that come with the studio.

    Raises
    ------
    PersonError
        If a file is not as ``schema.json`` wants it; names the file and the field.
    """
    shipped = files("resources").joinpath("brushes")
    schema = json.loads(shipped.joinpath(SCHEMA_NAME).read_text("utf-8"))
    found: list[Brush] = []
    for file, table in read_folder(folder or shipped, schema).items():
        brush = _brush(file, table)
        for field in ("uid", "name"):
            if getattr(brush, field) in [getattr(other, field) for other in found]:
                raise _broken(file, field, f"{getattr(brush, field)} is used twice")
        found.append(brush)
    return tuple(sorted(found, key=lambda brush: brush.feel))


def _brush(file: str, table: Mapping[str, Any]) -> Brush:
    return Brush(
        uid=table["uid"],
        name=table["name"],
        title=table["title"],
        feel=table["feel"],
        build=Build(table["build"]),
        numbers={key: _number(file, key, value) for key, value in table["numbers"].items()},
        curves={key: _curve(file, key, value) for key, value in table["curves"].items()},
        supersedes=table.get("supersedes", ""),
    )


def _number(file: str, name: str, table: Mapping[str, Any]) -> Number:
    number = Number(**table)
    if not number.min <= number.default <= number.max:
        why = f"{number.default} is not within {number.min} and {number.max}"
        raise _broken(file, f"numbers.{name}.default", why)
    return number


def _curve(file: str, name: str, table: Mapping[str, Any]) -> tuple[tuple[float, float], ...]:
    points = tuple((float(x), float(y)) for x, y in table["points"])
    inputs = [x for x, _ in points]
    if inputs[0] != 0 or inputs[-1] != 1 or inputs != sorted(set(inputs)):
        raise _broken(file, f"curves.{name}.points", "they must rise from 0 to 1")
    return points


def _broken(file: str, field: str, why: str) -> PersonError:
    return PersonError(
        Sentence(
            "In the file {file}, {field} is not as it must be ({why}). Your pictures and pages "
            "are not touched; they are in your library. Please install Innerscape again, or take "
            "the file out if it is your own.",
            {"file": file, "field": field, "why": why},
        )
    )
