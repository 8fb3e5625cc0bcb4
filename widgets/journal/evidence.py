"""Which stretches of a paragraph carried a guess, from the weights of its words."""

from __future__ import annotations

from dataclasses import dataclass

from inference.results import Evidence

WEAKEST = 0.2
_MOST = 5
_GAP_CHARACTERS = 1


@dataclass(frozen=True, slots=True)
class Carrier:
    """A stretch of the paragraph; ``weight`` 0 to 1, the strongest has 1."""

    start: int
    end: int
    weight: float


def carriers(evidence: Evidence) -> list[Carrier]:
    """Return the stretches that count, in the order of the text, neighbours as one.

    A word counts from a fifth of the strongest one's weight on; words that speak against the
    guess are left out.
    """
    top = max((weight.weight for weight in evidence.weights), default=0.0)
    if top <= 0:
        return []
    found: list[Carrier] = []
    for word in evidence.weights:
        weight = word.weight / top
        if weight < WEAKEST:
            continue
        if found and word.start - found[-1].end <= _GAP_CHARACTERS:
            last = found.pop()
            found.append(Carrier(last.start, word.end, max(last.weight, weight)))
        else:
            found.append(Carrier(word.start, word.end, weight))
    strongest = sorted(found, key=lambda carrier: -carrier.weight)[:_MOST]
    return sorted(strongest, key=lambda carrier: carrier.start)
