"""Where the mirrors stand in the room, and how one sees it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject

from app.model.space import Guide, GuideShape, Pose, Vector
from app.model.words import Sentence
from widgets.space.choosing import Choice
from widgets.space.kit import LEFT_RIGHT, MIDDLE_M, Mirror, SpaceKit, Way
from widgets.space.looking import Looking
from widgets.space.mirror_places import StandAt
from widgets.space.stand import SpaceStand

SHOWN_UID: Final = "mirror"
_HEIGHT_M: Final = 1.6
_AXIS_M: Final = 0.02

NOTHING_THERE: Final = Sentence(
    "There is nothing there yet for the mirror to stand at. It stays where it was. Please draw "
    "or choose something first."
)


def placed(way: Way, stand_at: StandAt, picked: Choice, looking: Looking) -> Way | None:
    """Return the way with its mirrors put somewhere, None where there is nothing to go by.

    Where one looks, left and right are those that are seen; elsewhere those of the room. A mirror
    that is put somewhere is in use.
    """
    at_m: Vector | None = MIDDLE_M
    faces: Vector = LEFT_RIGHT
    if stand_at is StandAt.LOOK:
        at_m = looking.orbit.target_m
        x, _, z = looking.camera.right
        length = math.hypot(x, z)
        faces = (x / length, 0.0, z / length)
    elif stand_at is not StandAt.MIDDLE:
        bounds = picked.bounds_m if stand_at is StandAt.CHOSEN else picked.page_bounds_m()
        at_m = None
        if bounds is not None:
            x, y, z = ((low + high) / 2 for low, high in zip(*bounds, strict=True))
            at_m = (x, y, z)
    if at_m is None:
        return None
    mirror = Mirror.ONE if way.mirror is Mirror.NONE else way.mirror
    return replace(way, mirror=mirror, mirror_at_m=at_m, mirror_faces=faces)


class Mirrors(QObject):
    """Puts the mirrors somewhere and shows where they stand while they are used.

    What is shown is no part of the page: it is in no picture of it.
    """

    def __init__(self, kit: SpaceKit, stand: SpaceStand, picked: Choice, looking: Looking) -> None:
        super().__init__(stand)
        self._kit, self._stand, self._choice, self._looking = kit, stand, picked, looking
        kit.changed.connect(self._show)
        stand.opened.connect(self._begin)

    def put(self, stand_at: StandAt) -> None:
        """Put them somewhere; where there is nothing to go by, say so."""
        way = placed(self._kit.way, stand_at, self._choice, self._looking)
        if way is None:
            self._stand.refused.emit(NOTHING_THERE)
        else:
            self._kit.lead(way)

    def _begin(self) -> None:
        # another page has another middle
        self._kit.lead(replace(self._kit.way, mirror_at_m=MIDDLE_M, mirror_faces=LEFT_RIGHT))

    def _show(self) -> None:
        guides = self._stand.stage.guides
        if self._kit.way.mirror is Mirror.NONE or not self._kit.draws:
            guides.take(SHOWN_UID)
        else:
            guides.put(veil(self._kit.way))
        self._stand.drawn.emit(None)


def veil(way: Way) -> Guide:
    """Return what is seen of a mirror; of several, the line in which they meet."""
    x, y, z = way.mirror_at_m
    middle = (x, max(y, _HEIGHT_M / 2), z)
    if way.mirror is not Mirror.ONE:
        size_m = (_AXIS_M, _HEIGHT_M, _AXIS_M)
        return Guide(SHOWN_UID, "", GuideShape.CAPSULE, Pose(middle), size_m)
    across, _, ahead = way.mirror_faces
    half = math.atan2(across, ahead) / 2
    pose = Pose(middle, (0.0, math.sin(half), 0.0, math.cos(half)))
    return Guide(SHOWN_UID, "", GuideShape.PLANE, pose, (_HEIGHT_M, _HEIGHT_M, _HEIGHT_M))
