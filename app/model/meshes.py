"""Meshes that can be worked like clay: vertices that change, triangles that do not."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

MESH_COLUMNS = ("x_m", "y_m", "z_m", "red", "green", "blue", "mask")
MAX_VERTICES = 400_000

Values = npt.NDArray[np.float32]
Indices = npt.NDArray[np.uint32]


@dataclass(frozen=True, eq=False, slots=True)
class Mesh:
    """The vertices and triangles of a piece of clay.

    ``values`` : ndarray, shape (n, 7), float32, columns `MESH_COLUMNS`: metres in the clay's
    own space, linear colour 0 to 1, mask 0 (free) to 1 (held). Change it only through
    `Edit.vertices`.
    ``faces`` : ndarray, shape (m, 3), uint32, counter-clockwise seen from outside. Read-only.

    Raises
    ------
    ValueError
        If the shapes are wrong, a face names a vertex that is not there, or there are more
        than `MAX_VERTICES`.
    """

    values: Values = field(repr=False)
    faces: Indices = field(repr=False)

    def __post_init__(self) -> None:
        """Check the shapes and freeze the triangles."""
        if self.values.ndim != 2 or self.values.shape[1] != len(MESH_COLUMNS):
            raise ValueError(f"a mesh has {len(MESH_COLUMNS)} columns, not {self.values.shape}")
        if self.faces.ndim != 2 or self.faces.shape[1] != 3:
            raise ValueError(f"a face has three corners, not {self.faces.shape}")
        if len(self.values) > MAX_VERTICES:
            raise ValueError(f"a mesh has at most {MAX_VERTICES} vertices, not {len(self.values)}")
        if self.faces.size and int(self.faces.max()) >= len(self.values):
            raise ValueError("a face names a vertex that is not there")
        self.faces.flags.writeable = False

    @property
    def positions_m(self) -> Values:
        """Return the positions, shape (n, 3), a view."""
        return self.values[:, :3]
