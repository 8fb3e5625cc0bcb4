"""A stroke as it is drawn: points in, dabs placed, pixels painted."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.model.brush import Brush, Build, Curve
from app.model.tiles import NOTHING, ONE, TILE_PX, Rect, TileGrid
from app.painting.grain import paper
from app.painting.resolve import LOOK_COLUMNS, resolve, texture
from app.painting.smoothing import OneEuro, Point
from app.painting.stamp import CLEAN, DAB_COLUMNS, shape, stamp
from app.painting.walk import (
    CURVE_STEPS,
    CURVES,
    LEAST_STEP_PX,
    SETTING_COLUMNS,
    walk,
)

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]

GridFor = Callable[[Rect], TileGrid]


@dataclass(frozen=True, eq=False, slots=True)
class Dabs:
    """Dabs that wait to be painted.

    ``rows`` : ndarray, shape (n, 6), float32, columns `DAB_COLUMNS`: canvas pixels, radius in
    pixels, flow 0 to 1, aspect 0 to 1 (minor by major radius), angle of the major radius.
    """

    rows: F32

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(slots=True)
class _Scratch:
    """What a stroke remembers between batches, as large as its canvas; untouched pages are free."""

    grid: TileGrid
    coverage: F32 = field(init=False, repr=False)
    before: npt.NDArray[np.uint16] = field(init=False, repr=False)
    is_kept: npt.NDArray[np.uint8] = field(init=False, repr=False)
    dirty: I32 = field(init=False, repr=False)
    touched: I32 = field(init=False, repr=False)
    bounds: I32 = field(init=False, repr=False)
    textured: F32 | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        rows, columns = self.grid.tiles.shape[:2]
        self.coverage = np.zeros((rows, columns, TILE_PX, TILE_PX), np.float32)
        self.before = np.empty((rows, columns, TILE_PX, 4 * TILE_PX), np.uint16)
        self.is_kept = np.zeros((rows, columns), np.uint8)
        self.dirty = np.empty((rows, columns, 4), np.int32)
        self.dirty[:] = CLEAN
        self.touched = np.empty((rows * columns, 2), np.int32)
        self.bounds = np.empty(4, np.int32)


def _lookup(curve: Curve) -> F64:
    inputs, factors = zip(*curve, strict=True)
    return np.asarray(np.interp(np.linspace(0, 1, CURVE_STEPS + 1), inputs, factors), np.float64)


def _runs(touched: list[tuple[int, int]]) -> Iterator[Rect]:
    """Yield one rectangle for each unbroken run of tiles in a row, so that undo stays small."""
    tiles = sorted(touched)
    start = 0
    for at, (row, column) in enumerate(tiles):
        if at + 1 == len(tiles) or tiles[at + 1] != (row, column + 1):
            left, top = tiles[start][1] * TILE_PX, row * TILE_PX
            yield Rect(left, top, (column + 1) * TILE_PX, top + TILE_PX)
            start = at + 1


class StrokeEngine:
    """Paints one stroke; the same points and seed give the same pixels, however they come.

    Parameters
    ----------
    brush : Brush
        Its tip.
    colour : tuple of int
        sRGB, 0 to 255.
    radius_px : float
        Radius at full pressure, canvas pixels.
    opacity : float
        0 to 1, times the brush's own; the most one stroke covers, however it crosses itself.
    is_eraser : bool
        Take away instead of paint.
    seed : int
        For the jitter.
    """

    def __init__(
        self,
        brush: Brush,
        *,
        colour: tuple[int, int, int],
        radius_px: float,
        opacity: float,
        is_eraser: bool,
        seed: int,
    ) -> None:
        settings = {name: brush[name] for name in SETTING_COLUMNS if name in brush.numbers}
        settings |= {"radius_px": radius_px, "angle_rad": math.radians(brush["angle_deg"])}
        self._settings = np.array([settings[name] for name in SETTING_COLUMNS], np.float64)
        self._curves = np.stack([_lookup(brush.curves[name]) for name in CURVES])
        self._chance = np.random.default_rng(seed).random((1024, 4), np.float32)
        look = {name: brush[name] for name in LOOK_COLUMNS}
        glaze = brush["glaze"]
        if is_eraser:
            # rims and glazes are for pigment; the eraser takes away evenly
            look["wet_edge"] = glaze = 0.0
        self._look = np.array([look[name] for name in LOOK_COLUMNS], np.float32)
        self._is_textured = any(look[name] for name in LOOK_COLUMNS if name != "tooth")
        self._opacity, self._glaze = brush["opacity"] * opacity, glaze
        red, green, blue = (channel * ONE / 255 for channel in colour)
        self._colour = np.array([red, green, blue, ONE], np.float32) * (not is_eraser)
        self._paper = paper(brush["grain_px"])
        self._hardness = brush["hardness"]
        self._is_maximum = brush.build is Build.MAXIMUM
        self._filter = OneEuro(brush["smoothing"])
        self._state = np.zeros(3)
        self._node: Point | None = None
        self._middle: Point | None = None
        self._raw: Point | None = None
        self._scratch: _Scratch | None = None

    def add(self, points: F32) -> Dabs:
        """Take in points and return the dabs that are certain now.

        ``points`` : ndarray, shape (n, 6), float32, columns `POINT_COLUMNS`.
        """
        segments = []
        for raw in np.asarray(points, np.float64):
            self._raw = raw
            segments += self._extended(self._filter.add(raw))
        return self._walked(segments)

    def finish(self) -> Dabs:
        """Return the dabs that catch up with where the pen was lifted."""
        if self._raw is None or self._node is None or self._middle is None:
            return self._walked([])
        segments = []
        if not np.array_equal(self._raw[:2], self._node[:2]):
            segments += self._extended(self._raw)
        segments.append(np.stack([self._middle, self._node, self._node]))
        dabs = self._walked(segments)
        return dabs if self._state[1] > 1 else self._tap(self._node)

    def paint(self, grid_for: GridFor, dabs: Dabs) -> Rect:
        """Paint dabs and return what changed on the canvas.

        Parameters
        ----------
        grid_for : callable
            Gives the layer's pixels for a rectangle that is about to be painted.
        dabs : Dabs
            From `add` or `finish` of this engine, in their order.
        """
        if not len(dabs):
            return NOTHING
        if self._scratch is None:
            self._scratch = _Scratch(grid_for(NOTHING))
        scratch = self._scratch
        grid = scratch.grid
        forms = np.empty((len(dabs), 9), np.float32)
        shape(dabs.rows, self._hardness, forms)
        count = stamp(
            forms, scratch.coverage, scratch.dirty, scratch.touched, scratch.bounds,
            grid.width, grid.height, self._is_maximum,
        )  # fmt: skip
        if not count:
            return NOTHING
        touched = scratch.touched[:count]
        for run in _runs([(row, column) for row, column in touched.tolist()]):
            grid = grid_for(run)
        resolve(
            grid.tiles.reshape(scratch.before.shape), scratch.before, scratch.is_kept,
            self._textured(scratch, touched), scratch.dirty, touched,
            self._colour, self._opacity, self._glaze,
        )  # fmt: skip
        return Rect(*scratch.bounds.tolist())

    def _textured(self, scratch: _Scratch, touched: I32) -> F32:
        if not self._is_textured:
            return scratch.coverage
        if scratch.textured is None:
            scratch.textured = np.empty_like(scratch.coverage)
        texture(scratch.coverage, scratch.dirty, touched, self._paper, self._look, scratch.textured)
        return scratch.textured

    def _extended(self, point: Point) -> list[F64]:
        """Return the curve from the middle of the last two points to the next middle."""
        node = np.append(point[:5], self._filter.speed_px_s)
        start = self._middle
        if self._node is None or start is None:
            self._node = self._middle = node
            return [np.stack([node, node, node])]
        control, self._node = self._node, node
        self._middle = (control + node) / 2
        return [np.stack([start, control, self._middle])]

    def _tap(self, node: Point) -> Dabs:
        # a tip that rests leaves as much as one that passes by: as many dabs as lie in a radius
        rows = []
        for _ in range(math.ceil(1 / self._settings[SETTING_COLUMNS.index("spacing")])):
            self._state[0], self._state[2] = 0.0, 1e6
            rows.append(self._walked([np.stack([node, node, node])]).rows)
        return Dabs(np.concatenate(rows))

    def _walked(self, segments: list[F64]) -> Dabs:
        if not segments:
            return Dabs(np.empty((0, len(DAB_COLUMNS)), np.float32))
        path = np.ascontiguousarray(np.stack(segments))
        lengths = np.hypot(*np.diff(path[:, :, :2], axis=1).transpose(2, 0, 1)).sum()
        room = int(lengths / LEAST_STEP_PX) + 2 * len(segments) + 2
        out = np.empty((room, len(DAB_COLUMNS)), np.float32)
        count = walk(path, self._state, self._settings, self._curves, self._chance, out)
        return Dabs(out[:count])
