"""What a chart of check-ins says, in words and as rows. No Qt, no judgement, no score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.model.entities import CheckIn
from app.model.words import Sentence, tr, trn

# where one word ends and the next begins, -1 to 1
_EDGES = (-0.6, -0.2, 0.2, 0.6)
PLEASANT = (
    Sentence("unpleasant"),
    Sentence("rather unpleasant"),
    Sentence("in between"),
    Sentence("rather pleasant"),
    Sentence("pleasant"),
)
ACTIVATED = (
    Sentence("calm"),
    Sentence("rather calm"),
    Sentence("in between"),
    Sentence("rather activated"),
    Sentence("activated"),
)
NOT_SAID = Sentence("not said")


def word_for(value: float | None, words: Sequence[Sentence]) -> Sentence:
    """Return the word for a place on a slider; "not said" for None."""
    if value is None:
        return NOT_SAID
    return words[sum(value >= edge for edge in _EDGES)]


@dataclass(frozen=True, slots=True)
class Row:
    """One check-in of the table, in words."""

    at: datetime
    pleasant: str
    activated: str
    line: str


def rows_of(check_ins: Sequence[CheckIn]) -> list[Row]:
    """Return check-ins as rows, newest first."""
    newest = sorted(check_ins, key=lambda check_in: check_in.at, reverse=True)
    return [
        Row(
            check_in.at,
            str(word_for(check_in.valence, PLEASANT)),
            str(word_for(check_in.arousal, ACTIVATED)),
            check_in.line,
        )
        for check_in in newest
    ]


def own_lines(check_ins: Sequence[CheckIn], most: int = 5) -> list[CheckIn]:
    """Return the newest check-ins that hold words of the person's own."""
    newest = sorted(check_ins, key=lambda check_in: check_in.at, reverse=True)
    return [check_in for check_in in newest if check_in.line.strip()][:most]


def twin(check_ins: Sequence[CheckIn]) -> str:
    """Return what the chart shows as sentences; it says where things stood, not what they mean."""
    if not check_ins:
        return tr("No check-in in this time.")
    parts = [trn("{count} check-in.", "{count} check-ins.", len(check_ins))]
    axes = (
        (tr("Unpleasant to pleasant"), [c.valence for c in check_ins], PLEASANT),
        (tr("Calm to activated"), [c.arousal for c in check_ins], ACTIVATED),
    )
    for name, values, words in axes:
        said = [value for value in values if value is not None]
        if not said:
            parts.append(tr("{axis}: not said.", axis=name))
            continue
        low, high, last = (word_for(v, words) for v in (min(said), max(said), said[-1]))
        if low == high:
            parts.append(tr("{axis}: {last}.", axis=name, last=last))
        else:
            parts.append(
                tr(
                    "{axis}: between {low} and {high}, last {last}.",
                    axis=name,
                    low=low,
                    high=high,
                    last=last,
                )
            )
    return " ".join(parts)
