"""The safety list of ``resources/safety``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.catalogue.files import Table, read_kind
from app.catalogue.wording import refuse_twins
from app.model.safety import SafetyException, SafetyPhrase, SafetyWords


def safety_list() -> SafetyWords:
    """Return the whole safety list, all languages.

    Raises
    ------
    app.model.words.PersonError
        If a file breaks the schema, or two phrases share a uid.
    """
    tables = read_kind("safety")
    tags: dict[str, list[str]] = {}
    variants: dict[str, str] = {}
    for table in tables.values():
        tags.update(table.get("kinds", {}))
        variants.update(_characters(table.get("variants", {})))
    phrases = tuple(phrase for table in tables.values() for phrase in _phrases(table, tags))
    refuse_twins("safety", (phrase.uid for phrase in phrases))
    exceptions = tuple(item for table in tables.values() for item in _exceptions(table))
    return SafetyWords(phrases, exceptions, tuple(tags["asked"]), variants)


def _characters(variants: dict[str, str]) -> dict[str, str]:
    # written as {"杀" = "殺煞"}: the list's own character, then all that stand for it
    return {other: own for own, others in variants.items() for other in others}


def _phrases(table: Table, tags: dict[str, list[str]]) -> Iterator[SafetyPhrase]:
    for item in table.get("phrases", ()):
        yield SafetyPhrase(
            uid=item["uid"],
            language=table["language"],
            pattern=item["pattern"],
            tags=(*tags[item["kind"]], *item.get("tags", ())),
            examples=tuple(item["examples"]),
        )


def _exceptions(table: Table) -> Iterator[SafetyException]:
    for item in table.get("exceptions", ()):
        yield _exception(item, table["language"])


def _exception(item: dict[str, Any], language: str) -> SafetyException:
    return SafetyException(language, item["pattern"], tuple(item["examples"]))
