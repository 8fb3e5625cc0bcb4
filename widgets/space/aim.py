"""From a place on the screen to a place in the room, and which way the hand faces there."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.model.space import SPACE_COLUMNS, Quaternion, Vector
from app.scene.camera import Camera, Size
from app.scene.turning import multiplied, turn_about

Points = npt.NDArray[np.float32]
FARTHEST_M = 60.0
# as much of the room's depth as the pen's pressure reaches, times the distance to the focus
PRESSURE_REACH = 0.6


@dataclass(frozen=True, slots=True)
class Mark:
    """What a pen, a mouse or a finger says once; places are logical pixels of the canvas."""

    x: float
    y: float
    pressure: float = 0.75
    tilt_deg: tuple[float, float] = (0.0, 0.0)
    time_s: float = 0.0
    is_eraser: bool = False
    has_shift: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the room and how it faces, length 1."""

    place_m: Vector
    facing: Vector


@dataclass(frozen=True, slots=True)
class Aim:
    """How one looks into the room while something is drawn.

    ``focus_m`` is the place the view turns about; ``surface`` finds what a ray meets.
    """

    camera: Camera
    size_px: Size
    focus_m: Vector
    surface: Callable[[Vector, Vector], Spot | None]

    def ray(self, mark: Mark) -> tuple[Vector, Vector]:
        """Return origin and direction of what lies under a mark."""
        return self.camera.ray(mark.x, mark.y, self.size_px)

    def on_view(
        self, mark: Mark, *, nearer_m: float = 0.0, through_m: Vector | None = None
    ) -> Spot:
        """Return the place on the plane that faces the view and goes through the focus."""
        through = self.focus_m if through_m is None else through_m
        away = float(np.dot(np.subtract(through, self.camera.position_m), self.camera.forward))
        away = max(away - nearer_m, 4 * self.camera.near_m)
        origin, direction = self.ray(mark)
        along = away / max(float(np.dot(direction, self.camera.forward)), 1e-6)
        return Spot(_along(origin, direction, along), _back(self.camera.forward))

    def on_ground(self, mark: Mark) -> Spot | None:
        """Return the place on the floor, None above the horizon."""
        origin, direction = self.ray(mark)
        if direction[1] > -1e-4 or origin[1] <= 0:
            return None
        along = -origin[1] / direction[1]
        if along > FARTHEST_M:
            return None
        return Spot(_along(origin, direction, along), (0.0, 1.0, 0.0))

    def on_surface(self, mark: Mark) -> Spot | None:
        """Return the place on the first thing that is there."""
        return self.surface(*self.ray(mark))

    def free(self, mark: Mark, *, nearer_m: float) -> Spot:
        """Return the place whose depth the pen's pressure says, and the wheel."""
        reach = PRESSURE_REACH * math.dist(self.focus_m, self.camera.position_m)
        return self.on_view(mark, nearer_m=nearer_m - (mark.pressure - 0.5) * reach)

    def radius_px(self, size_m: float, at_m: Vector) -> float:
        """Return how many pixels half a size is at a place."""
        ahead = float(np.dot(np.subtract(at_m, self.camera.position_m), self.camera.forward))
        return size_m / 2 / max(self.camera.metres_a_pixel(max(ahead, 1e-3), self.size_px), 1e-9)


def point(camera: Camera, spot: Spot, mark: Mark) -> Points:
    """Return one point of a stroke, shape (1, 9), columns `SPACE_COLUMNS`."""
    rotation = _tilted(facing(camera, spot.facing), mark.tilt_deg)
    row = (*spot.place_m, *rotation, min(max(mark.pressure, 0.0), 1.0), mark.time_s)
    assert len(row) == len(SPACE_COLUMNS)  # noqa: S101 - the columns are the document's
    return np.array([row], np.float32)


def facing(camera: Camera, normal: Vector) -> Quaternion:
    """Return the turn of a hand that holds the brush flat onto what faces along ``normal``.

    The hand's own z is the normal, its x as near to the view's right as can be.
    """
    z = np.asarray(normal, float)
    x = np.asarray(camera.right, float)
    x = x - (x @ z) * z
    if np.linalg.norm(x) < 1e-3:
        x = np.asarray(camera.up, float) - (np.asarray(camera.up) @ z) * z
    x /= np.linalg.norm(x)
    y = np.cross(z, x)
    return _quaternion(np.stack([x, y, z], axis=1))


def _tilted(rotation: Quaternion, tilt_deg: tuple[float, float]) -> Quaternion:
    if tilt_deg == (0.0, 0.0):
        return rotation
    about_y = turn_about((0.0, 1.0, 0.0), tilt_deg[0])
    about_x = turn_about((1.0, 0.0, 0.0), tilt_deg[1])
    return multiplied(rotation, multiplied(about_y, about_x))


def _quaternion(matrix: npt.NDArray[np.float64]) -> Quaternion:
    from app.geometry.similarity import quaternions_of

    x, y, z, w = quaternions_of(matrix[None])[0].tolist()
    return (x, y, z, w)


def _along(origin: Vector, direction: Vector, distance: float) -> Vector:
    x, y, z = np.add(origin, np.multiply(direction, distance)).tolist()
    return (x, y, z)


def _back(direction: Vector) -> Vector:
    x, y, z = direction
    return (-x, -y, -z)
