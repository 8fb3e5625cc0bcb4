"""What the parts of each kind of controller do, from `resources/headset/bindings`, checked."""

from __future__ import annotations

from app.catalogue.files import Table, read_kind
from app.model.controllers import ControllerProfile


def controller_profiles() -> tuple[ControllerProfile, ...]:
    """Return every kind of controller that is known.

    Raises
    ------
    PersonError
        If a file is not as ``schema.json`` wants it; names the file and the field.
    """
    return tuple(_profile(table) for table in read_kind("headset/bindings").values())


def _profile(table: Table) -> ControllerProfile:
    return ControllerProfile(
        path=table["profile"],
        title=table["title"],
        extension=table.get("extension", ""),
        left=table["both"] | table.get("left", {}),
        right=table["both"] | table.get("right", {}),
    )
