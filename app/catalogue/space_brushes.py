"""Brushes for space from `resources/space_brushes`, checked."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable

from app.catalogue.files import Table, broken, numbers, read_kind, refuse_shared
from app.model.space_brush import Family, Flag, Material, SpaceBrush, Sprite, Stamp


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
    tables = read_kind("space_brushes", folder)
    refuse_shared(tables, "uid", "name")
    _refuse_shared_guids(tables)
    found = (_brush(file, table) for file, table in tables.items())
    return tuple(sorted(found, key=lambda brush: brush.feel))


def _refuse_shared_guids(tables: Mapping[str, Table]) -> None:
    seen: set[str] = set()
    for file, table in tables.items():
        for guid in table["foreign_guids"]:
            if guid in seen:
                raise broken(file, "foreign_guids", f"{guid} is used twice")
        seen.update(table["foreign_guids"])


def _brush(file: str, table: Table) -> SpaceBrush:
    return SpaceBrush(
        uid=table["uid"],
        name=table["name"],
        title=table["title"],
        help=table["help"],
        feel=table["feel"],
        family=Family(table["family"]),
        material=Material(table["material"]),
        numbers=numbers(file, table["numbers"]),
        flags=frozenset(Flag(flag) for flag in table["flags"]),
        sprite=Sprite[table["sprite"].upper()] if "sprite" in table else None,
        stamp=Stamp(table["stamp"]) if "stamp" in table else None,
        foreign_guids=tuple(table["foreign_guids"]),
        supersedes=table.get("supersedes", ""),
    )
