"""Strokes in space to triangles: one that is being drawn, one, or all of a page at once.

The same points, seed and brush give the same geometry, however they come; the library keeps
points alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.geometry.families import Planned, Strokes, maker
from app.geometry.growing import Pool
from app.geometry.look import looks, seeds
from app.geometry.vertex import (
    VERTEX_COLUMNS,
    Batch,
    Geometry,
    Patch,
    Span,
    no_triangles,
    no_vertices,
)
from app.model.space import SPACE_COLUMNS, SpaceStroke
from app.model.space_brush import Material, SpaceBrush

SpacePoints = npt.NDArray[np.float32]

LEAST_TOLERANCE_M = 2e-5


def checked(points: SpacePoints) -> SpacePoints:
    """Return points as C-contiguous float32.

    Parameters
    ----------
    points : ndarray, shape (n, 9), columns `SPACE_COLUMNS`

    Raises
    ------
    ValueError
        If the shape is another, or a number is none or infinite; it says which.
    """
    found = np.ascontiguousarray(points, np.float32)
    if found.ndim != 2 or found.shape[1] != len(SPACE_COLUMNS):
        raise ValueError(f"points have {len(SPACE_COLUMNS)} columns, not the shape {found.shape}")
    is_number = np.isfinite(found)
    if not is_number.all():
        row, column = np.argwhere(~is_number)[0]
        name, value = SPACE_COLUMNS[column], found[row, column]
        raise ValueError(f"point {row} has {value} for {name}; every value is a finite number")
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    colour: tuple[int, int, int]
    size_m: float
    opacity: float
    seed: int
    begun_m: float = 0.0
    left_m: float = 0.0


class StrokeBuilder:
    """A stroke as it is drawn: poses in, triangles out, the points to keep at its end.

    Parameters
    ----------
    brush : SpaceBrush
        Its family and numbers.
    colour : tuple of int
        sRGB, 0 to 255.
    opacity : float
        0 to 1, times the brush's own.
    size_m : float
        Full width at full pressure, metres.
    seed : int
        For all chance.
    """

    def __init__(
        self,
        brush: SpaceBrush,
        *,
        colour: tuple[int, int, int],
        opacity: float,
        size_m: float,
        seed: int,
    ) -> None:
        self.brush = brush
        self._look = _Look(colour, size_m, opacity, seed)
        self._growing = maker(brush).growing(looks([self._look], brush)[0], _seed(self._look))
        self._points: Pool[np.float32] = Pool(len(SPACE_COLUMNS), np.float32)
        self._count = self._built = 0
        self._state: npt.NDArray[np.float64] | None = None
        self._raw: SpacePoints | None = None
        self._kept: SpacePoints | None = None
        self._final: Geometry | None = None

    @property
    def points(self) -> SpacePoints:
        """Return the points so far, smoothed; after `finish` those that are kept."""
        if self._kept is not None:
            return self._kept
        return self._points.array[: self._count].copy()

    def add(self, points: SpacePoints) -> None:
        """Take in poses as they come.

        Parameters
        ----------
        points : ndarray, shape (n, 9), float32, columns `SPACE_COLUMNS`
            Any n, 0 too.

        Raises
        ------
        ValueError
            If a number is none or infinite (then nothing was taken in), or the stroke is
            finished.
        """
        if self._kept is not None:
            raise ValueError("a finished stroke takes no more points")
        found = checked(points)
        if len(found):
            self._raw = found[-1:].copy()
            self._append(found)

    def geometry(self) -> Geometry:
        """Return all of the stroke as it is now."""
        if self._final is not None:
            return self._final
        self._catch_up()
        return self._growing.geometry()

    def fresh(self) -> Patch:
        """Return what is not as it was the last time; after `finish` all of it."""
        if self._final is not None:
            return Patch(0, self._final.vertices, 0, self._final.triangles)
        self._catch_up()
        return self._growing.fresh()

    def finish(self) -> SpacePoints:
        """End the stroke where the hand is, and return the points to keep.

        Returns
        -------
        ndarray, shape (m, 9), float32, columns `SPACE_COLUMNS`
            `build` makes of them exactly what `geometry` gives from now on.
        """
        if self._kept is not None:
            return self._kept
        from app.geometry.simplify import Bounds, simplified

        if self._raw is not None and not np.array_equal(self._raw[0, :3], self.points[-1, :3]):
            self._put(self._raw)
        tolerance = max(self.brush["tolerance"] * self._look.size_m, LEAST_TOLERANCE_M)
        self._kept = simplified(self.points, Bounds(tolerance))
        self._final = _build(self._kept, self._look, self.brush)
        return self._kept

    def _append(self, points: SpacePoints) -> None:
        from app.geometry.smoothing import STATE, smooth

        if self._state is None:
            self._state = np.zeros(STATE)
        out = np.empty_like(points)
        smooth(points, self.brush["smoothing"], self._state, out)
        self._put(out)

    def _put(self, points: SpacePoints) -> None:
        end = self._count + len(points)
        self._points.room(end)[self._count : end] = points
        self._count = end

    def _catch_up(self) -> None:
        if self._built < self._count:
            self._growing.extend(self._points.array[: self._count], self._built)
            self._built = self._count


def build(stroke: SpaceStroke, brush: SpaceBrush) -> Geometry:
    """Return the geometry of a stroke.

    Raises
    ------
    ValueError
        As `checked`.
    """
    return _build(checked(stroke.points), stroke, brush)


def build_many(
    strokes: Iterable[SpaceStroke], brushes_by_uid: Mapping[str, SpaceBrush]
) -> dict[Material, Batch]:
    """Return the geometry of strokes, all of one material in one batch.

    Parameters
    ----------
    strokes : iterable of SpaceStroke
        In a batch those of one brush stand together, in their order.
    brushes_by_uid : mapping
        A stroke whose brush is not in it is drawn with the first one.

    Raises
    ------
    ValueError
        As `checked`.
    """
    fallback = next(iter(brushes_by_uid.values()), None)
    if fallback is None:
        return {}
    by_brush: dict[str, list[SpaceStroke]] = {}
    for stroke in strokes:
        by_brush.setdefault(stroke.brush_uid, []).append(stroke)
    plans: dict[Material, list[tuple[list[SpaceStroke], Planned]]] = {}
    for uid, mine in by_brush.items():
        brush = brushes_by_uid.get(uid, fallback)
        plans.setdefault(brush.material, []).append((mine, _planned(mine, brush)))
    return {material: _written(material, found) for material, found in plans.items()}


def _planned(strokes: Sequence[SpaceStroke], brush: SpaceBrush) -> Planned:
    points = checked(np.concatenate([stroke.points for stroke in strokes]))
    offsets = np.zeros(len(strokes) + 1, np.int64)
    np.cumsum([len(stroke.points) for stroke in strokes], out=offsets[1:])
    return maker(brush).plan(Strokes(points, offsets, looks(strokes, brush), seeds(strokes)))


def _written(material: Material, plans: Sequence[tuple[Sequence[SpaceStroke], Planned]]) -> Batch:
    vertex_counts = np.concatenate([plan.sizes.vertices for _, plan in plans])
    triangle_counts = np.concatenate([plan.sizes.triangles for _, plan in plans])
    vertex_ends, triangle_ends = np.cumsum(vertex_counts), np.cumsum(triangle_counts)
    vertices = np.empty((int(vertex_ends[-1]), len(VERTEX_COLUMNS)), np.float32)
    triangles = np.empty((int(triangle_ends[-1]), 3), np.uint32)
    vertex, triangle = 0, 0
    for _, plan in plans:
        plan.write(vertex, vertices[vertex:], triangles[triangle:])
        vertex += int(plan.sizes.vertices.sum())
        triangle += int(plan.sizes.triangles.sum())
    rows = np.stack(
        [vertex_ends - vertex_counts, vertex_counts, triangle_ends - triangle_counts,
         triangle_counts], axis=1,
    )  # fmt: skip
    uids = [stroke.uid for strokes, _ in plans for stroke in strokes]
    spans = dict(zip(uids, map(Span._make, rows.tolist()), strict=True))
    return Batch(material, vertices, triangles, spans)


def _build(points: SpacePoints, look: _Look | SpaceStroke, brush: SpaceBrush) -> Geometry:
    if not len(points):
        return Geometry(no_vertices(), no_triangles())
    offsets = np.array([0, len(points)], np.int64)
    plan = maker(brush).plan(Strokes(points, offsets, looks([look], brush), seeds([look])))
    vertices = np.empty((int(plan.sizes.vertices[0]), len(VERTEX_COLUMNS)), np.float32)
    triangles = np.empty((int(plan.sizes.triangles[0]), 3), np.uint32)
    plan.write(0, vertices, triangles)
    return Geometry(vertices, triangles)


def _seed(look: _Look) -> int:
    return look.seed & 0xFFFF_FFFF_FFFF_FFFF
