"""How a page was made, as far as its strokes' times tell: how long, how many, with what pauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.model.entities import Stroke
from app.model.space import SpaceStroke

# a gap of this is a pause; a longer one of `SITTING_S` begins another sitting
PAUSE_S: Final = 30.0
SITTING_S: Final = 30 * 60.0


@dataclass(frozen=True, slots=True)
class Making:
    """What the times of a page's strokes say; nothing of why.

    ``at_it_s`` goes from the first stroke of a sitting to its last, over all sittings;
    ``drawing_s`` is the time the pen (or hand) was down. ``pauses`` counts the gaps within a
    sitting of `PAUSE_S` and more; ``longest_pause_s`` is 0 where there is none.
    """

    strokes: int = 0
    sittings: int = 0
    at_it_s: float = 0.0
    drawing_s: float = 0.0
    pauses: int = 0
    longest_pause_s: float = 0.0
    first_at: datetime | None = None
    last_at: datetime | None = None


def making(strokes: Iterable[Stroke | SpaceStroke]) -> Making:
    """Return how a page was made; the order the strokes come in does not matter."""
    spans = sorted((stroke.started_at, _length_s(stroke)) for stroke in strokes)
    if not spans:
        return Making()
    origin = spans[0][0]
    sittings, pauses, drawing_s, begun_s, until_s = 1, [], 0.0, 0.0, 0.0
    at_it_s = 0.0
    for at, length_s in spans:
        start_s = (at - origin).total_seconds()
        gap_s = start_s - until_s
        if gap_s >= SITTING_S:
            sittings += 1
            at_it_s += until_s - begun_s
            begun_s = start_s
        elif gap_s >= PAUSE_S:
            pauses.append(gap_s)
        drawing_s += length_s
        until_s = max(until_s, start_s + length_s)
    at_it_s += until_s - begun_s
    return Making(
        len(spans),
        sittings,
        at_it_s,
        drawing_s,
        len(pauses),
        max(pauses, default=0.0),
        origin,
        spans[-1][0],
    )


def _length_s(stroke: Stroke | SpaceStroke) -> float:
    # in both kinds of stroke the time stands last
    return float(stroke.points[-1, -1]) if len(stroke.points) else 0.0
