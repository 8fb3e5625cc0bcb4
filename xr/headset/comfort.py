"""What keeps one well inside: darker edges while moving, turns at once, the clock, the question."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.inside import Choices, Tuning
from app.model.space import Vector
from headset.hands import Side

# a pause of the runtime is not time inside
LONGEST_STEP_S = 0.5


class Steps:
    """A stick that does one thing a push: pushed far it counts once, until it came back."""

    def __init__(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self._is_pushed: set[Side] = set()

    def step(self, side: Side, value: float, across: float) -> int:
        """Return 1 or -1 in the frame of a push, else 0; ``across`` is the stick's other way."""
        if side in self._is_pushed:
            if abs(value) < self._tuning["stick_back"]:
                self._is_pushed.discard(side)
            return 0
        if abs(value) < self._tuning["stick"] or abs(across) > abs(value):
            return 0
        self._is_pushed.add(side)
        return 1 if value > 0 else -1


class Vignette:
    """How dark the edges are: soon while one moves, slowly clear again.

    Parameters
    ----------
    is_wanted : bool
        Whether the person has it on.
    """

    def __init__(self, tuning: Tuning, *, is_wanted: bool) -> None:
        self._tuning, self._is_wanted = tuning, is_wanted
        self.strength = 0.0

    def follow(self, step_s: float, *, is_moving: bool) -> float:
        """Return how dark they are now, 0 to 1."""
        wanted = self._tuning["vignette_strength"] if is_moving and self._is_wanted else 0.0
        name = "vignette_in_s" if wanted > self.strength else "vignette_out_s"
        most = step_s / max(self._tuning[name], 1e-6)
        self.strength += min(max(wanted - self.strength, -most), most)
        return self.strength


class InsideClock:
    """How long one has been inside; only frames count."""

    def __init__(self) -> None:
        self.inside_s = 0.0
        self._last_s: float | None = None

    def tick(self, time_s: float) -> float:
        """Take in a frame's time; return how long ago the last one was, seconds."""
        last, self._last_s = self._last_s, time_s
        step_s = 0.0 if last is None else min(max(time_s - last, 0.0), LONGEST_STEP_S)
        self.inside_s += step_s
        return step_s

    @property
    def minutes(self) -> float:
        """Return the minutes inside."""
        return self.inside_s / 60.0


@dataclass(slots=True)
class SicknessQuestion:
    """When one is asked how one feels (FMS, Keshavarz & Hecht 2011), and what follows.

    ``next_s`` is the second inside at which it is asked again.
    """

    every_s: float
    stop_at: float
    next_s: float = 0.0

    def __post_init__(self) -> None:
        """Ask first after the first stretch."""
        self.next_s = self.every_s

    @classmethod
    def of(cls, tuning: Tuning, choices: Choices) -> SicknessQuestion:
        """Return it as the clinician set it, else as the data says."""
        minutes = choices.sickness_minutes or tuning["sickness_minutes"]
        return cls(minutes * 60.0, choices.sickness_stop or tuning["sickness_stop"])

    def is_due(self, inside_s: float) -> bool:
        """Whether it is time; once it was asked, the next stretch begins."""
        if inside_s < self.next_s:
            return False
        self.next_s = inside_s + self.every_s
        return True

    def is_stop(self, answer: float) -> bool:
        """Whether an answer, 0 to 20, is one at which to stop."""
        return answer >= self.stop_at


def edge_near(
    places_m: tuple[Vector, ...], bounds_m: tuple[float, float] | None, near_m: float
) -> bool:
    """Whether any place of the play area is near its edge, or beyond it.

    Parameters
    ----------
    places_m : tuple of Vector
        Head and hands, in the play area.
    bounds_m : tuple of float or None
        Its width and depth; None where they are not known.
    """
    if bounds_m is None or min(bounds_m) <= 0:
        return False
    half_x, half_z = bounds_m[0] / 2, bounds_m[1] / 2
    return any(min(half_x - abs(x), half_z - abs(z)) < near_m for x, _, z in places_m)
