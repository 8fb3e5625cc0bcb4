"""What a ray meets among the things that are shown, by sums over their triangles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.geometry.picking import pick_triangles
from app.model.space import Vector

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.uint32]
Part = tuple[str, Floats, Indices]
Box = tuple[Vector, Vector]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a ray meets first: whose it is, how far away, where, and how it faces there."""

    uid: str
    distance_m: float
    point_m: Vector
    normal: Vector


def nearest_hit(parts: Iterable[Part], origin: Vector, direction: Vector) -> Hit | None:
    """Return the nearest thing a ray meets, or None; ``direction`` has length 1.

    Parameters
    ----------
    parts : Iterable of (uid, vertices of shape (n, 3 or more), triangles of shape (m, 3))
        The first three columns are metres in the room.
    """
    best: tuple[float, str, Floats] | None = None
    for uid, vertices, triangles in parts:
        places = np.ascontiguousarray(vertices[:, :3])
        if not len(triangles) or not _may_meet(places, origin, direction):
            continue
        row, distance = pick_triangles(places, triangles, origin, direction)
        if row >= 0 and (best is None or distance < best[0]):
            best = (distance, uid, places[triangles[row]])
    return None if best is None else _hit_of(*best, origin, direction)


def bounds_of(parts: Iterable[Part]) -> Box | None:
    """Return the corners of the box that holds all parts; None without any."""
    corners = []
    for _, vertices, _ in parts:
        if len(vertices):
            corners += [vertices[:, :3].min(axis=0), vertices[:, :3].max(axis=0)]
    if not corners:
        return None
    low, high = np.min(corners, axis=0).tolist(), np.max(corners, axis=0).tolist()
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _may_meet(places: Floats, origin: Vector, direction: Vector) -> bool:
    """Whether a ray meets the box about places (slabs, Kay and Kajiya 1986)."""
    towards = np.asarray(direction)
    safe = np.where(np.abs(towards) < 1e-12, 1e-12, towards)
    near = (places.min(axis=0) - np.asarray(origin)) / safe
    far = (places.max(axis=0) - np.asarray(origin)) / safe
    first, last = np.minimum(near, far).max(), np.maximum(near, far).min()
    return bool(last >= max(first, 0.0))


def _hit_of(distance: float, uid: str, corners: Floats, origin: Vector, direction: Vector) -> Hit:
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[0]).astype(float)
    normal /= max(float(np.linalg.norm(normal)), 1e-12)
    if float(normal @ np.asarray(direction)) > 0:
        normal = -normal
    x, y, z = (np.asarray(origin) + distance * np.asarray(direction)).tolist()
    nx, ny, nz = normal.tolist()
    return Hit(uid, distance, (x, y, z), (nx, ny, nz))
