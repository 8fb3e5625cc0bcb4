"""Where a piece of clay stands: from the room into its own space and back."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.geometry.clay.shape import ClayShape, Hit
from app.geometry.clay.wheel import turned, unturned
from app.geometry.similarity import matrices_of
from app.model.space import Pose, Vector

Place = npt.NDArray[np.float64]


class Standing:
    """A pose, and how far the clay is shown turned on its wheel, as sums.

    Raises
    ------
    ValueError
        If the scale is not more than 0.
    """

    def __init__(self, pose: Pose, *, turned_rad: float = 0.0) -> None:
        if not pose.scale > 0:
            raise ValueError(f"clay is not shown at {pose.scale} of its size")
        self._rotation = matrices_of([pose.rotation])[0]
        self._position = np.array(pose.position_m)
        self._scale = pose.scale
        self._turned_rad = turned_rad

    def into_clay(self, place_m: Vector) -> Place:
        """Return a place of the room in the clay's space, shape (3,)."""
        away = (np.asarray(place_m, np.float64) - self._position) / self._scale
        return unturned(away @ self._rotation, self._turned_rad)

    def direction_into_clay(self, direction: Vector) -> Place:
        """Return a direction of the room in the clay's space, shape (3,), as long as it was."""
        return unturned(np.asarray(direction, np.float64) @ self._rotation, self._turned_rad)

    def into_room(self, place: Vector) -> Vector:
        """Return a place of the clay's space in the room."""
        here = turned(np.asarray(place, np.float64), self._turned_rad)
        return _vector(self._rotation @ here * self._scale + self._position)

    def direction_into_room(self, direction: Vector) -> Vector:
        """Return a direction of the clay's space in the room, as long as it was."""
        return _vector(self._rotation @ turned(np.asarray(direction, np.float64), self._turned_rad))

    def pick(self, shape: ClayShape, origin: Vector, direction: Vector) -> Hit | None:
        """Return where a ray in the room meets the clay, in the room, or None.

        Raises
        ------
        ValueError
            If the direction has no length.
        """
        hit = shape.pick(
            _vector(self.into_clay(origin)), _vector(self.direction_into_clay(direction))
        )
        if hit is None:
            return None
        return Hit(
            hit.face,
            hit.distance_m * self._scale,
            self.into_room(hit.point_m),
            self.direction_into_room(hit.normal),
        )


def _vector(three: Place) -> Vector:
    x, y, z = (float(value) for value in three)
    return x, y, z
