"""What several kinds of resource share: wordings, ranges, uids that belong to one item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.model.prompt import Range, Wording
from app.model.words import PersonError, Sentence


def wording(table: Mapping[str, str]) -> Wording:
    """Return a text in both languages."""
    return Wording(en=table["en"], zh=table["zh"])


def span(pair: Iterable[float]) -> Range:
    """Return a stretch from its two ends."""
    low, high = pair
    return Range(float(low), float(high))


def refuse_twins(kind: str, uids: Iterable[str]) -> None:
    """Hold every uid to one owner.

    Raises
    ------
    PersonError
        If two items of the kind carry the same uid.
    """
    seen: set[str] = set()
    for uid in uids:
        if uid in seen:
            raise PersonError(
                Sentence(
                    "Two items of {kind} are both called {uid}. Your pictures and pages are not "
                    "touched; they are in your library. Please install Innerscape again, or "
                    "rename yours.",
                    {"kind": kind, "uid": uid},
                )
            )
        seen.add(uid)
