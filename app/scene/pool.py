"""Many strokes in one array of vertices and one of triangles, to be drawn at once.

Each stroke has a slot. What is taken away leaves a hole of triangles that cover nothing; the next
stroke that fits takes the hole, and `compact` closes what is left. Nothing here knows OpenGL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Vertices = npt.NDArray[np.float32]
Triangles = npt.NDArray[np.uint32]

COLUMNS = 14
FIRST_VERTICES, FIRST_TRIANGLES = 4096, 8192


@dataclass(slots=True)
class Slot:
    """Where a stroke lies: rows from ``first`` on, ``count`` used of ``room``."""

    first_vertex: int
    vertex_room: int
    first_triangle: int
    triangle_room: int
    vertex_count: int = 0
    triangle_count: int = 0


@dataclass(slots=True)
class Dirty:
    """Rows that were written since they were last taken, from and to; all of them after growth."""

    is_all: bool = True
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, first: int, last: int) -> None:
        """Mark rows, joining them to the last ones marked where they touch."""
        if self.is_all or first >= last:
            return
        if self.spans and first <= self.spans[-1][1] and last >= self.spans[-1][0]:
            low, high = self.spans[-1]
            self.spans[-1] = (min(first, low), max(last, high))
        else:
            self.spans.append((first, last))

    def taken(self) -> Dirty:
        """Return what was marked, and begin anew."""
        before = Dirty(self.is_all, self.spans)
        self.is_all, self.spans = False, []
        return before


class Pool:
    """Strokes of one material, by key.

    Parameters
    ----------
    columns : int
        Floats a vertex.
    """

    def __init__(self, columns: int = COLUMNS) -> None:
        self.vertices: Vertices = np.zeros((FIRST_VERTICES, columns), np.float32)
        self.triangles: Triangles = np.zeros((FIRST_TRIANGLES, 3), np.uint32)
        self.used_vertices = 0
        self.used_triangles = 0
        # a box that holds all of it and only grows until `clear`
        self.low = np.full(3, np.inf, np.float32)
        self.high = np.full(3, -np.inf, np.float32)
        self.dirty_vertices = Dirty()
        self.dirty_triangles = Dirty()
        self._slots: dict[str, Slot] = {}
        self._hidden: set[str] = set()
        self._holes: list[Slot] = []

    def __contains__(self, key: str) -> bool:
        return key in self._slots

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def keys(self) -> Iterable[str]:
        """Return the keys of what lies here."""
        return self._slots.keys()

    @property
    def wasted_vertices(self) -> int:
        """Return how many vertices lie in holes."""
        return sum(hole.vertex_room for hole in self._holes)

    def vertices_of(self, key: str) -> Vertices:
        """Return a stroke's vertices, a view."""
        slot = self._slots[key]
        return self.vertices[slot.first_vertex : slot.first_vertex + slot.vertex_count]

    def triangles_of(self, key: str) -> Triangles:
        """Return a stroke's triangles into its own vertices, a copy."""
        slot = self._slots[key]
        rows = self.triangles[slot.first_triangle : slot.first_triangle + slot.triangle_count]
        return rows - np.uint32(slot.first_vertex)

    def put(self, key: str, vertices: Vertices, triangles: Triangles) -> None:
        """Add a stroke, or replace it; ``triangles`` count its own vertices."""
        self.take(key)
        if len(vertices) and len(triangles):
            self._slots[key] = self._room(len(vertices), len(triangles))
            self._write(self._slots[key], 0, vertices, 0, triangles)

    def put_many(self, parts: Iterable[tuple[str, Vertices, Triangles]]) -> None:
        """Add many strokes, growing once."""
        parts = list(parts)
        self._grow(sum(len(part[1]) for part in parts), sum(len(part[2]) for part in parts))
        for key, vertices, triangles in parts:
            self.put(key, vertices, triangles)

    def write(
        self,
        key: str,
        first_vertex: int,
        vertices: Vertices,
        first_triangle: int,
        triangles: Triangles,
    ) -> None:
        """Rewrite a stroke's tail from these rows on; what lay behind them is gone."""
        need = first_vertex + len(vertices), first_triangle + len(triangles)
        slot = self._slots.get(key)
        if slot is None:
            slot = self._slots[key] = self._room(max(need[0], 256), max(need[1], 512))
        elif need[0] > slot.vertex_room or need[1] > slot.triangle_room:
            slot = self._moved(key, 2 * need[0], 2 * need[1])
        self._write(slot, first_vertex, vertices, first_triangle, triangles)

    def rewritten(self, key: str) -> None:
        """Say that a stroke's vertices were written in place."""
        slot = self._slots[key]
        self.dirty_vertices.add(slot.first_vertex, slot.first_vertex + slot.vertex_count)

    def take(self, key: str) -> None:
        """Take a stroke away; nothing happens if it is not here."""
        slot = self._slots.pop(key, None)
        self._hidden.discard(key)
        if slot is None:
            return
        if slot.first_triangle + slot.triangle_room == self.used_triangles:
            # the last one: no hole
            self.used_triangles = slot.first_triangle
            self.used_vertices = slot.first_vertex
            return
        self._blank(slot.first_triangle, slot.first_triangle + slot.triangle_count)
        self._holes.append(slot)

    def hide(self, keys: Iterable[str], *, is_hidden: bool) -> None:
        """Hide strokes, or show them again."""
        for key in keys:
            slot = self._slots.get(key)
            if slot is not None and (key in self._hidden) != is_hidden:
                (self._hidden.add if is_hidden else self._hidden.discard)(key)
                first = slot.first_triangle
                self.dirty_triangles.add(first, first + slot.triangle_count)

    def shown(self, first: int, last: int) -> Triangles:
        """Return rows of triangles as they are to be drawn: what is hidden covers nothing."""
        rows = self.triangles[first:last]
        if self._hidden:
            rows = rows.copy()
        for slot in (self._slots[key] for key in self._hidden):
            low = max(first, slot.first_triangle)
            high = min(last, slot.first_triangle + slot.triangle_count)
            rows[max(0, low - first) : max(0, high - first)] = 0
        return rows

    def compact(self) -> bool:
        """Close the holes if they are more than half of it; return whether it was done."""
        if self.used_vertices < FIRST_VERTICES or 2 * self.wasted_vertices < self.used_vertices:
            return False
        parts = [(key, self.vertices_of(key).copy(), self.triangles_of(key)) for key in self._slots]
        hidden = list(self._hidden)
        self.clear()
        self.put_many(parts)
        self.hide(hidden, is_hidden=True)
        return True

    def clear(self) -> None:
        """Take everything away."""
        self._slots.clear()
        self._hidden.clear()
        self._holes.clear()
        self.used_vertices = self.used_triangles = 0
        self.low[:], self.high[:] = np.inf, -np.inf

    def _room(self, vertices: int, triangles: int) -> Slot:
        fitting = [
            hole
            for hole in self._holes
            if hole.vertex_room >= vertices and hole.triangle_room >= triangles
        ]
        if fitting:
            hole = min(fitting, key=lambda each: each.vertex_room)
            self._holes.remove(hole)
            return Slot(
                hole.first_vertex, hole.vertex_room, hole.first_triangle, hole.triangle_room
            )
        self._grow(vertices, triangles)
        slot = Slot(self.used_vertices, vertices, self.used_triangles, triangles)
        self.used_vertices += vertices
        self.used_triangles += triangles
        # rows that will only be filled later must cover nothing until then
        self._blank(slot.first_triangle, self.used_triangles)
        return slot

    def _moved(self, key: str, vertices: int, triangles: int) -> Slot:
        kept, was_hidden = (
            (self.vertices_of(key).copy(), self.triangles_of(key)),
            key in self._hidden,
        )
        self.take(key)
        moved = self._slots[key] = self._room(vertices, triangles)
        if was_hidden:
            self._hidden.add(key)
        self._write(moved, 0, kept[0], 0, kept[1])
        return moved

    def _write(
        self,
        slot: Slot,
        first_vertex: int,
        vertices: Vertices,
        first_triangle: int,
        triangles: Triangles,
    ) -> None:
        start = slot.first_vertex + first_vertex
        self.vertices[start : start + len(vertices)] = vertices
        self.dirty_vertices.add(start, start + len(vertices))
        if len(vertices):
            np.minimum(self.low, vertices[:, :3].min(axis=0), out=self.low)
            np.maximum(self.high, vertices[:, :3].max(axis=0), out=self.high)
        before = slot.first_triangle + slot.triangle_count
        start = slot.first_triangle + first_triangle
        end = start + len(triangles)
        np.add(triangles, np.uint32(slot.first_vertex), out=self.triangles[start:end])
        self.dirty_triangles.add(start, end)
        if before > end:
            self._blank(end, before)
        slot.vertex_count = first_vertex + len(vertices)
        slot.triangle_count = first_triangle + len(triangles)

    def _blank(self, first: int, last: int) -> None:
        self.triangles[first:last] = 0
        self.dirty_triangles.add(first, last)

    def _grow(self, vertices: int, triangles: int) -> None:
        need = self.used_vertices + vertices
        if need > len(self.vertices):
            larger = np.zeros((need + need // 4, self.vertices.shape[1]), np.float32)
            larger[: self.used_vertices] = self.vertices[: self.used_vertices]
            self.vertices = larger
            self.dirty_vertices.is_all = True
        need = self.used_triangles + triangles
        if need > len(self.triangles):
            rows = np.zeros((need + need // 4, 3), np.uint32)
            rows[: self.used_triangles] = self.triangles[: self.used_triangles]
            self.triangles = rows
            self.dirty_triangles.is_all = True
