"""What a place is to the stage: its visuals, its light, and how it is kept moving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.scene.light import STUDIO_LIGHT, Light
from app.scene.quality import Level
from app.scene.room_visual import RoomVisual


class Surroundings(Protocol):
    """A place with sky, ground, water and plants; the stage draws its visuals in their order."""

    @property
    def light(self) -> Light:
        """What everything in the room is lit by now."""

    @property
    def visuals(self) -> Sequence[RoomVisual]:
        """The VisPy nodes, made with `create_visual_node`; always the same ones."""

    def use_quality(self, level: Level) -> None:
        """Be drawn with more or less."""

    def update(self, time_s: float) -> None:
        """Move on; ``time_s`` stands still where motion is reduced."""


class Nowhere:
    """An empty room: the stage's own floor is all there is."""

    light = STUDIO_LIGHT
    visuals: Sequence[RoomVisual] = ()

    def use_quality(self, level: Level) -> None:
        """Nothing to draw with less."""

    def update(self, time_s: float) -> None:
        """Nothing moves."""
