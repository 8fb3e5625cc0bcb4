"""Clay's tools and beginnings from `resources/clay`, checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from app.catalogue.files import SCHEMA_NAME, Table, read_folder
from app.model.brush import Number
from app.model.clay import (
    BallStart,
    ClayAction,
    ClayStart,
    ClayTool,
    Part,
    PartShape,
    PartsStart,
    TurnedStart,
)
from app.model.space import Vector
from app.model.words import PersonError, Sentence


def clay_tools(folder: Traversable | None = None) -> tuple[ClayTool, ...]:
    """Return all tools in the order of their shelf.

    Parameters
    ----------
    folder : Traversable, optional
        Where the TOML files are; by default those that come with the studio.

    Raises
    ------
    PersonError
        If a file is not as ``schema.json`` wants it; names the file and the field.
    """
    found = [_tool(file, table) for file, table in _read("tools", folder).items()]
    return tuple(sorted(found, key=lambda tool: tool.feel))


def clay_starts(folder: Traversable | None = None) -> tuple[ClayStart, ...]:
    """Return all beginnings in order; ``folder`` and raises as for `clay_tools`."""
    found = [_start(table) for table in _read("starts", folder).values()]
    return tuple(sorted(found, key=lambda start: start.order))


def _read(kind: str, folder: Traversable | None) -> dict[str, Table]:
    shipped = files("resources").joinpath("clay", kind)
    schema = json.loads(shipped.joinpath(SCHEMA_NAME).read_text("utf-8"))
    tables = read_folder(folder or shipped, schema)
    for field in ("uid", "name"):
        seen: set[str] = set()
        for file, table in tables.items():
            if table[field] in seen:
                raise _broken(file, field, f"{table[field]} is used twice")
            seen.add(table[field])
    return tables


def _tool(file: str, table: Table) -> ClayTool:
    return ClayTool(
        uid=table["uid"],
        name=table["name"],
        title=table["title"],
        feel=table["feel"],
        action=ClayAction(table["action"]),
        numbers={key: _number(file, key, value) for key, value in table["numbers"].items()},
        supersedes=table.get("supersedes", ""),
    )


def _number(file: str, name: str, table: Mapping[str, Any]) -> Number:
    number = Number(**table)
    if not number.min <= number.default <= number.max:
        why = f"{number.default} is not within {number.min} and {number.max}"
        raise _broken(file, f"numbers.{name}.default", why)
    return number


def _start(table: Table) -> ClayStart:
    red, green, blue = table["colour"]
    return ClayStart(
        uid=table["uid"],
        name=table["name"],
        title=table["title"],
        order=table["order"],
        colour=(red, green, blue),
        build=_build(table["build"]),
        supersedes=table.get("supersedes", ""),
    )


def _build(table: Table) -> BallStart | PartsStart | TurnedStart:
    numbers = {key: value for key, value in table.items() if key != "family"}
    if table["family"] == "ball":
        return BallStart(**numbers)
    if table["family"] == "parts":
        return PartsStart(table["voxel_m"], tuple(_part(part) for part in table["parts"]))
    profile = tuple((float(radius), float(height)) for radius, height in table["profile_m"])
    return TurnedStart(table["voxel_m"], table["wall_m"], profile)


def _part(table: Mapping[str, Any]) -> Part:
    return Part(
        shape=PartShape(table["shape"]),
        centre_m=_vector(table["centre_m"]),
        size_m=_vector(table["size_m"]),
        end_m=_vector(table.get("end_m", (0, 0, 0))),
        lean_deg=float(table.get("lean_deg", 0)),
        round_m=float(table.get("round_m", 0)),
        blend_m=float(table.get("blend_m", 0)),
        is_mirrored=table.get("is_mirrored", False),
        is_taken_away=table.get("is_taken_away", False),
    )


def _vector(three: Sequence[float]) -> Vector:
    x, y, z = (float(each) for each in three)
    return x, y, z


def _broken(file: str, field: str, why: str) -> PersonError:
    return PersonError(
        Sentence(
            "In the file {file}, {field} is not as it must be ({why}). Your pictures and pages "
            "are not touched; they are in your library. Please install Innerscape again, or take "
            "the file out if it is your own.",
            {"file": file, "field": field, "why": why},
        )
    )
