"""Meshes for clay: made of arrays, measured, copied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.geometry.clay.shape import along_a_curve
from app.model.meshes import MAX_VERTICES, MESH_COLUMNS, Mesh
from app.model.words import PersonError, Sentence

TOO_MANY = Sentence(
    "This shape has {count} points, and clay has at most {most}. Nothing was changed. "
    "Make it simpler where it came from, then try again."
)
NOTHING_THERE = Sentence(
    "There is no surface in this shape that could become clay. Nothing was changed. "
    "Please choose another one."
)
NO_NUMBERS = Sentence(
    "Some points of this shape lie nowhere, so it cannot become clay. Nothing was changed. "
    "Please choose another one."
)

Floats = npt.NDArray[np.floating]
Faces = npt.NDArray[np.integer]


def clay_mesh(positions_m: Floats, faces: Faces, *, colours: Floats | None = None) -> Mesh:
    """Return a mesh whose vertices lie in an order that keeps neighbours together.

    Parameters
    ----------
    positions_m : ndarray, shape (n, 3), metres
    faces : ndarray, shape (m, 3)
        Counter-clockwise from outside. Points that no face uses are left out.
    colours : ndarray, shape (n, 3), optional
        Linear, 0 to 1; white where they are not given.

    Raises
    ------
    PersonError
        If there are too many points, none, or some that are no numbers.
    """
    if not len(faces) or not len(positions_m):
        raise PersonError(NOTHING_THERE)
    if not np.isfinite(positions_m).all():
        raise PersonError(NO_NUMBERS)
    is_used = np.zeros(len(positions_m), np.bool_)
    is_used[faces] = True
    if (count := int(is_used.sum())) > MAX_VERTICES:
        raise PersonError(Sentence(TOO_MANY.message, {"count": count, "most": MAX_VERTICES}))
    values = np.zeros((len(positions_m), len(MESH_COLUMNS)), np.float32)
    values[:, :3] = positions_m
    values[:, 3:6] = 1.0 if colours is None else np.clip(colours, 0, 1)
    return in_order(values, faces, is_used=is_used)


def in_order(
    values: npt.NDArray[np.float32], faces: Faces, *, is_used: npt.NDArray[np.bool_] | None = None
) -> Mesh:
    """Return a mesh of the used rows, neighbours together.

    ``values`` : ndarray, shape (n, 7), float32, columns `MESH_COLUMNS`.
    """
    rows = np.arange(len(values)) if is_used is None else np.flatnonzero(is_used)
    rows = rows[along_a_curve(values[rows, :3])]
    place = np.zeros(len(values), np.uint32)
    place[rows] = np.arange(len(rows), dtype=np.uint32)
    return Mesh(np.ascontiguousarray(values[rows]), np.ascontiguousarray(place[faces]))


def copied(mesh: Mesh) -> Mesh:
    """Return a mesh of its own, to work with on another thread."""
    return Mesh(mesh.values.copy(), mesh.faces)


def surface_m2(mesh: Mesh) -> float:
    """Return the area of all faces, square metres."""
    corners = mesh.values[:, :3].astype(np.float64)[mesh.faces]
    vectors = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return float(np.linalg.norm(vectors, axis=1).sum() / 2)


def is_closed(mesh: Mesh) -> bool:
    """Whether the faces leave no open edge: each edge is walked as often one way as the other."""
    count = len(mesh.values)
    ends = mesh.faces.astype(np.int64)
    one, other = ends.ravel(), np.roll(ends, -1, axis=1).ravel()
    keys = np.minimum(one, other) * count + np.maximum(one, other)
    order = np.argsort(keys, kind="stable")
    keys, ways = keys[order], np.where(one < other, 1, -1)[order]
    firsts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return bool(len(keys)) and not np.add.reduceat(ways, firsts).any()
