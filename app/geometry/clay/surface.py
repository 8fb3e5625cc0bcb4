"""A surface out of a grid of signed distances, its triangles evened out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.geometry.clay.shape import ClayShape
from app.model.meshes import Mesh

# a surface that comes nearer to a grid point than this makes slivers; voxels
LEAST = 0.1
ROUNDS = 4
SHARE = 0.5

Field = npt.NDArray[np.float32]
Points = npt.NDArray[np.float32]
Faces = npt.NDArray[np.uint32]


def surface(field: Field, low: tuple[float, float, float], voxel_m: float) -> tuple[Points, Faces]:
    """Return where a field is zero, by Lewiner's marching cubes (2003).

    Parameters
    ----------
    field : ndarray, shape (i, j, k), float32, metres
        Negative inside, positive all around the border.
    low : three floats
        Where the first grid point lies, metres.
    voxel_m : float
        From one grid point to the next.

    Returns
    -------
    positions : ndarray, shape (n, 3), float32
    faces : ndarray, shape (m, 3), uint32
        Counter-clockwise from outside; both are empty where nothing is inside.
    """
    # slow to import, and only a remesh needs it
    from skimage.measure import marching_cubes

    if not (field < 0).any() or not (field > 0).any():
        return np.empty((0, 3), np.float32), np.empty((0, 3), np.uint32)
    found, faces, _, _ = marching_cubes(field, 0.0, gradient_direction="descent")
    points = np.asarray(low) + voxel_m * found.astype(np.float64)
    return points.astype(np.float32), faces.astype(np.uint32)


def evened(mesh: Mesh, *, rounds: int = ROUNDS) -> None:
    """Move the vertices of a mesh along its surface until its triangles are more alike."""
    from app.geometry.clay.field_kernels import relax

    shape, room = ClayShape(mesh), np.empty((len(mesh.values), 3), np.float32)
    starts, faces_of = shape.incidence
    rows = np.arange(len(mesh.values), dtype=np.uint32)
    for _ in range(rounds):
        room[:] = mesh.values[:, :3]
        relax(mesh.values, shape.faces, starts, faces_of, shape.normals, SHARE, room)
        shape.refresh(rows)
