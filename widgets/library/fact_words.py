"""Measured facts in plain words, row by row; no word says what one of them means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from app.model.oklab import ColourShare
from app.model.words import Sentence, tr, trn
from app.services.facts import WorkFacts
from widgets.dates import locale
from widgets.progress.told import told

NONE: Final = "–"


def colours_of(facts: WorkFacts) -> tuple[ColourShare, ...]:
    """Return a work's colours with their shares, the largest first."""
    if facts.picture is not None:
        return facts.picture.colours
    return facts.space.colours if facts.space is not None else ()


def _colours(facts: WorkFacts) -> str:
    return told(colours_of(facts))


def _covered(facts: WorkFacts) -> str:
    if facts.picture is None:
        return ""
    return tr("{share} % of the page", share=_percent(facts.picture.coverage))


def _lightness(facts: WorkFacts) -> str:
    seen = facts.picture
    if seen is None or seen.lightness is None or seen.darkest is None or seen.lightest is None:
        return ""
    return tr(
        "{mean} % on the way from black to white; most of it between {low} % and {high} %",
        mean=_percent(seen.lightness),
        low=_percent(seen.darkest),
        high=_percent(seen.lightest),
    )


def _reach(facts: WorkFacts) -> str:
    if facts.space is None or facts.space.extent_m is None:
        return ""
    width, height, depth = (_metres(length) for length in facts.space.extent_m)
    return tr(
        "{width} m wide, {height} m high, {depth} m deep", width=width, height=height, depth=depth
    )


def _strokes(facts: WorkFacts) -> str:
    words = trn("{count} stroke", "{count} strokes", facts.making.strokes)
    if facts.space is None:
        return words
    parts = [words]
    if facts.space.strokes:
        parts[0] = tr("{strokes}, {length} m", strokes=words, length=_metres(facts.space.length_m))
    if facts.space.pieces:
        parts.append(trn("{count} piece of clay", "{count} pieces of clay", facts.space.pieces))
    return tr(", ").join(parts)


def _at_it(facts: WorkFacts) -> str:
    made = facts.making
    if not made.strokes:
        return ""
    sittings = trn("in {count} sitting", "in {count} sittings", made.sittings)
    return tr("{time} {sittings}", time=lasting(made.at_it_s), sittings=sittings)


def _drawing(facts: WorkFacts) -> str:
    return lasting(facts.making.drawing_s) if facts.making.strokes else ""


def _pauses(facts: WorkFacts) -> str:
    made = facts.making
    if not made.strokes:
        return ""
    if not made.pauses:
        return tr("none of half a minute or more")
    count = trn("{count} of half a minute or more", "{count} of half a minute or more", made.pauses)
    return tr("{count}, the longest {time}", count=count, time=lasting(made.longest_pause_s))


ROWS: Final[tuple[tuple[Sentence, Callable[[WorkFacts], str]], ...]] = (
    (Sentence("Colours"), _colours),
    (Sentence("Painted"), _covered),
    (Sentence("Lightness"), _lightness),
    (Sentence("How far it reaches"), _reach),
    (Sentence("Strokes"), _strokes),
    (Sentence("From first to last stroke"), _at_it),
    (Sentence("Drawing itself"), _drawing),
    (Sentence("Pauses"), _pauses),
)


def fact_rows(works: Sequence[WorkFacts | None]) -> list[tuple[str, tuple[str, ...]]]:
    """Return names and what stands beside them for each work; a row nobody has is left out.

    None is a work that is not measured yet.
    """
    found = []
    for name, words in ROWS:
        row = tuple(words(facts) if facts is not None else "" for facts in works)
        if any(row):
            found.append((str(name), tuple(said or NONE for said in row)))
    return found


def lasting(seconds: float) -> str:
    """Return a length of time, "12 min"."""
    if seconds < 60:
        return tr("{count} s", count=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{count} min", count=minutes)
    return tr("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def _percent(share: float) -> int:
    return round(100 * share)


def _metres(length_m: float) -> str:
    return locale().toString(length_m, "f", 2)
