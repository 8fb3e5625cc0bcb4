"""Where the palette is: in the other hand, or beside the person who works with one hand."""

from __future__ import annotations

from typing import Final

from app.model.inside import Choices, Tuning
from app.model.space import Pose
from headset.hands import Side
from headset.placing import ahead, at_hand
from headset.working import Working

ASIDE_DEG: Final = 40.0


class PalettePlace:
    """Follows the other hand, never nearer than one can read; without one it stands still."""

    def __init__(self, tuning: Tuning, choices: Choices, main: Side) -> None:
        self._tuning, self._choices, self._main = tuning, choices, main
        self._standing: Pose | None = None

    def place_anew(self) -> None:
        """The person stands elsewhere: let it stand beside them again."""
        self._standing = None

    def follow(self, head: Pose, other: Working, scale: float) -> Pose:
        """Return its middle; ``scale`` is metres of the room a metre."""
        far_m = self._tuning["palette_far_m"]
        if other.is_there and not self._choices.is_one_handed:
            self._standing = None
            return at_hand(
                head, other.ray[0], nearest_m=self._tuning["nearest_m"], farthest_m=far_m,
                scale=scale,
            )  # fmt: skip
        if self._standing is None:
            aside = ASIDE_DEG if self._main is Side.LEFT else -ASIDE_DEG
            self._standing = ahead(head, far_m, aside_deg=aside, scale=scale)
        return self._standing
