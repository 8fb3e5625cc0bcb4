"""Places to be in, from `resources/environments`, `skies` and `surroundings`, checked."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

from app.catalogue.files import Table, broken, read_kind, refuse_shared
from app.model.brush import Number
from app.model.environment import (
    Air,
    AirKind,
    Colour,
    Detail,
    Environment,
    Grass,
    Ground,
    Knob,
    Land,
    LandKind,
    Plant,
    PlantKind,
    Sky,
    SkyKey,
    SunPath,
    Wish,
    WishStep,
)


def environments(folder: Traversable | None = None) -> tuple[Environment, ...]:
    """Return all places, in the order they are offered.

    Parameters
    ----------
    folder : Traversable, optional
        Where the TOML files of the places are; by default those that come with the studio.

    Raises
    ------
    PersonError
        If a file is not as its schema wants it; names the file and the field.
    """
    shared, skies = _shared(), _skies()
    tables = read_kind("environments", folder)
    refuse_shared(tables, "uid", "name")
    found = (_environment(file, table, shared, skies) for file, table in tables.items())
    return tuple(sorted(found, key=lambda place: place.order))


def wishes() -> tuple[Wish, ...]:
    """Return what a person may wish for in plain words, in the order it is offered.

    Raises
    ------
    PersonError
        As `environments`.
    """
    return tuple(
        Wish(row["name"], row["title"], tuple(WishStep(**step) for step in row["steps"]))
        for row in _shared()["wishes"]
    )


def _shared() -> Table:
    (table,) = read_kind("surroundings").values()
    return table


def _skies() -> dict[str, Sky]:
    return {table["name"]: _sky(file, table) for file, table in read_kind("skies").items()}


def _sky(file: str, table: Table) -> Sky:
    keys = tuple(
        SkyKey(**{name: _key(name, value) for name, value in row.items()}) for row in table["keys"]
    )
    heights = [key.elevation_deg for key in keys]
    if heights != sorted(set(heights)):
        raise broken(file, "keys", "the sun must stand higher from one to the next")
    return Sky(table["name"], keys, table.get("disc", 1.0))


def _key(name: str, value: Any) -> Any:
    return value if name == "elevation_deg" else _colour(value)


def _environment(file: str, table: Table, shared: Table, skies: Mapping[str, Sky]) -> Environment:
    if table["sky"] not in skies:
        raise broken(file, "sky", f"there is no sky {table['sky']}")
    knobs = {
        name: Knob(name, row["title"], row["absent"]) for name, row in shared["numbers"].items()
    }
    return Environment(
        uid=table["uid"],
        name=table["name"],
        title=table["title"],
        about=table["about"],
        order=table["order"],
        supersedes=table.get("supersedes", ""),
        sun=SunPath(**table["sun"]),
        sky=skies[table["sky"]],
        land=Land(**{**table["land"], "kind": LandKind(table["land"]["kind"])}),
        ground=Ground(**_coloured(table["ground"])),
        air=_air(table.get("air")),
        grass=_grass(table.get("grass")),
        plants=tuple(_plant(row) for row in table.get("plants", ())),
        numbers=_numbers(file, table["numbers"], shared["numbers"]),
        knobs=knobs,
        levels=tuple(Detail(**row) for row in shared["levels"]),
    )


def _numbers(file: str, own: Table, shared: Table) -> dict[str, Number]:
    found = {}
    for name, row in own.items():
        if name not in shared:
            raise broken(file, f"numbers.{name}", "no place knows such a number")
        whole = {key: value for key, value in shared[name].items() if key not in OWN_KEYS}
        number = Number(**{**whole, **row})
        if not shared[name]["min"] <= number.min <= number.default <= number.max:
            why = f"{number.default} is not within {number.min} and {number.max}"
            raise broken(file, f"numbers.{name}.default", why)
        found[name] = number
    return {name: found[name] for name in shared if name in found}


OWN_KEYS = ("title", "absent")


def _air(table: Table | None) -> Air:
    if table is None:
        return Air(AirKind.NONE)
    return Air(AirKind(table["kind"]), table["count"], _colour(table["colour"]))


def _grass(table: Table | None) -> Grass | None:
    if table is None:
        return None
    flowers = tuple(_colour(code) for code in table.get("flowers", ()))
    return Grass(**{**_coloured(table), "flowers": flowers})


def _plant(table: Table) -> Plant:
    low, high = table["height_m"]
    kind = PlantKind(table["kind"])
    return Plant(**{**_coloured(table), "kind": kind, "height_m": (low, high)})


def _coloured(table: Table) -> dict[str, Any]:
    return {
        name: _colour(value) if isinstance(value, str) and value.startswith("#") else value
        for name, value in table.items()
    }


def _colour(code: str) -> Colour:
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return (red / 255, green / 255, blue / 255)
