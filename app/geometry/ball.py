"""Directions spread over a ball, with the triangles between them."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@cache
def ball(detail: int) -> tuple[F64, I64]:
    """Return directions and triangles of an icosahedron whose faces were split in four.

    Parameters
    ----------
    detail : int
        How often: 0 gives 12 directions, 1 gives 42, 2 gives 162, 3 gives 642.

    Returns
    -------
    directions : ndarray, shape (n, 3), float64, length 1
    triangles : ndarray, shape (m, 3), int64, counter-clockwise seen from outside
    """
    directions, triangles = _icosahedron() if detail == 0 else _split(*ball(detail - 1))
    directions.flags.writeable = triangles.flags.writeable = False
    return directions, triangles


def _icosahedron() -> tuple[F64, I64]:
    golden = (1 + 5**0.5) / 2
    corners = [(0.0, a, b * golden) for a in (1, -1) for b in (1, -1)]
    places = np.array([np.roll(corner, turn) for turn in range(3) for corner in corners])
    edge = np.linalg.norm(places[:, None] - places[None], axis=2)
    near = (edge < 2.1) & (edge > 0)
    faces = [
        (a, b, c)
        for a in range(12)
        for b in range(a + 1, 12)
        for c in range(b + 1, 12)
        if near[a, b] and near[b, c] and near[a, c]
    ]
    triangles = np.array(faces, np.int64)
    outward = np.einsum(
        "ij,ij->i",
        np.cross(
            places[triangles[:, 1]] - places[triangles[:, 0]],
            places[triangles[:, 2]] - places[triangles[:, 0]],
        ),
        places[triangles[:, 0]],
    )
    triangles[outward < 0] = triangles[outward < 0][:, ::-1]
    return places / np.linalg.norm(places, axis=1, keepdims=True), triangles


def _split(directions: F64, triangles: I64) -> tuple[F64, I64]:
    edges = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    unique, which = np.unique(edges, axis=0, return_inverse=True)
    middles = directions[unique].sum(axis=1)
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    ab, bc, ca = (len(directions) + which.reshape(-1, 3)).T
    a, b, c = triangles.T
    parts = [(a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca)]
    split = np.concatenate([np.stack(part, axis=1) for part in parts])
    return np.concatenate([directions, middles]), split
