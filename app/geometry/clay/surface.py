"""A surface out of a grid of signed distances, its triangles evened out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.geometry.clay.shape import ClayShape
from app.model.meshes import Mesh
from app.model.space import Vector

# a surface that comes nearer to a grid point than this makes slivers; voxels
LEAST = 0.1
ROUNDS = 4
SHARE = 0.5

Points = npt.NDArray[np.float32]
Faces = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Field:
    """Signed distances on a grid.

    ``away_m`` : ndarray, shape (i, j, k), float32, metres, negative inside, positive all around
    the border. ``low_m`` is where the first grid point lies, ``voxel_m`` how far it is to the
    next. Where ``is_half``, the grid begins at x = 0 and the other side is alike.
    """

    away_m: npt.NDArray[np.float32]
    low_m: Vector
    voxel_m: float
    is_half: bool = False

    def surface(self) -> tuple[Points, Faces]:
        """Return where it is zero, by Lewiner's marching cubes (2003).

        Returns
        -------
        positions : ndarray, shape (n, 3), float32
        faces : ndarray, shape (m, 3), uint32
            Counter-clockwise from outside; both are empty where nothing is inside.
        """
        # slow to import, and only a new mesh needs it
        from skimage.measure import marching_cubes

        away, least = self.away_m, np.float32(LEAST * self.voxel_m)
        if not (away < 0).any() or not (away > 0).any():
            return np.empty((0, 3), np.float32), np.empty((0, 3), np.uint32)
        clear = np.where(away > 0, np.maximum(away, least), np.minimum(away, -least))
        found, faces, _, _ = marching_cubes(clear, 0.0, gradient_direction="descent")
        points = np.asarray(self.low_m) + self.voxel_m * found.astype(np.float64)
        return points.astype(np.float32), faces.astype(np.uint32)

    def even(self, mesh: Mesh) -> None:
        """Make the triangles of a mesh of its surface more alike, and the surface exact."""
        from app.geometry.clay.field_kernels import land, relax

        shape, room = ClayShape(mesh), np.empty((len(mesh.values), 3), np.float32)
        starts, faces_of = shape.incidence
        rows = np.arange(len(mesh.values), dtype=np.uint32)
        for _ in range(ROUNDS):
            room[:] = mesh.values[:, :3]
            relax(mesh.values, shape.faces, starts, faces_of, shape.normals, SHARE, room)
            shape.refresh(rows)
            land(mesh.values, shape.normals, self.away_m, self.low_m, self.voxel_m, self.is_half)
            shape.refresh(rows)
