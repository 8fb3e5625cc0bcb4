"""Clay's tools and beginnings from `resources/clay`, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any

from app.catalogue.files import Table, numbers, read_kind, refuse_shared
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
    tables = read_kind(f"clay/{kind}", folder)
    refuse_shared(tables, "uid", "name")
    return tables


def _tool(file: str, table: Table) -> ClayTool:
    return ClayTool(
        uid=table["uid"],
        name=table["name"],
        title=table["title"],
        feel=table["feel"],
        action=ClayAction(table["action"]),
        numbers=numbers(file, table["numbers"]),
        supersedes=table.get("supersedes", ""),
    )


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
