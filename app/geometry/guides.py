"""Guides: the nearest place on a shape, for a stroke that follows it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from app.geometry.similarity import Similarity, matrix_of_pose
from app.model.space import Guide, GuideShape

Points = npt.NDArray[np.float32]
Places = npt.NDArray[np.float64]


def nearest_on(guide: Guide, places_m: npt.ArrayLike) -> tuple[Places, Places]:
    """Return the nearest places on a guide's skin and how it faces there, each shape (n, 3).

    A plane lies in its own x and y and faces z; it ends where its extents do. A sphere is as
    wide as its x. A capsule stands along its own y and is as wide as its x. In the very middle
    of a shape, where all of its skin is as near, one place is chosen.
    """
    matrix = matrix_of_pose(guide.pose)
    to_room, to_guide = Similarity.of(matrix), Similarity.of(np.linalg.inv(matrix))
    own = to_guide.places(np.asarray(places_m, np.float64).reshape(-1, 3))
    places, facing = _SHAPES[guide.shape](own, np.asarray(guide.size_m, np.float64) / 2)
    return to_room.places(places), facing @ to_room.turn.T


def guided(points: Points, guides: Iterable[Guide], *, reach_m: float) -> Points:
    """Return points, shape (n, 9), put onto the nearest visible guide within reach of each."""
    moved = points.copy()
    nearest = np.full(len(points), reach_m, np.float64)
    for guide in guides:
        if not guide.is_visible:
            continue
        places, _ = nearest_on(guide, points[:, :3])
        away = np.linalg.norm(places - points[:, :3], axis=1)
        is_nearer = away <= nearest
        moved[is_nearer, :3] = places[is_nearer]
        nearest[is_nearer] = away[is_nearer]
    return moved


def _on_plane(own: Places, half: Places) -> tuple[Places, Places]:
    places = np.clip(own, -half, half)
    places[:, 2] = 0
    return places, np.broadcast_to((0.0, 0.0, 1.0), own.shape)


def _on_sphere(own: Places, half: Places) -> tuple[Places, Places]:
    facing = _units(own)
    return half[0] * facing, facing


def _on_capsule(own: Places, half: Places) -> tuple[Places, Places]:
    radius = half[0]
    length = max(half[1] - radius, 0.0)
    core = np.zeros_like(own)
    core[:, 1] = np.clip(own[:, 1], -length, length)
    facing = _units(own - core)
    return core + radius * facing, facing


def _on_cube(own: Places, half: Places) -> tuple[Places, Places]:
    places = np.clip(own, -half, half)
    # whoever is inside goes out through the nearest side
    is_inside = (np.abs(own) < half).all(axis=1)
    axis = (half - np.abs(own)).argmin(axis=1)
    rows = np.flatnonzero(is_inside)
    signs = np.where(own[rows, axis[rows]] < 0, -1.0, 1.0)
    places[rows, axis[rows]] = signs * half[axis[rows]]
    # at an edge the skin faces the side that the place is furthest out of
    out = (np.abs(own) - half).argmax(axis=1)
    facing = np.zeros_like(own)
    every = np.arange(len(own))
    facing[every, out] = np.where(own[every, out] < 0, -1.0, 1.0)
    return places, facing


def _units(vectors: Places) -> Places:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    up = np.array([1.0, 0.0, 0.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lengths > 0, vectors / lengths, up)


_SHAPES = {
    GuideShape.PLANE: _on_plane,
    GuideShape.SPHERE: _on_sphere,
    GuideShape.CUBE: _on_cube,
    GuideShape.CAPSULE: _on_capsule,
}
