"""Where one stands, and what the hands can feel: what a visit needs of the immersion."""

from __future__ import annotations

from typing import Protocol

from app.model.space import Pose
from headset.hands import Side


class Ground(Protocol):
    """Where one stands, and what the hands can feel; a `headset.immersion.Immersion` is one."""

    stand: Pose

    def recentre(self) -> None:
        """Let what is ahead now be ahead in the room."""

    def pulse(self, side: Side, strength: float = ..., seconds: float = ...) -> None:
        """Let a hand feel something."""
