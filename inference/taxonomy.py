"""The emotion labels of GoEmotions and the two coarser groupings of its paper."""

from __future__ import annotations

from typing import Final

LABELS: Final = (
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
)

_POSITIVE: Final = (
    "admiration",
    "amusement",
    "approval",
    "caring",
    "desire",
    "excitement",
    "gratitude",
    "joy",
    "love",
    "optimism",
    "pride",
    "relief",
)
_AMBIGUOUS: Final = ("confusion", "curiosity", "realization", "surprise")

# Demszky et al. 2020, appendix: the hierarchical and the Ekman-style taxonomy.
EKMAN: Final[dict[str, tuple[str, ...]]] = {
    "anger": ("anger", "annoyance", "disapproval"),
    "disgust": ("disgust",),
    "fear": ("fear", "nervousness"),
    "joy": _POSITIVE,
    "sadness": ("disappointment", "embarrassment", "grief", "remorse", "sadness"),
    "surprise": _AMBIGUOUS,
    "neutral": ("neutral",),
}

SENTIMENT: Final[dict[str, tuple[str, ...]]] = {
    "positive": _POSITIVE,
    "negative": (
        "anger",
        "annoyance",
        "disappointment",
        "disapproval",
        "disgust",
        "embarrassment",
        "fear",
        "grief",
        "nervousness",
        "remorse",
        "sadness",
    ),
    "ambiguous": _AMBIGUOUS,
    "neutral": ("neutral",),
}


def members(groups: dict[str, tuple[str, ...]]) -> tuple[tuple[int, ...], ...]:
    """Positions in ``LABELS`` of every group's labels, in the groups' order."""
    place = {name: index for index, name in enumerate(LABELS)}
    return tuple(tuple(place[name] for name in names) for names in groups.values())
