"""Where things are: the runtime's reference spaces, and where the play area stands in the room."""

from __future__ import annotations

import math
from typing import Any

import xr
from app.model.space import Pose, Quaternion, Vector
from app.scene.turning import multiplied, turn_about, turned
from headset.faults import told
from headset.hands import Joints
from headset.instance import destroyed

# where the floor is below the eyes of somebody who sits down, for runtimes that do not know it
SEATED_EYES_M = 1.2
NOWHERE = Pose()


class Spaces:
    """The play area's space and the head's.

    ``stage`` has its origin on the floor; where the runtime does not know the floor, it is so far
    below the place where the head was. ``bounds_m`` is the width and depth of the play area, None
    where it is not known.
    """

    def __init__(self, session: Any) -> None:
        kinds = xr.ReferenceSpaceType
        with told():
            offered = set(xr.enumerate_reference_spaces(session))
            self.has_floor = kinds.STAGE in offered
            floor = NOWHERE if self.has_floor else Pose((0.0, -SEATED_EYES_M, 0.0))
            self._session = session
            self.stage = _space(session, kinds.STAGE if self.has_floor else kinds.LOCAL, floor)
            self.head = _space(session, kinds.VIEW, NOWHERE)
            self.bounds_m = self._bounds()

    def take_bounds(self) -> None:
        """Ask again how large the play area is: it was changed."""
        with told():
            self.bounds_m = self._bounds()

    def close(self) -> None:
        """Give the spaces back."""
        for space in (self.stage, self.head):
            destroyed(xr.destroy_space, space)

    def _bounds(self) -> tuple[float, float] | None:
        if not self.has_floor:
            return None
        try:
            found = xr.get_reference_space_bounds_rect(self._session, xr.ReferenceSpaceType.STAGE)
        except xr.SpaceBoundsUnavailable:
            return None
        return float(found.width), float(found.height)


def _space(session: Any, kind: Any, at: Pose) -> Any:
    created = xr.ReferenceSpaceCreateInfo(reference_space_type=kind)
    place = created.pose_in_reference_space.position
    place.x, place.y, place.z = at.position_m
    return xr.create_reference_space(session, created)


def pose_of(found: Any) -> Pose:
    """Return OpenXR's pose as ours."""
    at, turn = found.position, found.orientation
    return Pose((at.x, at.y, at.z), (turn.x, turn.y, turn.z, turn.w))


def stood(stand: Pose, pose: Pose) -> Pose:
    """Return a pose of the play area in the room, where the play area stands like that."""
    if stand is NOWHERE:
        return pose
    x, y, z = turned(stand.rotation, pose.position_m)
    a, b, c = stand.position_m
    k = stand.scale
    rotation = multiplied(stand.rotation, pose.rotation)
    return Pose((a + k * x, b + k * y, c + k * z), rotation, k * pose.scale)


def stood_joints(stand: Pose, joints: Joints) -> Joints:
    """Return joints (`headset.hands.Hand`) of the play area in the room."""
    placed = joints.copy()
    for row in placed:
        x, y, z, a, b, c, d, _ = row.tolist()
        pose = stood(stand, Pose((x, y, z), (a, b, c, d)))
        row[:7] = (*pose.position_m, *pose.rotation)
    placed[:, 7] *= stand.scale
    placed.flags.writeable = False
    return placed


def ahead_of(head: Pose, at_m: Vector = (0.0, 0.0, 0.0), heading_deg: float = 0.0) -> Pose:
    """Return where the play area must stand for the head to be above a place, looking one way.

    Parameters
    ----------
    head : Pose
        The head in the play area.
    at_m : Vector
        The place on the room's floor.
    heading_deg : float
        Counter-clockwise from -z, seen from above.
    """
    yaw_deg = math.degrees(_yaw(head.rotation))
    rotation = turn_about((0.0, 1.0, 0.0), heading_deg - yaw_deg)
    x, _, z = turned(rotation, (head.position_m[0], 0.0, head.position_m[2]))
    return Pose((at_m[0] - x, at_m[1], at_m[2] - z), rotation)


def _yaw(rotation: Quaternion) -> float:
    x, _, z = turned(rotation, (0.0, 0.0, -1.0))
    return math.atan2(-x, -z)
