"""The Expressive Therapies Continuum: what counts as a small move.

Kagin & Lusebrink 1978: kinesthetic and sensory, then perceptual and affective, then cognitive and
symbolic; creative runs across all three. The media beside it run from resistive to fluid.
"""

from __future__ import annotations

from typing import Final

from app.model.prompt import Place, Prompt

RUNGS: Final = {
    Place.KINESTHETIC: 0,
    Place.SENSORY: 0,
    Place.PERCEPTUAL: 1,
    Place.AFFECTIVE: 1,
    Place.COGNITIVE: 2,
    Place.SYMBOLIC: 2,
}
FLUIDITY_STEP: Final = 0.35


def levels_apart(one: Place, other: Place) -> int:
    """Return how many levels lie between two places; creative is one from each level."""
    if one is other:
        return 0
    if Place.CREATIVE in (one, other):
        return 1
    return abs(RUNGS[one] - RUNGS[other])


def is_small_move(last: Prompt, following: Prompt) -> bool:
    """Whether a prompt lies at most one level and one step of fluidity from the last one."""
    is_near = abs(last.fluidity - following.fluidity) <= FLUIDITY_STEP + 1e-9
    return is_near and levels_apart(last.place, following.place) <= 1
