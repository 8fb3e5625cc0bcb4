"""What was found, added and will go, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.formats.source import Found
from app.model.words import Sentence, tr, trn
from app.services.bring_in import Brought


def listed(
    *, entries: int = 0, works: int = 0, pictures: int = 0, check_ins: int = 0, scales: int = 0
) -> str:
    """Return counts as words: "3 pages, 2 pictures"; what is none is not named."""
    parts = (
        (entries, trn("{count} page", "{count} pages", entries)),
        (works, trn("{count} picture", "{count} pictures", works)),
        (pictures, trn("{count} photograph", "{count} photographs", pictures)),
        (check_ins, trn("{count} check-in", "{count} check-ins", check_ins)),
        (scales, trn("{count} answered scale", "{count} answered scales", scales)),
    )
    return tr(", ").join(words for count, words in parts if count) or tr("nothing")


def what_was_found(found: Found) -> str:
    """Return what can be brought in, since when, and what stays behind."""
    parts = listed(
        entries=found.entries,
        works=found.works,
        pictures=found.pictures,
        check_ins=found.check_ins,
    )
    words = tr("Found {kind}: {parts}.", kind=found.kind, parts=parts)
    if found.first_day is not None and found.last_day is not None:
        first, last = found.first_day.isoformat(), found.last_day.isoformat()
        is_one = first == last
        words += " " + (
            tr("Of {day}.", day=first)
            if is_one
            else tr("From {first} to {last}.", first=first, last=last)
        )
    if found.left_out:
        left = tr(", ").join(map(str, found.left_out))
        words += " " + tr("These stay behind: {left}.", left=left)
    return words


def what_was_added(brought: Brought) -> str:
    """Return what was added, and what was here already."""
    if brought.is_nothing:
        words = tr("Nothing new was found.")
    else:
        parts = listed(
            entries=brought.entries,
            works=brought.works,
            pictures=brought.pictures,
            check_ins=brought.check_ins,
            scales=brought.scales,
        )
        words = tr("Added: {parts}.", parts=parts)
    if brought.already_here:
        words += " " + trn(
            "{count} thing was here already and stays as it is.",
            "{count} things were here already and stay as they are.",
            brought.already_here,
        )
    return words


_KEPT: Final = {
    "brushes": Sentence("brushes"),
    "stroke_bits": Sentence("fields of strokes"),
    "point_bits": Sentence("fields of points"),
    "metadata": Sentence("metadata"),
    "files": Sentence("files"),
}


def what_a_file_holds(table: Mapping[str, Any]) -> Iterator[str]:
    """Give lines that say what `app.services.convert.inspect` found."""
    yield tr("Kind: {kind}", kind=table["kind"])
    if "vertices" in table:
        yield trn("{count} vertex", "{count} vertices", table["vertices"])
        yield trn("{count} triangle", "{count} triangles", table["triangles"])
    else:
        yield trn("{count} stroke", "{count} strokes", table["strokes"])
        yield trn("{count} point", "{count} points", table["points"])
        names = [brush["name"] or brush["guid"] or tr("no brush") for brush in table["brushes"]]
        yield tr("Brushes: {names}", names=tr(", ").join(names) or tr("nothing"))
        yield trn("{count} layer", "{count} layers", len(table["layers"]))
    if table["bounds_m"]:
        low, high = table["bounds_m"]
        size = " × ".join(f"{end - start:.2f}" for start, end in zip(low, high, strict=True))
        yield tr("Size: {size} m", size=size)
    for what, names in table["not_understood"].items():
        joined = tr(", ").join(names)
        if what in _KEPT:
            yield tr("Kept and not used ({what}): {names}", what=_KEPT[what], names=joined)
        else:
            yield tr("These stay behind: {left}.", left=joined)
