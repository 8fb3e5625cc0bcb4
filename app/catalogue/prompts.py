"""The prompts of ``resources/prompts``, and those a person wrote, by the same schema."""

from __future__ import annotations

import json
from typing import Any, Final

from app.catalogue.files import read_kind, schema_of
from app.catalogue.wording import refuse_twins, span, wording
from app.model.prompt import Medium, NotWhen, Place, Prompt

OWN: Final = "own-"


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


def own_prompt(content: str) -> Prompt:
    """Return a prompt a person wrote; both languages hold their own words.

    Raises
    ------
    ValueError
        If it is no prompt.
    """
    # slow to import, and few write their own
    from jsonschema import Draft202012Validator

    item = json.loads(content)
    if not Draft202012Validator(_own_schema()).is_valid({"prompts": [item]}):
        raise ValueError("no prompt")
    return _prompt(item)


def written(uid: str, *, title: str, opening: str, medium: Medium, minutes: int) -> str:
    """Return a prompt a person wrote as JSON; what they did not say is left wide open."""
    return json.dumps(
        {
            "uid": OWN + uid,
            "name": OWN + uid,
            "title": _own(title),
            "place": "creative",
            "medium": medium.value,
            "fluidity": 0.5,
            "minutes": minutes,
            "intention": {"en": "One of your own.", "zh": "你自己写的。"},
            "opening": _own(opening),
            "follow_ups": [
                {"en": "What would you like to keep of it?", "zh": "你想留下其中的什么？"},
                {"en": "What would you do another way?", "zh": "有什么你想换一种做法？"},
            ],
            "not_when": {"en": "Not when it does not suit you.", "zh": "不合适的时候就先不用。"},
            "not_when_tags": [],
            "not_after": [],
            "valence": [-1, 1],
            "arousal": [-1, 1],
        },
        ensure_ascii=False,
    )


def _own(words: str) -> dict[str, str]:
    return {"en": words, "zh": words}


def _own_schema() -> dict[str, Any]:
    schema = schema_of("prompts")
    # a person writes in one language
    schema["$defs"]["wording"]["properties"]["zh"] = {"type": "string", "minLength": 1}
    schema["$defs"]["prompt"]["properties"]["uid"] = {"type": "string", "pattern": f"^{OWN}"}
    return schema


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
