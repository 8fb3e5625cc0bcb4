"""The handles on what is selected: where they are, which one a ray means, what a drag does.

Pure sums: `app.scene.hand` draws them. Arrows move along an axis, rings turn about one, the ball in
the middle moves across the view, the cube resizes evenly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from app.model.space import Vector
from app.scene.solids import Body, Colour, ball, box, joined, placed, ring, swept

Ray = tuple[Vector, Vector]
Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.float64]

REACH = 0.075
LEAST_SCALE, MOST_SCALE = 0.02, 50.0


class Handle(StrEnum):
    """What can be taken hold of."""

    MOVE_X = "move_x"
    MOVE_Y = "move_y"
    MOVE_Z = "move_z"
    TURN_X = "turn_x"
    TURN_Y = "turn_y"
    TURN_Z = "turn_z"
    MOVE = "move"
    SCALE = "scale"

    @property
    def axis(self) -> Vector:
        """Return its axis, length 1; of the ball and the cube (0, 1, 0)."""
        return _AXES.get(self.value[-1], (0.0, 1.0, 0.0))


_AXES: dict[str, Vector] = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}
# one warm, one green, one blue of the same lightness, apart for colour-blind eyes too
_COLOURS: dict[str, Colour] = {
    "x": (0.78, 0.16, 0.10, 1.0),
    "y": (0.30, 0.52, 0.08, 1.0),
    "z": (0.08, 0.30, 0.78, 1.0),
}
_PLAIN: Colour = (0.22, 0.21, 0.21, 1.0)
_HELD: Colour = (1.0, 0.72, 0.12, 1.0)


@dataclass(frozen=True, slots=True)
class Gizmo:
    """Handles about ``centre_m``; an arrow is ``size_m`` long."""

    centre_m: Vector
    size_m: float = 0.25

    def handle_at(self, ray: Ray) -> Handle | None:
        """Return the handle a ray means: the one it passes nearest to, within reach."""
        best, found = REACH * self.size_m, None
        for handle in Handle:
            away = _distance(self._places(handle), ray)
            # the ball lies where the arrows begin: there it is the one that is meant
            away *= 0.6 if handle is Handle.MOVE else 1.0
            if away < best:
                best, found = away, handle
        return found

    def dragged(self, handle: Handle, start: Ray, now: Ray) -> Matrix:
        """Return what dragging a handle from one ray to another does.

        Returns
        -------
        ndarray, shape (4, 4)
            A similarity in the room, column vectors; the identity where rays say nothing.
        """
        if handle in _TURNS:
            return self._turned(handle.axis, start, now)
        if handle is Handle.SCALE:
            return self._scaled(start, now)
        if handle is Handle.MOVE:
            first, last = self._on_plane(start[1], start), self._on_plane(start[1], now)
        else:
            first, last = self._on_axis(handle.axis, start), self._on_axis(handle.axis, now)
        if first is None or last is None:
            return np.eye(4)
        matrix = np.eye(4)
        matrix[:3, 3] = last - first
        return matrix

    def body(self, held: Handle | None = None) -> Body:
        """Return its triangles, columns of `PaintedVisual`; what is held is marked."""
        return placed(_unit_body(held), self.centre_m, self.size_m)

    def _drawn(self, handle: Handle, colour: Colour | None) -> Body:
        size, centre = self.size_m, self.centre_m
        if handle is Handle.MOVE:
            return ball(centre, 0.075 * size, colour or _PLAIN)
        if handle is Handle.SCALE:
            x, y, z = self._places(handle)[0].tolist()
            return box((x, y, z), 0.055 * size, colour or _PLAIN)
        painted = colour or _COLOURS[handle.value[-1]]
        if handle in _TURNS:
            return ring(centre, handle.axis, 0.72 * size, 0.014 * size, painted)
        along = np.array([0.14, 0.8, 0.8, 0.8001, 1.0])[:, None] * size
        wide = np.array([0.016, 0.016, 0.016, 0.06, 0.0]) * size
        return swept(np.asarray(centre) + along * np.asarray(handle.axis), wide, painted)

    def _places(self, handle: Handle) -> Places:
        """Return places all along a handle, near enough to each other to be picked by."""
        centre = np.asarray(self.centre_m)
        if handle is Handle.MOVE:
            return centre[None]
        if handle is Handle.SCALE:
            return centre[None] + 0.5 * self.size_m
        axis = np.asarray(handle.axis)
        if handle in _TURNS:
            angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)[:, None]
            first, second = np.roll(axis, 1), np.roll(axis, 2)
            places: Places = centre + 0.72 * self.size_m * (
                np.cos(angle) * first + np.sin(angle) * second
            )
            return places
        along: Places = centre + np.linspace(0.16, 1.0, 24)[:, None] * self.size_m * axis
        return along

    def _on_axis(self, axis: Vector, ray: Ray) -> Places | None:
        """Return the place of the axis nearest to a ray; None where they are parallel."""
        origin, towards = np.subtract(ray[0], self.centre_m), np.asarray(ray[1])
        line = np.asarray(axis)
        across = float(line @ towards)
        left = 1.0 - across * across
        if left < 1e-4:
            return None
        along = float(origin @ line) - float(origin @ towards) * across
        place: Places = line * (along / left)
        return place

    def _on_plane(self, normal: Vector, ray: Ray) -> Places | None:
        """Return where a ray meets the plane through the centre, from the centre; None: nowhere."""
        origin, towards = np.subtract(ray[0], self.centre_m), np.asarray(ray[1])
        across = float(np.dot(normal, towards))
        if abs(across) < 1e-4:
            return None
        along = -float(np.dot(normal, origin)) / across
        place: Places = origin + towards * along
        return place if along > 0 else None

    def _turned(self, axis: Vector, start: Ray, now: Ray) -> Matrix:
        first, last = self._on_plane(axis, start), self._on_plane(axis, now)
        if first is None or last is None:
            return np.eye(4)
        angle = math.atan2(float(np.dot(axis, np.cross(first, last))), float(first @ last))
        turn = _about(axis, angle)
        return _around(np.asarray(self.centre_m), turn)

    def _scaled(self, start: Ray, now: Ray) -> Matrix:
        first, last = self._on_plane(start[1], start), self._on_plane(start[1], now)
        if first is None or last is None:
            return np.eye(4)
        share = float(np.linalg.norm(last) / max(float(np.linalg.norm(first)), 1e-9))
        share = min(MOST_SCALE, max(LEAST_SCALE, share))
        return _around(np.asarray(self.centre_m), np.eye(3) * share)


@cache
def _unit_body(held: Handle | None) -> Body:
    """Return the triangles of a gizmo at the origin, a metre large."""
    unit = Gizmo((0.0, 0.0, 0.0), 1.0)
    return joined(*(unit._drawn(handle, _HELD if handle is held else None) for handle in Handle))


_TURNS = frozenset({Handle.TURN_X, Handle.TURN_Y, Handle.TURN_Z})


def _about(axis: Vector, angle: float) -> Matrix:
    """Return a turn as a matrix, shape (3, 3) (Rodrigues' formula)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn: Matrix = np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross
    return turn


def _around(centre: Places, inner: Matrix) -> Matrix:
    matrix = np.eye(4)
    matrix[:3, :3] = inner
    matrix[:3, 3] = centre - inner @ centre
    return matrix


def _distance(places: Places, ray: Ray) -> float:
    origin, towards = np.asarray(ray[0]), np.asarray(ray[1])
    away = places - origin
    along = np.maximum(away @ towards, 0.0)
    return float(np.linalg.norm(away - along[:, None] * towards, axis=1).min())
