"""Clay to test with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from trimesh.creation import icosphere

from app.geometry.clay.dab import Dab, Reached
from app.geometry.clay.meshes import clay_mesh
from app.geometry.clay.shape import ClayShape
from app.model.meshes import Mesh

Floats = npt.NDArray[np.float32]


def ball(subdivisions: int = 4, *, radius_m: float = 1.0) -> Mesh:
    """Give a ball that is alike on both sides of every plane, to the last bit."""
    made = icosphere(subdivisions=subdivisions, radius=radius_m)
    points = np.round(np.asarray(made.vertices) * (1 << 20)) / (1 << 20)
    return clay_mesh(points, np.asarray(made.faces))


def worked(shape: ClayShape, dab: Dab) -> Reached:
    """Apply a dab without a document."""
    reached = Reached(shape, dab)
    reached.apply(shape.values)
    return reached


def normals_by_hand(mesh: Mesh) -> npt.NDArray[np.float64]:
    """Give the vertices' normals, weighted by area, in the plainest way."""
    corners = mesh.values[:, :3].astype(np.float64)[mesh.faces]
    vectors = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals: npt.NDArray[np.float64] = np.zeros((len(mesh.values), 3))
    for corner in range(3):
        np.add.at(normals, mesh.faces[:, corner], vectors)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    normals /= np.maximum(lengths, 1e-30)
    return normals
