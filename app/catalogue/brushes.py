"""Brushes from `resources/brushes`, checked."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

from app.catalogue.files import broken, numbers, read_kind, refuse_shared
from app.model.brush import Brush, Build


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
    tables = read_kind("brushes", folder)
    refuse_shared(tables, "uid", "name")
    found = (_brush(file, table) for file, table in tables.items())
    return tuple(sorted(found, key=lambda brush: brush.feel))


def _brush(file: str, table: Mapping[str, Any]) -> Brush:
    return Brush(
        uid=table["uid"],
        name=table["name"],
        title=table["title"],
        feel=table["feel"],
        build=Build(table["build"]),
        numbers=numbers(file, table["numbers"]),
        curves={key: _curve(file, key, value) for key, value in table["curves"].items()},
        supersedes=table.get("supersedes", ""),
    )


def _curve(file: str, name: str, table: Mapping[str, Any]) -> tuple[tuple[float, float], ...]:
    points = tuple((float(x), float(y)) for x, y in table["points"])
    inputs = [x for x, _ in points]
    if inputs[0] != 0 or inputs[-1] != 1 or inputs != sorted(set(inputs)):
        raise broken(file, f"curves.{name}.points", "they must rise from 0 to 1")
    return points
