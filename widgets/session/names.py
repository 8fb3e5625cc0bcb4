"""What the steps of a session are called."""

from __future__ import annotations

from typing import Final

from app.model.care import StepKind
from app.model.words import Sentence

NAMES: Final = {
    StepKind.CHECK_IN: Sentence("Checking in"),
    StepKind.WARM_UP: Sentence("Warming up"),
    StepKind.MAKING: Sentence("Making"),
    StepKind.REFLECTION: Sentence("Looking back"),
    StepKind.CLOSING: Sentence("Closing"),
}
