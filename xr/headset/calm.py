"""The way into the calm scene: one press of a menu button, or a palm turned up towards the face.

The palm's sign is thumb on middle finger; the index finger, which draws, stays away. It counts
only once the open palm was shown for a moment, and never just after the hand drew: so neither
drawing with a pinch nor two-handed clay comes near it.
"""

from __future__ import annotations

import math

from app.model.inside import Tuning
from app.model.space import Vector
from app.scene.turning import turned
from headset.hands import Button, Hand, HandJoint, Head, Joints, Side
from headset.working import place_of


class MenuPress:
    """Sees a menu button go down, on either hand; one that was held from the start is none."""

    def __init__(self) -> None:
        self._was_up: set[Side] = set()

    def saw(self, hand: Hand) -> bool:
        """Return whether it went down in this frame."""
        if not hand.is_active:
            return False
        if Button.MENU not in hand.pressed:
            self._was_up.add(hand.side)
            return False
        is_new = hand.side in self._was_up
        self._was_up.discard(hand.side)
        return is_new


class PalmSign:
    """Sees one hand's sign."""

    def __init__(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self._open_since_s: float | None = None
        self._worked_s = -math.inf
        self._is_made = False

    def saw(self, hand: Hand, head: Head, time_s: float, *, is_working: bool) -> bool:
        """Return whether the sign was made in this frame.

        Parameters
        ----------
        is_working : bool
            Whether this hand draws, presses or holds something now.
        """
        if is_working:
            self._worked_s = time_s
        joints = hand.joints
        # with a controller in the hand the fingers are guessed by the runtime
        is_bare = hand.profile == "" or "hand_interaction" in hand.profile
        if joints is None or not hand.is_active or not hand.is_tracked or not is_bare:
            self._open_since_s, self._is_made = None, False
            return False
        if time_s - self._worked_s < self._tuning["palm_after_work_s"]:
            self._open_since_s = None
            return False
        if not self._is_shown(joints, head):
            self._open_since_s, self._is_made = None, False
            return False
        is_touching = self._touches(joints)
        if not is_touching:
            self._is_made = False
            if self._open_since_s is None:
                self._open_since_s = time_s
            return False
        is_ready = (
            self._open_since_s is not None
            and time_s - self._open_since_s >= self._tuning["palm_ready_s"]
        )
        is_new, self._is_made = is_ready and not self._is_made, is_ready
        return is_new

    def _is_shown(self, joints: Joints, head: Head) -> bool:
        palm = joints[HandJoint.PALM]
        turn = (palm[3].item(), palm[4].item(), palm[5].item(), palm[6].item())
        # OpenXR: +y of the palm joint is the back of the hand
        facing = turned(turn, (0.0, -1.0, 0.0))
        to_face = _towards(place_of(joints, HandJoint.PALM), head.pose.position_m)
        return (
            _angle_deg(facing, to_face) <= self._tuning["palm_face_deg"]
            and _angle_deg(facing, (0.0, 1.0, 0.0)) <= self._tuning["palm_up_deg"]
        )

    def _touches(self, joints: Joints) -> bool:
        thumb = place_of(joints, HandJoint.THUMB_TIP)
        middle = math.dist(thumb, place_of(joints, HandJoint.MIDDLE_TIP))
        index = math.dist(thumb, place_of(joints, HandJoint.INDEX_TIP))
        return middle <= self._tuning["palm_touch_m"] and index >= self._tuning["palm_index_m"]


class CalmLight:
    """How dark it is on the way into the calm scene and back out of it.

    The first frame of either is black: so it is never brighter than the one it replaces.
    """

    def __init__(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self.is_calm = False
        self._is_fading = False
        self._since_s: float | None = None

    def enter(self) -> bool:
        """Go there; return whether one was not there already."""
        is_new = not self.is_calm
        if is_new:
            self.is_calm, self._is_fading, self._since_s = True, True, None
        return is_new

    def leave(self) -> None:
        """Go back to the work."""
        if self.is_calm:
            self.is_calm, self._is_fading, self._since_s = False, True, None

    def dark(self, time_s: float) -> float:
        """Return how dark the frame of this time is, 1 black to 0 as it is."""
        if not self._is_fading:
            return 0.0
        if self._since_s is None:
            # whoever asked for it between two frames: the first that is drawn is the black one
            self._since_s = time_s
        seconds = self._tuning["calm_fade_s" if self.is_calm else "calm_back_s"]
        dark = min(max(1.0 - (time_s - self._since_s) / seconds, 0.0), 1.0)
        self._is_fading = dark > 0.0
        return dark


def _towards(start: Vector, end: Vector) -> Vector:
    away = math.dist(start, end)
    if away < 1e-6:
        return (0.0, 1.0, 0.0)
    x, y, z = ((b - a) / away for a, b in zip(start, end, strict=True))
    return (x, y, z)


def _angle_deg(first: Vector, second: Vector) -> float:
    cosine = sum(a * b for a, b in zip(first, second, strict=True))
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))
