"""The numbers of being inside, from `resources/headset`, checked."""

from __future__ import annotations

from app.catalogue.files import read_kind
from app.model.brush import Number
from app.model.inside import Tuning
from app.model.words import PersonError, Sentence


def tuning() -> Tuning:
    """Return the numbers of being inside.

    Raises
    ------
    PersonError
        If the file is not as ``schema.json`` wants it; names the file and the field.
    """
    ((file, table),) = read_kind("headset").items()
    numbers = {name: Number(**row) for name, row in table.items()}
    for name, number in numbers.items():
        if not number.min <= number.default <= number.max:
            raise PersonError(
                Sentence(
                    "In the file {file}, {field} is not as it must be ({why}). Your pictures and "
                    "pages are not touched; they are in your library. Please install Innerscape "
                    "again, or take the file out if it is your own.",
                    {
                        "file": file,
                        "field": f"{name}.default",
                        "why": f"{number.default} is not within {number.min} and {number.max}",
                    },
                )
            )
    return Tuning(numbers)
