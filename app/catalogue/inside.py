"""The numbers of being inside, from `resources/headset`, checked."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from app.catalogue.files import number, read_kind
from app.model.inside import Tuning


def tuning(folder: Traversable | None = None) -> Tuning:
    """Return the numbers of being inside.

    Parameters
    ----------
    folder : Traversable, optional
        Where the TOML file is; by default that which comes with the studio.

    Raises
    ------
    PersonError
        If the file is not as ``schema.json`` wants it; names the file and the field.
    """
    ((file, table),) = read_kind("headset", folder).items()
    return Tuning({name: number(file, name, row) for name, row in table.items()})
