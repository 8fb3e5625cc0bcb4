"""The help lines and grounding texts of ``resources/help``."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.catalogue.files import read_kind
from app.catalogue.wording import refuse_twins, wording
from app.model.help import Grounding, HelpKind, HelpLine


def help_lines() -> tuple[HelpLine, ...]:
    """Return the help lines, those with a number first.

    Raises
    ------
    app.model.words.PersonError
        If a file breaks the schema, or two lines share a uid.
    """
    tables = read_kind("help").values()
    found = tuple(_line(item) for table in tables for item in table.get("lines", ()))
    refuse_twins("help", (line.uid for line in found))
    return found


def grounding() -> tuple[Grounding, ...]:
    """Return the ways back to the ground, shortest first.

    Raises
    ------
    app.model.words.PersonError
        As `help_lines`.
    """
    tables = read_kind("help").values()
    found = tuple(_grounding(item) for table in tables for item in table.get("grounding", ()))
    refuse_twins("help", (item.uid for item in found))
    return found


def _line(item: dict[str, Any]) -> HelpLine:
    checked = item.get("checked", "")
    return HelpLine(
        uid=item["uid"],
        kind=HelpKind(item["kind"]),
        country=item["country"],
        title=wording(item["title"]),
        number=item["number"],
        note=wording(item["note"]),
        source=wording(item["source"]),
        checked=date.fromisoformat(f"{checked}-01") if checked else None,
    )


def _grounding(item: dict[str, Any]) -> Grounding:
    steps = tuple(wording(step) for step in item["steps"])
    return Grounding(item["uid"], wording(item["title"]), steps)
