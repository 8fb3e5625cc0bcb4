"""The chooser against chance and popularity: five kinds of people, a hundred of each."""

from __future__ import annotations

from app.catalogue import prompts
from tests.guidance import people

SEEDS = 100


def run(seeds: int = SEEDS) -> dict[str, object]:
    """Return the table: mean fit of every way for every kind of person."""
    return people.compare(prompts(), seeds=seeds)
