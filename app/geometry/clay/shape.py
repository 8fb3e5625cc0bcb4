"""The working cache beside a piece of clay: who touches whom, normals, and what changed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.model.meshes import Indices, Mesh, Values

GROUP = 64

Ints = npt.NDArray[np.int32]
Vector = tuple[float, float, float]


class Hit(NamedTuple):
    """Where a ray meets clay: the face, how far, the point and the normal there."""

    face: int
    distance_m: float
    point_m: Vector
    normal: Vector


class ClayShape:
    """A mesh as it is worked.

    It looks at the mesh's own arrays, so it follows when they are written; `refresh` has to be
    told which rows. Vertices are kept in groups that lie together, each with a box that only
    grows until `tighten`: what is near is found at once and nothing is ever rebuilt.

    Parameters
    ----------
    mesh : Mesh
        Must be C-contiguous float32 and uint32, as `Mesh` asks.

    Attributes
    ----------
    values : ndarray, shape (n, 7), float32, columns `MESH_COLUMNS`, clay space
    faces : ndarray, shape (m, 3), uint32
    normals : ndarray, shape (n, 3), float32, length 1, outward
    revision : int
        Rises with every change: what was made of an older one elsewhere is to be dropped.
    """

    def __init__(self, mesh: Mesh) -> None:
        from app.geometry.clay import shape_kernels

        self._loops = shape_kernels
        self.mesh = mesh
        self.revision = 0
        self.values: Values = np.ascontiguousarray(mesh.values, np.float32)
        if self.values is not mesh.values or not self.values.flags.writeable:
            raise ValueError("the mesh's values are not one block of float32 that may be written")
        self.faces: Indices = np.ascontiguousarray(mesh.faces, np.uint32)
        count = len(self.values)
        self._starts = np.zeros(count + 1, np.int32)
        self._faces_of = np.empty(self.faces.size, np.int32)
        self._loops.incidence(self.faces, self._starts, self._faces_of)
        self.normals: Values = np.zeros((count, 3), np.float32)
        self.normals[:, 1] = 1
        self._order = along_a_curve(self.values[:, :3])
        self._groups = np.empty(count, np.int32)
        self._groups[self._order] = np.arange(count, dtype=np.int32) // GROUP
        self._areas = np.empty((len(self.faces), 3), np.float64)
        self._loops.measure_faces(self.values, self.faces, self._areas)
        self._stamps = np.zeros(count + 1, np.int32)
        self._face_stamps = np.zeros(len(self.faces), np.int32)
        self._ring: Ints = np.empty(count, np.int32)
        self._reach = np.empty(count, np.uint32)
        self._is_touched = np.zeros(count, np.bool_)
        self._boxes = np.empty((-(-count // GROUP), 6), np.float32)
        self._turn(np.arange(count, dtype=np.int32))
        self.tighten()

    def __len__(self) -> int:
        """Return how many vertices it has."""
        return len(self.values)

    @property
    def bounds_m(self) -> tuple[Vector, Vector]:
        """Return the lowest and highest corner, clay space, a little wide while it is worked."""
        low, high = self._boxes[:, :3].min(axis=0), self._boxes[:, 3:].max(axis=0)
        return _vector(low), _vector(high)

    def within(
        self, centres: npt.NDArray[np.float64], radius_m: float, *, is_masked_too: bool = False
    ) -> Indices:
        """Return the vertices nearer than a radius to any centre, each once.

        Parameters
        ----------
        centres : ndarray, shape (k, 3), float64, metres, clay space
        radius_m : float
        is_masked_too : bool
            Also those that are held by the mask altogether.
        """
        count = self._loops.reach(
            self.values, self._boxes, self._order, GROUP, centres, radius_m, is_masked_too,
            self._reach,
        )  # fmt: skip
        return self._reach[:count].copy()

    def refresh(self, rows: Indices) -> None:
        """Bring normals and boxes up to date after these vertices were written."""
        self._turn(self._around(rows))
        self._is_touched[rows] = True
        self.revision += 1

    def tint(self, rows: Indices) -> None:
        """Note that the colours or the mask of these vertices were written."""
        self._is_touched[rows] = True
        self.revision += 1

    def tighten(self, rows: Indices | None = None) -> None:
        """Make the boxes around these vertices, or all, as small as they can be.

        Good at the end of a stroke.
        """
        is_loose = np.full(len(self._boxes), rows is None)
        if rows is not None:
            is_loose[self._groups[self._around(rows)]] = True
        groups = np.flatnonzero(is_loose).astype(np.int32)
        self._loops.make_boxes(
            self.values, self.faces, self._starts, self._faces_of, self._order, GROUP, groups,
            self._boxes,
        )  # fmt: skip

    def take_touched(self) -> Indices:
        """Return the vertices whose place, normal, colour or mask changed, rising.

        The next call begins anew. At first all of them are.
        """
        rows = np.flatnonzero(self._is_touched).astype(np.uint32)
        self._is_touched[rows] = False
        return rows

    def take_ranges(self, *, gap: int = 256) -> list[tuple[int, int]]:
        """Return what `take_touched` does as stretches (start, stop) to upload.

        Stretches nearer than ``gap`` to each other become one.
        """
        rows = self.take_touched()
        if not len(rows):
            return []
        breaks = np.flatnonzero(np.diff(rows.astype(np.int64)) > gap)
        firsts = rows[np.concatenate([[0], breaks + 1])]
        lasts = rows[np.concatenate([breaks, [len(rows) - 1]])]
        return [(int(first), int(last) + 1) for first, last in zip(firsts, lasts, strict=True)]

    def pick(self, origin: Vector, direction: Vector) -> Hit | None:
        """Return where a ray in clay space first meets the clay, or None.

        Raises
        ------
        ValueError
            If the direction has no length.
        """
        x, y, z = (float(value) for value in direction)
        length = (x * x + y * y + z * z) ** 0.5
        if not length:
            raise ValueError("a direction has a length")
        unit = (x / length, y / length, z / length)
        start = (float(origin[0]), float(origin[1]), float(origin[2]))
        face, distance = self._loops.first_face(
            self.values, self.faces, self._starts, self._faces_of, self._boxes, self._order,
            GROUP, start, unit,
        )  # fmt: skip
        if face < 0:
            return None
        point = _vector(np.array(start) + distance * np.array(unit))
        normal = self.normals[self.faces[face]].sum(axis=0, dtype=np.float64)
        normal /= max(float(np.linalg.norm(normal)), 1e-12)
        return Hit(int(face), float(distance), point, _vector(normal))

    @property
    def incidence(self) -> tuple[Ints, Ints]:
        """Return which faces meet at a vertex: ``faces_of[starts[v]:starts[v + 1]]``."""
        return self._starts, self._faces_of

    def _around(self, rows: Indices) -> Ints:
        """Measure the faces around vertices; return these and their neighbours."""
        count = self._loops.measure_around(
            self.values, self.faces, self._starts, self._faces_of, rows, self._areas,
            self._groups, self._boxes, self._face_stamps, self._stamps, self._ring,
        )  # fmt: skip
        return self._ring[:count]

    def _turn(self, rows: Ints) -> None:
        self._loops.turn_normals(self._starts, self._faces_of, self._areas, rows, self.normals)
        self._is_touched[rows] = True


def _vector(values: npt.NDArray[np.floating]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z


def along_a_curve(points: Values) -> Ints:
    """Return rows in the order of a curve that keeps neighbours together (Morton, 1966)."""
    if not len(points):
        return np.empty(0, np.int32)
    low = points.min(axis=0)
    span = max(float((points.max(axis=0) - low).max()), 1e-9)
    cells = ((points - low) * (1023 / span)).astype(np.uint32)
    codes = np.zeros(len(points), np.uint32)
    for axis in range(3):
        codes |= _spread(cells[:, axis]) << np.uint32(axis)
    return np.argsort(codes, kind="stable").astype(np.int32)


def _spread(bits: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    # two empty bits after each of ten
    for shift, mask in ((16, 0x030000FF), (8, 0x0300F00F), (4, 0x030C30C3), (2, 0x09249249)):
        bits = (bits | (bits << np.uint32(shift))) & np.uint32(mask)
    return bits
