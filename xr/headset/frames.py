"""One frame inside, as it is handed to whoever acts and draws in it. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.space import Pose
from headset.hands import Hand, Head, Side

# how far an eye sees to the left, right, up and down of its -z, radians; left and down are below 0
Fov = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class EyeView:
    """From where, and how far around, one eye sees; ``size_px`` is width and height."""

    pose: Pose
    fov: Fov
    size_px: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: what was done up to now, and from where it will be seen.

    ``number`` counts from 0 in each stay inside. ``time_s`` is when it will be seen, seconds on
    the runtime's clock; ``period_s`` is the time from one to the next. ``views`` are the left
    and the right eye, empty where nothing is to be drawn. ``is_focused`` is whether the hands
    are ours: while the runtime's own menu is open they are not active.
    """

    number: int
    time_s: float
    period_s: float
    views: tuple[EyeView, ...]
    left: Hand
    right: Hand
    head: Head
    is_focused: bool = True

    @property
    def hands(self) -> tuple[Hand, Hand]:
        """Return both hands, the left first."""
        return self.left, self.right

    def hand(self, side: Side) -> Hand:
        """Return the hand of a side."""
        return self.left if side is Side.LEFT else self.right
