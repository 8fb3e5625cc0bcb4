"""What the hands and the head do in one frame, as the tools in space see it. Frozen values.

Space is the room: right-handed, metres, y up, -z ahead, the floor at y = 0 (`app.model.space`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from app.model.space import Pose

JOINT_COLUMNS: Final = ("x_m", "y_m", "z_m", "qx", "qy", "qz", "qw", "radius_m")

ORIGIN: Final = Pose()

Joints = npt.NDArray[np.float64]


class Side(StrEnum):
    """Which hand."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """Return the hand on the other side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Button(StrEnum):
    """What is pressed, whatever the controller calls it."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    MENU = "menu"
    STICK = "stick"
    SELECT = "select"


class HandJoint(IntEnum):
    """Rows of `Hand.joints`, in OpenXR's order."""

    PALM = 0
    WRIST = 1
    THUMB_METACARPAL = 2
    THUMB_PROXIMAL = 3
    THUMB_DISTAL = 4
    THUMB_TIP = 5
    INDEX_METACARPAL = 6
    INDEX_PROXIMAL = 7
    INDEX_INTERMEDIATE = 8
    INDEX_DISTAL = 9
    INDEX_TIP = 10
    MIDDLE_METACARPAL = 11
    MIDDLE_PROXIMAL = 12
    MIDDLE_INTERMEDIATE = 13
    MIDDLE_DISTAL = 14
    MIDDLE_TIP = 15
    RING_METACARPAL = 16
    RING_PROXIMAL = 17
    RING_INTERMEDIATE = 18
    RING_DISTAL = 19
    RING_TIP = 20
    LITTLE_METACARPAL = 21
    LITTLE_PROXIMAL = 22
    LITTLE_INTERMEDIATE = 23
    LITTLE_DISTAL = 24
    LITTLE_TIP = 25


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """One hand in one frame.

    ``is_active`` is whether a controller, or a hand that is followed, is there; where it is not,
    poses are where it was last. ``is_tracked`` is whether it is seen now rather than guessed.
    ``grip`` is the palm, ``aim`` points along its -z. ``trigger`` and ``squeeze`` are 0 to 1,
    the stick -1 to 1 with up and right above 0; ``pressed`` are the buttons held now.
    ``joints`` : ndarray, shape (26, 8), `JOINT_COLUMNS`, rows `HandJoint`, read-only; None
    without hand tracking. ``profile`` is the interaction profile's path, "" where none is bound.
    """

    side: Side
    is_active: bool = False
    is_tracked: bool = False
    grip: Pose = ORIGIN
    aim: Pose = ORIGIN
    trigger: float = 0.0
    squeeze: float = 0.0
    stick: tuple[float, float] = (0.0, 0.0)
    pressed: frozenset[Button] = frozenset()
    joints: Joints | None = None
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head in one frame; where it ``is_tracked`` no longer, the pose is where it was last."""

    pose: Pose = ORIGIN
    is_tracked: bool = False
