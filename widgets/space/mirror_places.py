"""Where the mirrors can be put; nothing heavy is imported for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from app.model.words import Sentence


class StandAt(StrEnum):
    """Where the mirrors can be put."""

    MIDDLE = "middle"
    LOOK = "look"
    CHOSEN = "chosen"
    WORK = "work"


TITLES: Final = (
    (StandAt.MIDDLE, Sentence("Mirror in the middle of the room")),
    (StandAt.LOOK, Sentence("Mirror where you look")),
    (StandAt.CHOSEN, Sentence("Mirror through what is chosen")),
    (StandAt.WORK, Sentence("Mirror through the middle of your work")),
)
