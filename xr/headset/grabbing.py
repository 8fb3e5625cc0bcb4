"""Taking hold of the world: the person moves, the work stays as it is in the document.

The floor stays level and nothing tilts: hands move, turn about the upright and scale, no more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.model.inside import Tuning
from app.model.space import Pose, Vector
from app.scene.turning import turn_about, turned

_UP: Vector = (0.0, 1.0, 0.0)


class WorldGrab:
    """One or two hands on the world.

    Parameters
    ----------
    stand : Pose
        Where the play area stands in the room now.
    places_m : sequence of Vector
        Where the hands are in the room: these places stay in the hands.
    """

    def __init__(self, stand: Pose, places_m: Sequence[Vector], tuning: Tuning) -> None:
        self._tuning = tuning
        self._anchors = tuple(places_m)
        self._begun = stand

    def stand(self, stand: Pose, places_m: Sequence[Vector]) -> Pose:
        """Return where the play area must stand for the anchors to be in the hands.

        Parameters
        ----------
        stand : Pose
            Where it stood when ``places_m`` were seen.
        """
        own = [in_area(stand, place) for place in places_m]
        turn, scale = self._begun.rotation, self._begun.scale
        if len(own) > 1 and len(self._anchors) > 1:
            turn, scale = self._of_two(own)
        x, y, z = _middle(own)
        a, b, c = turned(turn, (x * scale, y * scale, z * scale))
        p, q, r = _middle(self._anchors)
        return Pose((p - a, q - b, r - c), turn, scale)

    def _of_two(self, own: Sequence[Vector]) -> tuple[tuple[float, float, float, float], float]:
        wanted = _across(self._anchors[0], self._anchors[1])
        is_ = _across(own[0], own[1])
        anchor_m, own_m = math.dist(*self._anchors[:2]), math.dist(own[0], own[1])
        scale = anchor_m / max(own_m, 1e-3)
        # a work ten times as large is a person a tenth as large
        least, most = 1 / self._tuning["grab_largest"], 1 / self._tuning["grab_smallest"]
        scale = min(max(scale, least), most)
        if min(math.hypot(*wanted), math.hypot(*is_)) < 0.05:
            # one hand above the other says nothing about a turn
            return self._begun.rotation, scale
        yaw = math.degrees(math.atan2(*wanted) - math.atan2(*is_))
        return turn_about(_UP, yaw), scale


def in_area(stand: Pose, place_m: Vector) -> Vector:
    """Return a place of the room in the play area that stands so."""
    x, y, z, w = stand.rotation
    away = [a - b for a, b in zip(place_m, stand.position_m, strict=True)]
    a, b, c = turned((-x, -y, -z, w), (away[0], away[1], away[2]))
    return (a / stand.scale, b / stand.scale, c / stand.scale)


def in_room(stand: Pose, place_m: Vector) -> Vector:
    """Return a place of the play area in the room."""
    x, y, z = place_m
    k = stand.scale
    a, b, c = turned(stand.rotation, (k * x, k * y, k * z))
    return (a + stand.position_m[0], b + stand.position_m[1], c + stand.position_m[2])


def _across(first: Vector, second: Vector) -> tuple[float, float]:
    return second[0] - first[0], second[2] - first[2]


def _middle(places: Sequence[Vector]) -> Vector:
    count = len(places)
    x, y, z = (sum(each[axis] for each in places) / count for axis in range(3))
    return (x, y, z)
