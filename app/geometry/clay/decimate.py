"""Fewer vertices where the surface is plain, by quadric error (Garland and Heckbert, 1997)."""

from __future__ import annotations

import numpy as np

from app.geometry.clay.meshes import NOTHING_THERE, in_order
from app.model.meshes import Mesh
from app.model.words import PersonError, Sentence

FEWEST = 100

TOO_FEW = Sentence(
    "With {count} points the shape of this clay would be lost. Your clay is as it was. "
    "Choose {least} points or more."
)
NOT_FEWER = Sentence(
    "This clay has {count} points already, so there is nothing to make simpler. "
    "Your clay is as it was. Choose fewer points."
)


def decimate(mesh: Mesh, *, vertices: int) -> Mesh:
    """Return a mesh with about so many vertices and nearly the same surface.

    A vertex has the mean colour and mask of those it stands for.

    Raises
    ------
    PersonError
        If that is too few, no fewer than there are, or nothing is left.
    """
    if vertices < FEWEST:
        raise PersonError(Sentence(TOO_FEW.message, {"count": vertices, "least": FEWEST}))
    if vertices >= len(mesh.values):
        raise PersonError(Sentence(NOT_FEWER.message, {"count": len(mesh.values)}))
    # slow to import, and only this needs it
    from fast_simplification import replay_simplification, simplify

    points, faces = mesh.values[:, :3].copy(), mesh.faces.astype(np.int32)
    _, _, collapses = simplify(points, faces, target_count=2 * vertices, return_collapses=True)
    places, triangles, stands_in = replay_simplification(points, faces, collapses)
    if len(triangles) < 4:
        raise PersonError(NOTHING_THERE)
    values = np.empty((len(places), mesh.values.shape[1]), np.float32)
    values[:, :3] = places
    count = np.maximum(np.bincount(stands_in, minlength=len(places)), 1)
    for column in range(3, values.shape[1]):
        total = np.bincount(stands_in, mesh.values[:, column], minlength=len(places))
        values[:, column] = total / count
    is_used = np.zeros(len(places), np.bool_)
    is_used[triangles] = True
    return in_order(values, triangles, is_used=is_used)
