"""The numbers of being inside, from `resources/headset`, checked."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable

from app.catalogue.files import SCHEMA_NAME, read_folder
from app.model.brush import Number
from app.model.inside import Tuning
from app.model.words import PersonError, Sentence


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
    shipped = files("resources").joinpath("headset")
    schema = json.loads(shipped.joinpath(SCHEMA_NAME).read_text("utf-8"))
    ((file, table),) = read_folder(folder or shipped, schema).items()
    numbers = {name: Number(**row) for name, row in table.items()}
    for name, number in numbers.items():
        if not number.min <= number.default <= number.max:
            why = f"{number.default} is not within {number.min} and {number.max}"
            raise PersonError(
                Sentence(
                    "In the file {file}, {field} is not as it must be ({why}). Your pictures and "
                    "pages are not touched; they are in your library. Please install Innerscape "
                    "again, or take the file out if it is your own.",
                    {"file": file, "field": f"{name}.default", "why": why},
                )
            )
    return Tuning(numbers)
