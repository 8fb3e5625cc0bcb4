"""Hands followed without controllers: the joints of the fingers, and what a pinch makes of them."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from typing import Any, Final

import numpy as np

import xr
from app.model.space import Pose, Quaternion
from headset.faults import told
from headset.hands import Hand, HandJoint, Joints, Side
from headset.instance import destroyed

JOINTS: Final = len(HandJoint)
PINCHED_M, APART_M = 0.012, 0.05
_KNOWN: Final = int(
    xr.SpaceLocationFlags.POSITION_VALID_BIT | xr.SpaceLocationFlags.ORIENTATION_VALID_BIT
)
# XrHandJointLocationEXT
_ROW: Final = np.dtype(
    [("flags", "<u8"), ("turn", "<f4", 4), ("place", "<f4", 3), ("radius", "<f4")]
)


class Fingers:
    """Both hands' joints; made only where the runtime has hand tracking."""

    def __init__(self, instance: Any, session: Any) -> None:
        kinds = {Side.LEFT: xr.HandEXT.LEFT, Side.RIGHT: xr.HandEXT.RIGHT}
        with told(is_inside=True):
            self._trackers = {
                side: xr.create_hand_tracker_ext(
                    session,
                    xr.HandTrackerCreateInfoEXT(
                        hand=kind, hand_joint_set=xr.HandJointSetEXT.DEFAULT
                    ),
                )
                for side, kind in kinds.items()
            }
            address = xr.get_instance_proc_addr(instance, "xrLocateHandJointsEXT")
        self._locate = ctypes.cast(address, xr.PFN_xrLocateHandJointsEXT)
        self._found = (xr.HandJointLocationEXT * JOINTS)()
        self._answer = xr.HandJointLocationsEXT(joint_count=JOINTS, joint_locations=self._found)

    def joints(self, side: Side, stage: Any, time_ns: int) -> Joints | None:
        """Return a hand's joints in the stage's space, None where it is not followed."""
        asked = xr.HandJointsLocateInfoEXT(base_space=stage, time=time_ns)
        result = xr.Result(
            self._locate(self._trackers[side], ctypes.byref(asked), ctypes.byref(self._answer))
        )
        if result is not xr.Result.SUCCESS or not self._answer.is_active:
            return None
        # each row on its own costs more Python than both eyes' matrices
        found = np.frombuffer(bytes(self._found), _ROW)
        if (found["flags"] & _KNOWN != _KNOWN).any():
            return None
        joints = np.empty((JOINTS, 8))
        joints[:, :3], joints[:, 3:7] = found["place"], found["turn"]
        joints[:, 7] = found["radius"]
        joints.flags.writeable = False
        return joints

    def close(self) -> None:
        """Let go of both hands."""
        for tracker in self._trackers.values():
            destroyed(xr.destroy_hand_tracker_ext, tracker)


def with_joints(hand: Hand, joints: Joints | None) -> Hand:
    """Return a hand with its joints; without a controller it draws by pinching.

    The palm is its grip; it aims from the knuckle of the index finger along the palm.
    """
    if joints is None:
        return hand
    if hand.is_active:
        return replace(hand, joints=joints)
    palm, knuckle = joints[HandJoint.PALM], joints[HandJoint.INDEX_PROXIMAL]
    return replace(
        hand, is_active=True, is_tracked=True, joints=joints, trigger=pinch(joints),
        grip=_pose(palm[:3], palm[3:7]), aim=_pose(knuckle[:3], palm[3:7]),
    )  # fmt: skip


def pinch(joints: Joints) -> float:
    """Return how far thumb and index finger are pinched together, 0 to 1."""
    thumb, index = joints[HandJoint.THUMB_TIP, :3], joints[HandJoint.INDEX_TIP, :3]
    apart_m = float(np.linalg.norm(thumb - index))
    return min(1.0, max(0.0, (APART_M - apart_m) / (APART_M - PINCHED_M)))


def _pose(place: Joints, turn: Joints) -> Pose:
    x, y, z = place.tolist()
    a, b, c, d = turn.tolist()
    rotation: Quaternion = (a, b, c, d)
    return Pose((x, y, z), rotation)
