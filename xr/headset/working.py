"""A hand at work: where its brush is and how firmly, from a controller or from bare fingers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.model.inside import Choices, Tuning
from app.model.space import SPACE_COLUMNS, Quaternion, Vector
from app.scene.turning import turned
from headset.hands import Button, Hand, HandJoint, Head, Joints, Side

CHEST_BELOW_EYES_M = 0.25


@dataclass(frozen=True, slots=True)
class Working:
    """One hand in one frame, as the tools see it.

    ``tip_m`` is where the brush is, ``rotation`` how the hand is turned, ``ray`` the origin and
    direction it points along, ``pull`` how firmly the trigger or the pinch is closed, 0 to 1.
    ``finger_m`` is the tip of the index finger, None without hand tracking.
    """

    side: Side
    is_there: bool
    tip_m: Vector
    rotation: Quaternion
    ray: tuple[Vector, Vector]
    pull: float
    squeeze: float
    stick: tuple[float, float]
    pressed: frozenset[Button]
    finger_m: Vector | None = None


class HandReader:
    """Reads one hand, frame after frame; a pinch closes nearer than it opens.

    Parameters
    ----------
    tuning : Tuning
        How near is near.
    choices : Choices
        How far one reaches.
    """

    def __init__(self, tuning: Tuning, choices: Choices) -> None:
        self._tuning, self._choices = tuning, choices
        self._is_pinched = False

    def read(self, hand: Hand, head: Head) -> Working:
        """Return the hand as the tools see it."""
        joints = hand.joints
        is_bare = joints is not None and not hand.profile
        if joints is not None and (is_bare or "hand_interaction" in hand.profile):
            return self._fingers(hand, joints, head, is_bare=is_bare)
        self._is_pinched = False
        ahead = turned(hand.aim.rotation, (0.0, 0.0, -1.0))
        x, y, z = hand.aim.position_m
        far = self._tuning["tip_m"]
        tip = (x + far * ahead[0], y + far * ahead[1], z + far * ahead[2])
        return Working(
            hand.side, hand.is_active, self._reached(tip, head), hand.aim.rotation,
            (hand.aim.position_m, ahead), hand.trigger if hand.is_active else 0.0,
            hand.squeeze, hand.stick, hand.pressed,
        )  # fmt: skip

    def _fingers(self, hand: Hand, joints: Joints, head: Head, *, is_bare: bool) -> Working:
        thumb, index = place_of(joints, HandJoint.THUMB_TIP), place_of(joints, HandJoint.INDEX_TIP)
        apart = math.dist(thumb, index)
        pull = self._pull(apart)
        tip: Vector = _mid(thumb, index)
        palm = joints[HandJoint.WRIST]
        rotation: Quaternion = (palm[3].item(), palm[4].item(), palm[5].item(), palm[6].item())
        if is_bare:
            ray = (tip, _ahead(place_of(joints, HandJoint.WRIST), tip))
        else:
            ray = (hand.aim.position_m, turned(hand.aim.rotation, (0.0, 0.0, -1.0)))
        return Working(
            hand.side, hand.is_active, self._reached(tip, head), rotation, ray,
            pull if hand.is_active else 0.0, 0.0 if is_bare else hand.squeeze, hand.stick,
            hand.pressed, index,
        )  # fmt: skip

    def _pull(self, apart_m: float) -> float:
        tuning = self._tuning
        if apart_m <= tuning["pinch_m"]:
            self._is_pinched = True
        elif apart_m >= tuning["unpinch_m"]:
            self._is_pinched = False
        if not self._is_pinched:
            return 0.0
        firm, loose = tuning["pinch_firm_m"], tuning["unpinch_m"]
        # never below what draws: a held pinch that loosens a little goes on
        return max(min((loose - apart_m) / (loose - firm), 1.0), tuning["press"] + 0.01)

    def _reached(self, tip: Vector, head: Head) -> Vector:
        reach = self._choices.reach
        if reach == 1.0:
            return tip
        x, y, z = head.pose.position_m
        chest = (x, y - CHEST_BELOW_EYES_M, z)
        a, b, c = (m + reach * (t - m) for m, t in zip(chest, tip, strict=True))
        return (a, b, c)


def point_of(
    hand: Working, *, pressure: float, time_s: float
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return one point of a stroke, shape (1, 9), columns `SPACE_COLUMNS`."""
    row = (*hand.tip_m, *hand.rotation, min(max(pressure, 0.0), 1.0), time_s)
    assert len(row) == len(SPACE_COLUMNS)  # noqa: S101 - the columns are the document's
    return np.array([row], np.float32)


def place_of(joints: Joints, joint: HandJoint) -> Vector:
    """Return where a joint is."""
    x, y, z = joints[joint, :3].tolist()
    return (x, y, z)


def _mid(first: Vector, second: Vector) -> Vector:
    x, y, z = ((a + b) / 2 for a, b in zip(first, second, strict=True))
    return (x, y, z)


def _ahead(start: Vector, end: Vector) -> Vector:
    away = math.dist(start, end)
    if away < 1e-6:
        return (0.0, 0.0, -1.0)
    x, y, z = ((b - a) / away for a, b in zip(start, end, strict=True))
    return (x, y, z)
