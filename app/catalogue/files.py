"""Reads the files of one kind of resource and holds each against the kind's schema."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from app.model.brush import Number
from app.model.words import PersonError, Sentence

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMA_NAME = "schema.json"

Table = Mapping[str, Any]


def read_kind(kind: str, folder: Traversable | None = None) -> dict[str, Table]:
    """Return every file of ``resources/<kind>`` by name, checked.

    Parameters
    ----------
    kind : str
        The folder: "prompts", "brushes", "clay/tools".
    folder : Traversable, optional
        Another folder, held against the schema of the kind.

    Raises
    ------
    PersonError
        If a file cannot be read or breaks the schema; it names the file and the field.
    """
    return read_folder(folder or _shipped(kind), schema_of(kind))


def schema_of(kind: str) -> dict[str, Any]:
    """Return the schema of ``resources/<kind>``."""
    schema: dict[str, Any] = json.loads(_shipped(kind).joinpath(SCHEMA_NAME).read_text("utf-8"))
    return schema


def _shipped(kind: str) -> Traversable:
    return files("resources").joinpath(*kind.split("/"))


def read_folder(folder: Traversable, schema: Table) -> dict[str, Table]:
    """Return every TOML and JSON file of a folder by name, in order, checked.

    Raises
    ------
    PersonError
        As `read_kind`.
    """
    found = sorted((item for item in folder.iterdir() if _is_resource(item)), key=lambda i: i.name)
    return {item.name: read_file(item, schema) for item in found}


def read_file(item: Traversable, schema: Table) -> Table:
    """Return one TOML or JSON file, checked.

    Parameters
    ----------
    item : Traversable
        The file; a `pathlib.Path` is one.
    schema : Mapping
        JSON Schema, draft 2020-12.

    Raises
    ------
    PersonError
        As `read_kind`.
    """
    # slow to import, and the first paint reads no resource
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    table = _parse(item)
    error = best_match(Draft202012Validator(schema).iter_errors(table))
    if error is not None:
        raise broken(item.name, _field(error), error.message)
    return table


def refuse_shared(tables: Mapping[str, Table], *fields: str) -> None:
    """Hold every value of these fields to one file.

    Raises
    ------
    PersonError
        If two files carry the same; names the later file and the field.
    """
    for field in fields:
        seen: set[Any] = set()
        for file, table in tables.items():
            if table[field] in seen:
                raise broken(file, field, f"{table[field]} is used twice")
            seen.add(table[field])


def number(file: str, field: str, table: Table) -> Number:
    """Return a setting; raises `PersonError` if its default lies outside its limits."""
    found = Number(**table)
    if not found.min <= found.default <= found.max:
        why = f"{found.default} is not within {found.min} and {found.max}"
        raise broken(file, f"{field}.default", why)
    return found


def numbers(file: str, table: Table) -> dict[str, Number]:
    """Return the settings of a file by name; raises as `number`."""
    return {name: number(file, f"numbers.{name}", row) for name, row in table.items()}


def broken(file: str, field: str, why: str) -> PersonError:
    """Return the error that says which field of which file is not as it must be."""
    return PersonError(
        Sentence(
            "In the file {file}, {field} is not as it must be ({why}). Your pictures and pages "
            "are not touched; they are in your library. Please install Innerscape again, or take "
            "the file out if it is your own.",
            {"file": file, "field": field, "why": why},
        )
    )


def _is_resource(item: Traversable) -> bool:
    return item.is_file() and item.name != SCHEMA_NAME and item.name.endswith((".toml", ".json"))


def _parse(item: Traversable) -> Table:
    try:
        text = item.read_text("utf-8")
        table: Table = tomllib.loads(text) if item.name.endswith(".toml") else json.loads(text)
    except (OSError, ValueError) as error:  # both parsers raise kinds of ValueError
        raise PersonError(
            Sentence(
                "The file {file} could not be read ({why}). Your pictures and pages are not "
                "touched; they are in your library. Please install Innerscape again, or take the "
                "file out if it is your own.",
                {"file": item.name, "why": str(error)},
            )
        ) from error
    return table


def _field(error: ValidationError) -> str:
    return ".".join(str(part) for part in error.absolute_path) or "the file itself"
