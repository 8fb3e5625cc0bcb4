"""Where panels stand in the room: ahead, level with the eyes, never nearer than one can read."""

from __future__ import annotations

import math

from app.model.space import Pose, Vector
from app.scene.turning import looking, multiplied, turn_about, turned

_UP: Vector = (0.0, 1.0, 0.0)
# a little below the eyes is where one looks at rest
BELOW_DEG = 8.0
ARM_M = 0.55


def ahead(head: Pose, away_m: float, *, aside_deg: float = 0.0, scale: float = 1.0) -> Pose:
    """Return the middle of a panel before the head, upright, facing it; its front is +z.

    The horizon is kept: only the way the head looks around counts, not up, down or tilted.
    ``scale`` is how many metres of the room are one for the person.
    """
    x, _, z = turned(head.rotation, (0.0, 0.0, -1.0))
    if math.hypot(x, z) < 1e-6:
        x, z = 0.0, -1.0
    yaw = math.degrees(math.atan2(-x, -z)) - aside_deg
    pitch = math.radians(BELOW_DEG)
    dx, _, dz = turned(turn_about(_UP, yaw), (0.0, 0.0, -1.0))
    a, b, c = head.position_m
    flat = scale * away_m * math.cos(pitch)
    place = (a + flat * dx, b - scale * away_m * math.sin(pitch), c + flat * dz)
    return Pose(place, facing(place, head.position_m), scale)


def at_hand(
    head: Pose, hand_m: Vector, *, nearest_m: float, farthest_m: float, scale: float = 1.0
) -> Pose:
    """Return the middle of a panel beside a hand: along the line of sight, within both limits."""
    away = math.dist(head.position_m, hand_m)
    if away < 1e-6:
        return ahead(head, nearest_m, scale=scale)
    share = min(max(away, scale * nearest_m), scale * farthest_m) / away
    x, y, z = (a + share * (b - a) for a, b in zip(head.position_m, hand_m, strict=True))
    return Pose((x, y, z), facing((x, y, z), head.position_m), scale)


def at_arms_length(head: Pose, scale: float) -> Vector:
    """Return where something new is put: before the chest, within reach."""
    x, y, z = ahead(head, ARM_M, scale=scale).position_m
    return (x, y - 0.2 * scale, z)


def facing(place_m: Vector, eyes_m: Vector) -> tuple[float, float, float, float]:
    """Return the turn of a panel at a place that shows its front, +z, to the eyes; no tilt."""
    x, y, z = (a - b for a, b in zip(place_m, eyes_m, strict=True))
    return looking((x, y, z))


def on_panel(
    pose: Pose, width_m: float, height_m: float, origin: Vector, direction: Vector
) -> tuple[float, float, float] | None:
    """Return where a ray meets a panel from before: x right, y down from its corner, and how far.

    All three are metres of the panel, whose ``pose.scale`` makes metres of the room of them.
    A place beside the panel is given, too; None where the ray goes another way.
    """
    own_origin, own_direction = _own(pose, origin), _own_way(pose, direction)
    if own_direction[2] > -1e-6 or own_origin[2] <= 0.0:
        return None
    along = -own_origin[2] / own_direction[2]
    x = own_origin[0] + along * own_direction[0] + width_m / 2
    y = height_m / 2 - (own_origin[1] + along * own_direction[1])
    return x, y, along


def before_panel(
    pose: Pose, width_m: float, height_m: float, place_m: Vector
) -> tuple[float, float, float]:
    """Return a place as a panel sees it: x right, y down from its corner, metres before it."""
    x, y, z = _own(pose, place_m)
    return x + width_m / 2, height_m / 2 - y, z


def _own(pose: Pose, place_m: Vector) -> Vector:
    x, y, z = ((a - b) / pose.scale for a, b in zip(place_m, pose.position_m, strict=True))
    return _own_way(pose, (x, y, z))


def _own_way(pose: Pose, direction: Vector) -> Vector:
    x, y, z, w = pose.rotation
    return turned((-x, -y, -z, w), direction)


def turned_stand(stand: Pose, about_m: Vector, turn_deg: float) -> Pose:
    """Return where the play area stands once one has turned on the spot; counter-clockwise."""
    turn = turn_about(_UP, turn_deg)
    away = (stand.position_m[0] - about_m[0], 0.0, stand.position_m[2] - about_m[2])
    x, _, z = turned(turn, away)
    place = (about_m[0] + x, stand.position_m[1], about_m[2] + z)
    return Pose(place, multiplied(turn, stand.rotation), stand.scale)
