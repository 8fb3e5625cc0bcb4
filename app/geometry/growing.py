"""Geometry that grows while a stroke is drawn, and what of it is new."""

from __future__ import annotations

from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from app.geometry.vertex import VERTEX_COLUMNS, Geometry, Patch, Triangles, Vertices

T = TypeVar("T", bound=np.generic)
F32 = npt.NDArray[np.float32]


class Pool(Generic[T]):
    """Rows that are kept while room for more is made, twice as much each time."""

    def __init__(self, columns: int, kind: type[T]) -> None:
        self.array: npt.NDArray[T] = np.empty((64, columns), kind)

    def room(self, count: int) -> npt.NDArray[T]:
        """Return the rows, at least ``count`` of them."""
        if count > len(self.array):
            size = max(count, 2 * len(self.array))
            larger: npt.NDArray[T] = np.empty((size, self.array.shape[1]), self.array.dtype)
            larger[: len(self.array)] = self.array
            self.array = larger
        return self.array


class Growing:
    """Vertices and triangles of one stroke, and from where on they are not yet fetched."""

    def __init__(self) -> None:
        self._vertices: Pool[np.float32] = Pool(len(VERTEX_COLUMNS), np.float32)
        self._triangles: Pool[np.uint32] = Pool(3, np.uint32)
        self.vertex_count = self.triangle_count = 0
        self._first_vertex = self._first_triangle = 0

    def extend(self, points: F32, first: int) -> None:
        """Take in the points from row ``first`` on; ``points`` are all of them so far."""
        raise NotImplementedError

    def make_room(self, vertices: int, triangles: int) -> tuple[Vertices, Triangles]:
        """Return arrays of at least this many rows, with what was there; the stroke ends so."""
        self.vertex_count, self.triangle_count = vertices, triangles
        return self._vertices.room(vertices), self._triangles.room(triangles)

    def changed(self, first_vertex: int, first_triangle: int) -> None:
        """Note from where on something is new."""
        self._first_vertex = min(self._first_vertex, first_vertex)
        self._first_triangle = min(self._first_triangle, first_triangle)

    def geometry(self) -> Geometry:
        """Return all of it, copied."""
        return Geometry(
            self._vertices.array[: self.vertex_count].copy(),
            self._triangles.array[: self.triangle_count].copy(),
        )

    def fresh(self) -> Patch:
        """Return what is new since the last time, copied."""
        vertex, triangle = self._first_vertex, self._first_triangle
        self._first_vertex, self._first_triangle = self.vertex_count, self.triangle_count
        return Patch(
            vertex,
            self._vertices.array[vertex : self.vertex_count].copy(),
            triangle,
            self._triangles.array[triangle : self.triangle_count].copy(),
        )
