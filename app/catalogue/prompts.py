"""The prompts of ``resources/prompts``."""

from __future__ import annotations

from typing import Any

from app.catalogue.files import read_kind
from app.catalogue.wording import refuse_twins, span, wording
from app.model.prompt import Medium, NotWhen, Place, Prompt


def prompts() -> tuple[Prompt, ...]:
    """Return all prompts, in the order of the files.

    Raises
    ------
    app.model.words.PersonError
        If a file breaks the schema, or two prompts share a uid.
    """
    found = tuple(
        _prompt(item) for table in read_kind("prompts").values() for item in table["prompts"]
    )
    refuse_twins("prompts", (prompt.uid for prompt in found))
    return found


def _prompt(item: dict[str, Any]) -> Prompt:
    first, second = item["follow_ups"]
    return Prompt(
        uid=item["uid"],
        name=item["name"],
        title=wording(item["title"]),
        place=Place(item["place"]),
        medium=Medium(item["medium"]),
        fluidity=float(item["fluidity"]),
        minutes=item["minutes"],
        intention=wording(item["intention"]),
        opening=wording(item["opening"]),
        follow_ups=(wording(first), wording(second)),
        not_when=wording(item["not_when"]),
        not_when_tags=tuple(NotWhen(tag) for tag in item["not_when_tags"]),
        not_after=tuple(item["not_after"]),
        valence=span(item["valence"]),
        arousal=span(item["arousal"]),
        tags=tuple(item.get("tags", ())),
        source=item.get("source", ""),
    )
