"""Whether answers may be learned from, since when, and how much may be new."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from app.guidance.situation import Surprise
from app.services.consent import Consents
from app.services.settings import SettingsFile

LEARNING: Final = "learning"
OFF: Final = "off"


class Learning:
    """The person's leave to learn from their answers, and how they like to be surprised.

    What is learned is worked out from the answers each time, so to forget is to begin a new
    leave: answers before it no longer count. They stay where they are, for the person.
    """

    def __init__(self, consents: Consents, settings: SettingsFile) -> None:
        self._consents, self._settings = consents, settings

    @property
    def may_learn(self) -> bool:
        """Whether it was allowed; False until somebody says so."""
        return self._consents.is_granted(LEARNING)

    @property
    def since(self) -> datetime | None:
        """When the leave that stands began; None where there is none."""
        latest = self._consents.latest(LEARNING)
        return latest.at if latest is not None and latest.is_granted else None

    @property
    def is_choosing(self) -> bool:
        """Whether something may be suggested at all; else there is a plain list."""
        return self._settings.current.surprise != OFF

    @property
    def surprise(self) -> Surprise:
        """How much of what comes up may be new."""
        return Surprise(self._settings.current.surprise) if self.is_choosing else Surprise.USUAL

    def allow(self, granted: bool, wording: str) -> None:
        """Allow or withdraw; ``wording`` is what the person read."""
        self._consents.set(LEARNING, granted, wording)

    def forget(self) -> None:
        """Begin anew: what was answered until now no longer counts."""
        latest = self._consents.latest(LEARNING)
        if latest is not None and latest.is_granted:
            self._consents.set(LEARNING, True, latest.wording)
