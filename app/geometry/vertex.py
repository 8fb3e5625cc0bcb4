"""What strokes become: vertices and triangles, and the patches of a stroke that still grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.model.space_brush import Material

# Ribbons, tubes, hulls and sprays: place and normal in the room. u is the way along the stroke
# in widths of the stroke (it grows, 0 at the first point; within a stamp of a spray 0 to 1), v
# goes 0 to 1 across a ribbon, around a tube, over a stamp. Colour is linear, 0 to 1, not
# multiplied by alpha. time_s is when the point was drawn, so that a replay can leave out what
# is later.
# Particles: four vertices a quad, all at its centre; the columns of the normal are corner_x and
# corner_y (-1 or 1) and half the quad's size in metres; u is the `Sprite`, v how fast it drifts
# upwards in metres a second (negative: it falls).
# phase: what comes after the point is chance, 0 to 1, the same all over a stroke and of its own
# for each particle and stamp; the whole part is flashes in tenths of a hertz, 0 where the brush
# is steady and never above 30.
VERTEX_COLUMNS = (
    "x_m", "y_m", "z_m", "normal_x", "normal_y", "normal_z",
    "red", "green", "blue", "alpha", "u", "v", "phase", "time_s",
)  # fmt: skip
POSITION, NORMAL, COLOUR, UV = slice(0, 3), slice(3, 6), slice(6, 10), slice(10, 12)
PHASE, TIME = 12, 13

Vertices = npt.NDArray[np.float32]
Triangles = npt.NDArray[np.uint32]


def no_vertices() -> Vertices:
    """Return an array of no vertices."""
    return np.empty((0, len(VERTEX_COLUMNS)), np.float32)


def no_triangles() -> Triangles:
    """Return an array of no triangles."""
    return np.empty((0, 3), np.uint32)


@dataclass(frozen=True, eq=False, slots=True)
class Geometry:
    """A stroke to be drawn.

    ``vertices`` : ndarray, shape (n, 14), float32, columns `VERTEX_COLUMNS`.
    ``triangles`` : ndarray, shape (m, 3), uint32, rows of ``vertices``, counter-clockwise seen
    from outside.
    """

    vertices: Vertices = field(repr=False)
    triangles: Triangles = field(repr=False)


@dataclass(frozen=True, eq=False, slots=True)
class Patch:
    """What changed in a stroke that grows.

    Everything from ``first_vertex`` and ``first_triangle`` on is replaced by what is here; the
    geometry ends where the patch ends. Triangles name vertices of the stroke, not of the patch.
    """

    first_vertex: int
    vertices: Vertices = field(repr=False)
    first_triangle: int
    triangles: Triangles = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not len(self.vertices) and not len(self.triangles)


class Span(NamedTuple):
    """Where a stroke lies in a batch."""

    first_vertex: int
    vertex_count: int
    first_triangle: int
    triangle_count: int


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Many strokes of one material, to be drawn at once.

    ``vertices``, ``triangles`` as in `Geometry`; triangles name rows of the batch.
    ``spans`` : where each stroke lies, by its uid, in the order of the arrays.
    """

    material: Material
    vertices: Vertices = field(repr=False)
    triangles: Triangles = field(repr=False)
    spans: Mapping[str, Span] = field(repr=False)
