"""Simple bodies to show things with: rods, cones, rings, balls, boxes, as coloured triangles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.model.space import Vector

Colour = tuple[float, float, float, float]
Body = tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]


def swept(
    places: npt.NDArray[np.float64],
    radii: npt.ArrayLike,
    colour: Colour,
    *,
    is_closed: bool = False,
    sides: int = 12,
) -> Body:
    """Return a round rod along places, with a radius at each; columns of `PaintedVisual`.

    Parameters
    ----------
    places : ndarray, shape (n, 3), metres
    radii : array_like, metres, one or n
    is_closed : bool
        Whether the last place leads back to the first.
    """
    count = len(places)
    if is_closed:
        along = np.roll(places, -1, axis=0) - np.roll(places, 1, axis=0)
    else:
        along = np.gradient(places, axis=0)
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    spread = np.ptp(places, axis=0)
    axis = np.eye(3)[int(np.argmin(spread))] if is_closed else _beside(along[0])
    first = np.cross(along, axis)
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-12)
    second = np.cross(along, first)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    around = np.cos(angle)[:, None] * first[:, None] + np.sin(angle)[:, None] * second[:, None]
    wide = np.broadcast_to(np.asarray(radii, float), (count,))
    rows = np.empty((count, sides, 10), np.float32)
    rows[..., :3] = places[:, None] + around * wide[:, None, None]
    rows[..., 3:6] = around
    rows[..., 6:] = colour
    steps = np.arange(count if is_closed else count - 1)
    ring, side = np.meshgrid(steps, np.arange(sides), indexing="ij")
    here, there = ring * sides, (ring + 1) % count * sides
    after = (side + 1) % sides
    a, b, c, d = (here + side), (here + after), (there + side), (there + after)
    triangles = np.stack((a, c, b, b, c, d), axis=-1).reshape(-1, 3)
    return rows.reshape(-1, 10), triangles.astype(np.uint32)


def ring(centre: Vector, axis: Vector, radius_m: float, thick_m: float, colour: Colour) -> Body:
    """Return a ring about an axis of length 1."""
    first = np.cross(axis, _beside(np.asarray(axis)))
    first /= np.linalg.norm(first)
    second = np.cross(axis, first)
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)[:, None]
    places = np.asarray(centre) + radius_m * (np.cos(angle) * first + np.sin(angle) * second)
    return swept(places, thick_m, colour, is_closed=True, sides=8)


def ball(centre: Vector, radius_m: float, colour: Colour) -> Body:
    """Return a ball."""
    angle = np.linspace(0, np.pi, 17)
    places = np.zeros((17, 3))
    places[:, 1] = -np.cos(angle) * radius_m
    rows, triangles = swept(places, np.sin(angle) * radius_m, colour, sides=24)
    rows[:, 3:6] = rows[:, :3] / max(radius_m, 1e-9)
    rows[:, :3] += np.asarray(centre, np.float32)
    return rows, triangles


def box(centre: Vector, half_m: float, colour: Colour) -> Body:
    """Return an upright cube."""
    rows: list[npt.NDArray[np.float32]] = []
    triangles = []
    for axis in range(3):
        for side in (-1.0, 1.0):
            corners = np.zeros((4, 10), np.float32)
            corners[:, axis] = side * half_m
            corners[:, (axis + 1) % 3] = (-half_m, half_m, -half_m, half_m)
            corners[:, (axis + 2) % 3] = (-half_m, -half_m, half_m, half_m)
            corners[:, 3 + axis] = side
            corners[:, 6:] = colour
            triangles.append(np.array([[0, 1, 2], [2, 1, 3]]) + 4 * len(rows))
            rows.append(corners)
    body = np.concatenate(rows)
    body[:, :3] += np.asarray(centre, np.float32)
    return body, np.concatenate(triangles).astype(np.uint32)


def placed(body: Body, centre: Vector, scale: float | Vector, colour: Colour | None = None) -> Body:
    """Return a body resized and put somewhere, in its own colours or another one."""
    rows, triangles = body[0].copy(), body[1]
    rows[:, :3] = rows[:, :3] * np.asarray(scale, np.float32) + np.asarray(centre, np.float32)
    if colour is not None:
        rows[:, 6:] = colour
    return rows, triangles


def joined(*bodies: Body) -> Body:
    """Return bodies as one."""
    first, triangles = 0, []
    for rows, own in bodies:
        triangles.append(own + np.uint32(first))
        first += len(rows)
    return np.concatenate([rows for rows, _ in bodies]), np.concatenate(triangles)


def _beside(axis: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    beside: npt.NDArray[np.float64] = np.eye(3)[int(np.argmin(np.abs(axis)))]
    return beside
