"""Being inside: numbers a person or a therapist may tune in data, and what somebody chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.model.brush import Number


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of being inside, by name."""

    numbers: Mapping[str, Number]

    def __getitem__(self, name: str) -> float:
        """Return the value of a number."""
        return self.numbers[name].default


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person likes it inside, and what their clinician set.

    ``reach`` is how much farther than the hand the brush goes: 1 is where the hand is.
    ``text_scale`` is 1 to 2. ``may_grab_world`` is off by default in the clinical profile;
    ``sickness_minutes`` and ``sickness_stop`` are 0 for what the data says; ``stop_minutes`` is
    after how long a rest is offered, 0 for never.
    """

    is_left_handed: bool = False
    is_one_handed: bool = False
    is_seated: bool = True
    reach: float = 1.0
    text_scale: float = 1.0
    is_high_contrast: bool = False
    is_motion_reduced: bool = False
    has_vignette: bool = True
    may_grab_world: bool = True
    may_flash: bool = False
    sickness_minutes: float = 0.0
    sickness_stop: float = 0.0
    stop_minutes: float = 20.0

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises
        ------
        ValueError
            If a number is out of range.
        """
        if not 0.5 <= self.reach <= 3.0 or not 1.0 <= self.text_scale <= 2.0:
            raise ValueError(f"out of range: {self.reach}, {self.text_scale}")
        if min(self.sickness_minutes, self.sickness_stop, self.stop_minutes) < 0:
            raise ValueError("there is no time below 0")


CLINICAL = Choices(may_grab_world=False)
