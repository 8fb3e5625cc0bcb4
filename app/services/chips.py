"""What a chip under a paragraph says: offered, not given."""

from __future__ import annotations

from app.guidance.emotion_words import emotion_word
from app.model.entities import Estimate
from app.model.words import Sentence


def chip(estimate: Estimate) -> Sentence | None:
    """Return the chip's words for an estimate; None where the person wants no guess."""
    if estimate.is_refused:
        return None
    if estimate.correction:
        return Sentence("you say: {words}", {"words": ", ".join(estimate.correction)})
    if estimate.language in ("zh", "other"):
        return Sentence("I can only read English so far")
    if estimate.is_unsure or not estimate.labels:
        return Sentence("not sure what this is; you know best")
    top = max(estimate.labels, key=lambda label: label.p)
    return Sentence(
        "perhaps: {emotion}, {percent} %",
        {"emotion": emotion_word(top.name), "percent": round(100 * top.p)},
    )
