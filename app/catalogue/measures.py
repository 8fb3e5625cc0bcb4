"""The measures of ``resources/measures``, and those a person brought as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from app.catalogue.files import Table, read_file, read_kind, schema_of
from app.catalogue.wording import refuse_twins, wording
from app.model.measure import (
    Band,
    Bands,
    Choice,
    Item,
    Measure,
    MeasureKind,
    MeasureWording,
    Reliable,
    Scale,
    Score,
    Showing,
)
from app.model.prompt import Wording
from app.model.words import PersonError, Sentence

KIND: Final = "measures"
NO_ENDS: Final = Wording("", "")
WRONG_COUNT: Final = Sentence(
    "The words in {file} do not fit {measure}: it has another number of questions or answers. "
    "Nothing was changed. Please compare the file with the questionnaire it is from."
)
NOT_KNOWN: Final = Sentence(
    "The words in {file} are for {measure}, and there is no such measure here. Nothing was "
    "changed. Please bring in the measure first."
)
NOT_SOUND: Final = Sentence(
    "The scoring in {file} names a question or a score that is not there. Nothing was changed. "
    "Please look at the file again."
)


def measures(own: Iterable[Path] = ()) -> tuple[Measure, ...]:
    """Return every measure by name, with the words that files of the person's own give them.

    Parameters
    ----------
    own : iterable of Path
        Files that were brought in: whole measures, or the wording of one.

    Raises
    ------
    app.model.words.PersonError
        If a file breaks the schema, or two measures share a uid or a name.
    """
    brought = [read_own(path) for path in own]
    found = [measure_from(table, name) for name, table in read_kind(KIND).items()]
    found += [one for one in brought if isinstance(one, Measure)]
    refuse_twins(KIND, (one.uid for one in found))
    refuse_twins(KIND, (one.name for one in found))
    by_name = {one.name: one for one in found}
    for one in brought:
        if isinstance(one, MeasureWording) and one.measure in by_name:
            by_name[one.measure] = worded(by_name[one.measure], one)
    return tuple(sorted(by_name.values(), key=lambda one: one.name))


def read_own(path: Path) -> Measure | MeasureWording:
    """Return what a file holds: a whole measure, or the wording of one.

    Raises
    ------
    app.model.words.PersonError
        If it cannot be read or is neither.
    """
    schema = schema_of(KIND)
    table = read_file(path, schema)
    if "wording_of" not in table:
        return measure_from(table, path.name)
    return MeasureWording(
        measure=table["wording_of"],
        language=table["language"],
        lead=table["lead"],
        items=tuple(table["items"]),
        choices=tuple(table.get("choices", ())),
        source=table["source"],
    )


def checked_wording(
    found: Sequence[Measure], wording_of: MeasureWording, file: str
) -> MeasureWording:
    """Return a wording that fits one of the measures.

    Raises
    ------
    app.model.words.PersonError
        If there is no such measure, or it has another number of questions or answers.
    """
    fields = {"file": file, "measure": wording_of.measure}
    measure = next((one for one in found if one.name == wording_of.measure), None)
    if measure is None:
        raise PersonError(Sentence(NOT_KNOWN.message, fields))
    if not _fits(measure, wording_of):
        raise PersonError(Sentence(WRONG_COUNT.message, fields | {"measure": str(measure.title)}))
    return wording_of


def worded(measure: Measure, words: MeasureWording) -> Measure:
    """Return a measure with its words in one language; unchanged where they do not fit it."""
    if not _fits(measure, words):
        return measure
    items = zip(measure.items, words.items, strict=True)
    choices = zip(measure.scale.choices, words.choices, strict=True)
    return replace(
        measure,
        lead=_said(measure.lead, words.lead, words.language),
        items=tuple(
            replace(item, text=_said(item.text, text, words.language)) for item, text in items
        ),
        scale=replace(
            measure.scale,
            choices=tuple(
                replace(choice, text=_said(choice.text, text, words.language))
                for choice, text in choices
            ),
        ),
    )


def measure_from(table: Table, file: str) -> Measure:
    """Return the measure a checked table describes.

    Raises
    ------
    app.model.words.PersonError
        If its scoring names a question or score that is not there.
    """
    items = tuple(_item(row) for row in table["items"])
    scale = _scale(table["scale"])
    try:
        scores = _scores(table["scores"], scale, len(items))
    except (IndexError, KeyError) as error:
        raise PersonError(Sentence(NOT_SOUND.message, {"file": file})) from error
    return Measure(
        uid=table["uid"],
        name=table["name"],
        title=wording(table["title"]),
        about=wording(table["about"]),
        kind=MeasureKind(table["kind"]),
        lead=_perhaps(table["lead"]),
        scale=scale,
        items=items,
        scores=scores,
        licence=table["licence"],
        citation=table["citation"],
        source=table["source"],
        loinc=table.get("loinc", ""),
        is_shuffled=table.get("is_shuffled", False),
    )


def _fits(measure: Measure, words: MeasureWording) -> bool:
    has_items = len(measure.items) == len(words.items)
    return has_items and len(measure.scale.choices) == len(words.choices)


def _said(text: Wording, words: str, language: str) -> Wording:
    return replace(text, en=words) if language == "en" else replace(text, zh=words)


def _perhaps(table: Mapping[str, str]) -> Wording:
    return Wording(table.get("en", ""), table.get("zh", ""))


def _scale(row: Mapping[str, Any]) -> Scale:
    showing = Showing(row["showing"])
    if showing is not Showing.CHOICES:
        return Scale(showing, float(row["low"]), float(row["high"]))
    choices = tuple(
        Choice(float(one["value"]), _perhaps(one["text"]), one.get("loinc", ""))
        for one in row["choices"]
    )
    values = [one.value for one in choices]
    return Scale(showing, min(values), max(values), choices)


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        name=row["name"],
        text=_perhaps(row["text"]),
        low_end=wording(row["low_end"]) if "low_end" in row else NO_ENDS,
        high_end=wording(row["high_end"]) if "high_end" in row else NO_ENDS,
        icon=row.get("icon", ""),
        loinc=row.get("loinc", ""),
        help_from=row.get("help_from"),
    )


def _scores(rows: Iterable[Mapping[str, Any]], scale: Scale, count: int) -> tuple[Score, ...]:
    found: dict[str, Score] = {}
    for row in rows:
        if "sum_of" in row:
            items = tuple(item for name in row["sum_of"] for item in found[name].items)
        else:
            items = tuple(number - 1 for number in row["items"])
        if max(items) >= count:
            raise IndexError(max(items))
        found[row["name"]] = _score(row, items, scale)
    return tuple(found.values())


def _score(row: Mapping[str, Any], items: tuple[int, ...], scale: Scale) -> Score:
    weight = float(row.get("weight", 1.0))
    reliable = row.get("reliable")
    return Score(
        name=row["name"],
        title=wording(row["title"]),
        items=items,
        weight=weight,
        low=len(items) * scale.low * weight,
        high=len(items) * scale.high * weight,
        bands=tuple(_bands(one) for one in row.get("bands", ())),
        reliable=Reliable(float(reliable["points"]), reliable["source"]) if reliable else None,
        loinc=row.get("loinc", ""),
    )


def _bands(row: Mapping[str, Any]) -> Bands:
    steps = tuple(Band(float(one["start"]), wording(one["title"])) for one in row["steps"])
    cut_off = row.get("cut_off")
    return Bands(
        row["locale"],
        row["source"],
        tuple(sorted(steps, key=lambda band: band.start)),
        None if cut_off is None else float(cut_off),
    )
