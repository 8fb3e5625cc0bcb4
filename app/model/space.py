"""Frozen entities of a page in space: strokes, clay, what stands beside them, and the place.

Space is right-handed, metres, y up, and -z is ahead; the floor is y = 0. A quaternion is
(x, y, z, w). Entities are changed with `dataclasses.replace` inside an edit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from app.model.arrays import HoldsArray

SPACE_COLUMNS = ("x_m", "y_m", "z_m", "qx", "qy", "qz", "qw", "pressure", "time_s")
CAMERA_COLUMNS = ("x_m", "y_m", "z_m", "qx", "qy", "qz", "qw", "field_of_view_deg", "time_s")

Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where something stands in the room, how it is turned, and how large it is shown."""

    position_m: Vector = (0.0, 0.0, 0.0)
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0)
    scale: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class SpaceStroke(HoldsArray):
    """A stroke in space as it was drawn; its triangles are built from this.

    ``points`` : ndarray, shape (n, 9), float32, columns `SPACE_COLUMNS`: metres in the room,
    the hand's orientation, pressure 0 to 1, seconds since the stroke began. Read-only.
    ``colour`` is sRGB, 0 to 255. ``size_m`` is the full width at full pressure. Strokes of one
    ``group_uid`` are selected together. ``foreign`` is JSON: what the program that wrote it knew
    and we do not, kept to be written back. ``begun_m`` and ``left_m`` are the lengths of
    what was cut off before the first point and behind the last: what is strewn along the stroke
    stays where it was, and a cut end does not taper.
    """

    uid: str
    work_uid: str
    layer_uid: str
    brush_uid: str
    colour: tuple[int, int, int]
    size_m: float
    seed: int
    started_at: datetime
    points: npt.NDArray[np.float32]
    opacity: float = 1.0
    group_uid: str = ""
    foreign: str = ""
    begun_m: float = 0.0
    left_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Clay:
    """A piece of clay; its vertices are the mesh ``mesh_uid`` in the document.

    Its triangles never change under one ``mesh_uid``: a remesh makes a new mesh.
    """

    uid: str
    work_uid: str
    layer_uid: str
    mesh_uid: str
    name: str = ""
    pose: Pose = Pose()


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture or a model that stands in the room; its bytes are `Picture` ``picture_uid``."""

    uid: str
    work_uid: str
    layer_uid: str
    picture_uid: str
    name: str
    pose: Pose = Pose()
    is_visible: bool = True


class GuideShape(StrEnum):
    """What a guide is shaped like."""

    PLANE = "plane"
    SPHERE = "sphere"
    CUBE = "cube"
    CAPSULE = "capsule"


@dataclass(frozen=True, slots=True)
class Guide:
    """A shape that a stroke can follow; ``size_m`` are its full extents before ``pose.scale``."""

    uid: str
    work_uid: str
    shape: GuideShape
    pose: Pose = Pose()
    size_m: Vector = (1.0, 1.0, 1.0)
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """The surroundings of a work, or, without ``work_uid``, a place a person saved as their own.

    ``settings`` are the numbers that differ from the environment's own, by name.
    """

    uid: str
    work_uid: str
    environment_uid: str
    seed: int
    settings: tuple[tuple[str, float], ...] = ()
    name: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class CameraPath(HoldsArray):
    """A way for the camera.

    ``keys`` : ndarray, shape (n, 9), float32, columns `CAMERA_COLUMNS`. Read-only.
    """

    ARRAY: ClassVar[str] = "keys"

    uid: str
    work_uid: str
    name: str
    keys: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file a page came from said beside its strokes; a page has one at most.

    ``foreign`` is JSON, kept to be written back.
    """

    uid: str
    work_uid: str
    foreign: str


SpaceEntity = SpaceStroke | Clay | Reference | Guide | Place | CameraPath | Origin
