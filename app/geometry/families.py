"""What each family makes of a stroke's points: all at once, or on as the points come."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from app.geometry.ball import ball
from app.geometry.growing import Growing, Pool
from app.geometry.profile import profile
from app.geometry.stamps import outline
from app.geometry.vertex import Triangles, Vertices
from app.model.space_brush import Family, SpaceBrush

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

# points closer than this part of the width are one
APART = 0.01
SWEEP_NUMBERS = (
    "least_width", "least_opacity", "cap", "taper_start", "taper_end", "point",
    "bump", "bump_length", "ruffle", "ruffle_length", "twist",
)  # fmt: skip
SCATTER_NUMBERS = (
    "least_width", "least_opacity", "spacing", "scatter", "grain", "size_jitter", "shade_jitter",
    "sprite", "drift_m_s", "spin_deg", "tilt_deg", "bend", "follow_path",
)  # fmt: skip
HULL_NUMBERS = ("least_width", "least_opacity", "rounding", "facets")


class Strokes(NamedTuple):
    """Strokes of one brush: ``points`` (n, 9), ``offsets`` (strokes + 1,), looks and seeds."""

    points: F32
    offsets: I64
    looks: F64
    seeds: npt.NDArray[np.uint64]


class Sizes(NamedTuple):
    """How many vertices and triangles each stroke has, shape (strokes,)."""

    vertices: I64
    triangles: I64


class Planned(Protocol):
    """Strokes whose size is known; they are written once there is room."""

    @property
    def sizes(self) -> Sizes:
        """Return how much room each needs."""
        ...

    def write(self, base: int, vertices: Vertices, triangles: Triangles) -> None:
        """Write all of them; ``base`` is added to what triangles name."""
        ...


class Maker(Protocol):
    """Makes geometry with one brush."""

    def plan(self, strokes: Strokes) -> Planned:
        """Find out how large the geometry of strokes will be."""
        ...

    def growing(self, look: F64, seed: int) -> Growing:
        """Begin a stroke that grows; ``look`` has the columns `LOOK_COLUMNS`."""
        ...


@lru_cache(maxsize=128)
def maker(brush: SpaceBrush) -> Maker:
    """Return what makes geometry with a brush."""
    if brush.family in (Family.RIBBON, Family.TUBE):
        return Sweeper(brush)
    return Huller(brush) if brush.family is Family.HULL else Scatterer(brush)


def _numbers(brush: SpaceBrush, names: tuple[str, ...]) -> F64:
    """Return numbers by name; those that the family does not have are 0."""
    return np.array([brush[name] if name in brush.numbers else 0.0 for name in names])


class Sweeper:
    """Ribbons and tubes."""

    def __init__(self, brush: SpaceBrush) -> None:
        self.settings = _numbers(brush, SWEEP_NUMBERS)
        self.profile = profile(brush)
        self.has_caps = self.profile.is_closed or brush["cap"] > 0
        self._follow, self._step = brush["follow_hand"], brush["step"]
        is_round = brush["cap"] > 0
        self._dot = 1e-3 if is_round else 0.25

    def traces(self, looks: F64) -> F64:
        """Return what `app.geometry.frames.trace` is told of strokes, `TRACE_COLUMNS`."""
        size = looks[:, 0]
        follow = np.full(len(size), self._follow)
        return np.stack([follow, self._step * size, APART * size, self._dot * size], axis=1)

    def plan(self, strokes: Strokes) -> Planned:
        """Trace the nodes of strokes."""
        return SweepPlan(self, strokes)

    def growing(self, look: F64, seed: int) -> Growing:  # noqa: ARG002 - as the others
        """Begin a stroke that grows."""
        return GrowingSweep(self, look)


class SweepPlan:
    """Traced strokes."""

    def __init__(self, sweeper: Sweeper, strokes: Strokes) -> None:
        from app.geometry.frames import NODE_COLUMNS, ROW_COLUMNS, most_nodes, trace
        from app.geometry.sweep import CAP_RINGS

        self._of, self._looks = sweeper, strokes.looks
        traces = sweeper.traces(strokes.looks)
        longest = int(np.diff(strokes.offsets).max(initial=1))
        rows = np.empty((longest, len(ROW_COLUMNS)))
        room = most_nodes(strokes.points, strokes.offsets, traces)
        nodes = np.empty((room, len(NODE_COLUMNS)))
        self._starts = np.empty(len(traces) + 1, np.int64)
        count = trace(strokes.points, strokes.offsets, traces, rows, nodes, self._starts)
        self._nodes = nodes[:count]
        self._caps = CAP_RINGS if sweeper.has_caps else 0
        counts = np.diff(self._starts)
        rings = np.where(counts > 0, counts + 2 * self._caps, 0)
        faces = 2 * len(sweeper.profile.edges)
        spans = np.maximum(rings - 1, 0)
        self.sizes = Sizes(rings * len(sweeper.profile.rows), spans * faces)

    def write(self, base: int, vertices: Vertices, triangles: Triangles) -> None:
        """Sweep the cross-section along all of them."""
        from app.geometry.sweep import sweep

        of, section = self._of, self._of.profile
        sweep(
            self._nodes, self._starts, self._caps, section.is_closed, self._looks, of.settings,
            section.rows, section.edges, base, vertices, triangles,
        )  # fmt: skip


class GrowingSweep(Growing):
    """A ribbon or a tube that grows: its end is written anew, what lies behind stays."""

    def __init__(self, sweeper: Sweeper, look: F64) -> None:
        from app.geometry.frames import NODE_COLUMNS, ROW_COLUMNS
        from app.geometry.sweep import CAP_RINGS

        super().__init__()
        self._of, self._look = sweeper, look
        self._trace = sweeper.traces(look[None])
        self._caps = CAP_RINGS if sweeper.has_caps else 0
        self._rows: Pool[np.float64] = Pool(len(ROW_COLUMNS), np.float64)
        self._nodes: Pool[np.float64] = Pool(len(NODE_COLUMNS), np.float64)
        self._starts: Pool[np.int64] = Pool(1, np.int64)
        self._counts = np.zeros(2, np.int64)

    def extend(self, points: F32, first: int) -> None:
        """Sweep on."""
        from app.geometry.frames import most_nodes, trace_on

        new = np.ascontiguousarray(points[max(first - 1, 0) :])
        offsets = np.array([0, len(new)], np.int64)
        row_count, node_count = (int(count) for count in self._counts)
        rows = self._rows.room(row_count + len(new))
        starts = self._starts.room(row_count + len(new))
        # the last block is written again, and the point behind it with it
        nodes = self._nodes.room(node_count + most_nodes(new, offsets, self._trace) + 66)
        new = np.ascontiguousarray(points[first:])
        total = float(nodes[node_count - 1, 10]) if node_count else 0.0
        changed = trace_on(new, self._trace[0], rows, starts[:, 0], nodes, self._counts)
        self._sweep(min(changed, self._taper(total, changed)), node_count)

    def _taper(self, total: float, changed: int) -> int:
        """Return the first node whose width depended on the end that was."""
        start, end = (number * self._look[0] for number in self._of.settings[3:5])
        if not start and not end:
            return changed
        if total < 2 * max(start, end) or total < self._look[0]:
            return 0
        along = self._nodes.array[: int(self._counts[1]), 10]
        return int(np.searchsorted(along, total - end))

    def _sweep(self, first_node: int, nodes_before: int) -> None:
        from app.geometry.sweep import sweep_on

        section, count = self._of.profile, int(self._counts[1])
        rings, faces = count + 2 * self._caps, 2 * len(section.edges)
        first_ring = first_node + self._caps if first_node else 0
        rings_before = nodes_before + 2 * self._caps if nodes_before else 1
        first_face = min(rings_before, rings) - 1
        vertices, triangles = self.make_room(rings * len(section.rows), (rings - 1) * faces)
        sweep_on(
            self._nodes.array[:count], first_ring, first_face, self._caps, section.is_closed,
            self._look, self._of.settings, section.rows, section.edges, vertices, triangles,
        )  # fmt: skip
        self.changed(first_ring * len(section.rows), first_face * faces)


class Scatterer:
    """Particles and sprays."""

    def __init__(self, brush: SpaceBrush) -> None:
        self.settings = _numbers(brush, SCATTER_NUMBERS)
        if brush.sprite is not None:
            self.settings[SCATTER_NUMBERS.index("sprite")] = brush.sprite
        self.shape = np.empty((0, 2)) if brush.stamp is None else outline(brush.stamp)
        self.corners = max(len(self.shape), 4)
        self.faces = len(self.shape) - 1 if len(self.shape) else 2
        self.spacing = brush["spacing"]

    def plan(self, strokes: Strokes) -> Planned:
        """Count what stands along strokes."""
        return ScatterPlan(self, strokes)

    def growing(self, look: F64, seed: int) -> Growing:
        """Begin a stroke that grows."""
        return GrowingScatter(self, look, seed)


class ScatterPlan:
    """Counted strokes."""

    def __init__(self, scatterer: Scatterer, strokes: Strokes) -> None:
        from app.geometry.scatter import count_many

        self._of, self._strokes = scatterer, strokes
        counts = np.empty(len(strokes.looks), np.int64)
        count_many(strokes.points, strokes.offsets, strokes.looks, scatterer.spacing, counts)
        self.sizes = Sizes(counts * scatterer.corners, counts * scatterer.faces)

    def write(self, base: int, vertices: Vertices, triangles: Triangles) -> None:
        """Strew along all of them."""
        from app.geometry.scatter import scatter

        of = self._of
        scatter(*self._strokes, of.settings, of.shape, base, vertices, triangles)


class GrowingScatter(Growing):
    """A stroke that is strewn on; what lies stays."""

    def __init__(self, scatterer: Scatterer, look: F64, seed: int) -> None:
        super().__init__()
        self._of, self._look, self._seed = scatterer, look, seed
        self._walked = np.zeros(1)

    def extend(self, points: F32, first: int) -> None:
        """Strew on."""
        from app.geometry.scatter import count_on, scatter_on

        of, before = self._of, float(self._walked[0])
        count = count_on(points, first, self._walked, of.spacing * self._look[0])
        corner, face = self.vertex_count, self.triangle_count
        vertices, triangles = self.make_room(corner + count * of.corners, face + count * of.faces)
        scatter_on(
            points, first, before, self._look, self._seed, of.settings, of.shape, corner,
            vertices[corner:], triangles[face:],
        )  # fmt: skip
        self.changed(corner, face)


class Huller:
    """Hulls."""

    def __init__(self, brush: SpaceBrush) -> None:
        self.settings = _numbers(brush, HULL_NUMBERS)
        directions, self.faces = ball(round(brush["detail"]))
        self.directions = np.ascontiguousarray(directions.T)
        is_faceted = brush["facets"] >= 0.5
        self.corners = 3 * len(self.faces) if is_faceted else len(directions)

    def plan(self, strokes: Strokes) -> Planned:
        """All hulls are of one size."""
        return HullPlan(self, strokes)

    def growing(self, look: F64, seed: int) -> Growing:  # noqa: ARG002 - as the others
        """Begin a stroke that grows."""
        return GrowingHull(self, look)


class HullPlan:
    """Strokes to be hulled."""

    def __init__(self, huller: Huller, strokes: Strokes) -> None:
        self._of, self._strokes = huller, strokes
        is_there = (np.diff(strokes.offsets) > 0).astype(np.int64)
        self.sizes = Sizes(is_there * huller.corners, is_there * len(huller.faces))

    def write(self, base: int, vertices: Vertices, triangles: Triangles) -> None:
        """Hull all of them."""
        from app.geometry.hull import hulls

        of, strokes = self._of, self._strokes
        hulls(
            strokes.points, strokes.offsets, of.directions, of.faces, strokes.looks, of.settings,
            base, vertices, triangles,
        )  # fmt: skip


class GrowingHull(Growing):
    """A hull that is pushed out; its triangles stay."""

    def __init__(self, huller: Huller, look: F64) -> None:
        super().__init__()
        self._of, self._look = huller, look
        self._reach = np.full(huller.directions.shape[1], -np.inf)
        self._owners = np.zeros(huller.directions.shape[1], np.int64)

    def extend(self, points: F32, first: int) -> None:
        """Push it out."""
        from app.geometry.hull import hull_of, push_on

        of, before = self._of, self._owners.copy()
        push_on(points, first, of.directions, self._look[0], of.settings, self._reach, self._owners)
        if first and np.array_equal(before, self._owners):
            return
        faces_before = self.triangle_count
        vertices, triangles = self.make_room(of.corners, len(of.faces))
        hull_of(
            points, self._owners, of.directions, of.faces, self._look, of.settings, vertices,
            triangles,
        )  # fmt: skip
        self.changed(0, faces_before)
