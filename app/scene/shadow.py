"""Where the sun does not reach, and where the floor is covered: what lets a person see depth.

Both are small maps that the processor draws, a share each frame, so that they cost a still scene
nothing, work with any GL and any eye, and can be tested without either. The sun's map holds
``exp(sharpness * depth)`` and is blurred (exponential shadow maps, Annen et al. 2008).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt

from app.model.space import Vector

Map = npt.NDArray[np.float32]
Part = tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]
Box = tuple[Vector, Vector]

MOST_SHARPNESS = 80.0
SHARPNESS_A_METRE = 34.0
CONTACT_REACH_M = 0.3
SLICE_TRIANGLES = 12_000
MARGIN_M = 0.25
LOWEST_SUN = 0.2


@dataclass(frozen=True, eq=False, slots=True)
class Shade:
    """The finished maps.

    ``sun`` : ndarray, shape (n, n), float32. ``from_room`` : ndarray, shape (4, 4): column
    vectors, from the room to 0 to 1 in the map and in depth. ``floor`` : the depth of y = 0 is
    x * column + y * row + z, with column and row 0 to 1. ``cell_m`` : how wide a cell is.
    ``contact`` : ndarray, shape
    (n, n), float32, 0 to 1; it covers ``contact_box``: least x and z, 1 / width, 1 / depth.
    """

    sun: Map = field(repr=False)
    from_room: npt.NDArray[np.float64]
    sharpness: float
    floor: Vector
    cell_m: float
    contact: Map = field(repr=False)
    contact_box: tuple[float, float, float, float]


@dataclass(eq=False, slots=True)
class ShadeJob:
    """The maps of a set of triangles, drawn a share at a time."""

    parts: Sequence[Part]
    box: Box
    towards_sun: Vector
    side_px: int
    _part: int = 0
    _row: int = 0
    _depth: Map = field(init=False, repr=False)
    _height: Map = field(init=False, repr=False)
    _frame: _Frame = field(init=False)
    _steps: list[Callable[[], None]] | None = None

    def __post_init__(self) -> None:
        """Begin with nothing in the way."""
        shape = (self.side_px, self.side_px)
        self._height = np.full(shape, 1e6, np.float32)
        self._frame = _frame_of(self.box, self.towards_sun)
        # the floor is always there: beside it the edge of a shadow can be soft
        at = (np.arange(self.side_px) + 0.5) / self.side_px
        across, down, least = self._frame.plane
        floor = np.clip(across * at + down * at[:, None] + least, 0.0, 1.0)
        self._depth = floor.astype(np.float32)

    def advance(self, budget: int = SLICE_TRIANGLES) -> bool:
        """Do a share, so many triangles or one step of finishing; return whether all is done."""
        from app.geometry.shadow_kernels import keep_least

        sun = np.ascontiguousarray(self._frame.sun[:3], np.float32)
        sun[:2] *= self.side_px
        floor = np.ascontiguousarray(self._frame.floor[:3], np.float32)
        floor[:2] *= self.side_px
        while budget > 0 and self._part < len(self.parts):
            vertices, triangles = self.parts[self._part]
            last = min(len(triangles), self._row + budget)
            keep_least(vertices, triangles, self._row, last, sun, self._depth)
            keep_least(vertices, triangles, self._row, last, floor, self._height)
            budget -= max(1, last - self._row)
            self._row = last
            if last == len(triangles):
                self._part, self._row = self._part + 1, 0
        if self._part < len(self.parts):
            return False
        if self._steps is None:
            self._steps = self._finishing()
        elif self._steps:
            self._steps.pop(0)()
        return not self._steps

    def finished(self) -> Shade:
        """Return the maps, once `advance` says that they are."""
        frame = self._frame
        return Shade(
            self._depth,
            frame.sun,
            frame.sharpness,
            frame.plane,
            frame.broad_m / self.side_px,
            self._height,
            frame.contact_box,
        )

    def _finishing(self) -> list[Callable[[], None]]:
        """Return what is left when all triangles are drawn: a blur is a share of its own."""
        from app.geometry.shadow_kernels import blur, blur_wide

        frame, scratch = self._frame, np.empty_like(self._depth)
        # a penumbra of about two centimetres, and never less than what hides the cells
        soft = min(3, max(1, round(0.008 / frame.width_m * self.side_px)))
        wide = max(1, round(0.05 / frame.width_m * self.side_px))

        def begin() -> None:
            np.multiply(self._depth, np.float32(frame.sharpness), out=self._depth)
            np.exp(self._depth, out=self._depth)

        def cover() -> None:
            np.maximum(self._height, 0, out=self._height)
            np.multiply(self._height, np.float32(-1 / CONTACT_REACH_M), out=self._height)
            np.exp(self._height, out=self._height)

        sun = partial(blur, self._depth, scratch, soft)
        floor = [partial(blur_wide, self._height, scratch, times * wide) for times in (1, 1, 2)]
        return [begin, sun, sun, cover, *floor]


@dataclass(frozen=True, eq=False, slots=True)
class _Frame:
    """From the room to the two maps."""

    sun: npt.NDArray[np.float64]
    floor: npt.NDArray[np.float64]
    plane: Vector
    sharpness: float
    width_m: float
    broad_m: float
    contact_box: tuple[float, float, float, float]


def _frame_of(box: Box, towards_sun: Vector) -> _Frame:
    low, high = np.asarray(box[0]) - MARGIN_M, np.asarray(box[1]) + MARGIN_M
    # a sun below the hills would throw shadows without an end
    x, y, z = towards_sun
    sun = np.array([x, max(y, LOWEST_SUN), z])
    sun /= np.linalg.norm(sun)
    aside = np.cross(sun, (0.0, 1.0, 0.0) if abs(sun[1]) < 0.98 else (1.0, 0.0, 0.0))
    aside /= np.linalg.norm(aside)
    axes = np.stack((aside, np.cross(aside, sun), -sun))
    corners = np.array([[a, b, c] for a in _ends(low, high, 0) for b in _ends(low, high, 1)
                        for c in _ends(low, high, 2)])  # fmt: skip
    # their shadows on the floor lie deeper, at the same place of the map
    below = corners - sun * (np.maximum(corners[:, 1:2], 0.0) / sun[1])
    placed = np.concatenate((corners, below)) @ axes.T
    least, most = placed.min(axis=0), placed.max(axis=0) + 1e-3
    scale = 1.0 / (most - least)
    matrix = np.eye(4)
    matrix[:3, :3] = axes * scale[:, None]
    matrix[:3, 3] = -least * scale
    wide, deep = float(high[0] - low[0]), float(high[2] - low[2])
    floor = np.eye(4)
    floor[:3] = [
        [1 / wide, 0, 0, -low[0] / wide],
        [0, 0, 1 / deep, -low[2] / deep],
        [0, 1, 0, 0],
    ]
    contact_box = (float(low[0]), float(low[2]), 1 / wide, 1 / deep)
    # height in the room as a sum of column, row and depth; 0 is the floor
    a, b, c, d = np.linalg.inv(matrix)[1].tolist()
    plane = (-a / c, -b / c, -d / c)
    broad_m = float((1 / scale[:2]).max())
    sharpness = min(MOST_SHARPNESS, SHARPNESS_A_METRE / float(scale[2]))
    return _Frame(matrix, floor, plane, sharpness, max(wide, deep), broad_m, contact_box)


def _ends(low: npt.NDArray[np.float64], high: npt.NDArray[np.float64], axis: int) -> list[float]:
    return [float(low[axis]), float(high[axis])]


class ShadeKeeper:
    """Keeps the maps up to date: a share of the work each frame, and only after a change.

    Parameters
    ----------
    parts : Callable[[], Iterable[Part]]
        Returns what throws shadows now.
    box : Callable[[], Box | None]
        Returns the box that holds it.
    """

    def __init__(self, parts: Callable[[], Iterable[Part]], box: Callable[[], Box | None]) -> None:
        self._parts, self._box = parts, box
        self._is_stale = True
        self._job: ShadeJob | None = None
        self.shade: Shade | None = None

    def spoil(self) -> None:
        """Say that something moved: the maps are drawn anew, beginning with the next `work`."""
        self._is_stale = True

    def work(self, towards_sun: Vector, side_px: int) -> bool:
        """Do a share; return whether the maps are others now."""
        if self._job is None:
            if not self._is_stale:
                return False
            self._is_stale = False
            box = self._box() if side_px else None
            if box is None:
                had, self.shade = self.shade, None
                return had is not None
            length = math.hypot(*towards_sun) or 1.0
            x, y, z = (value / length for value in towards_sun)
            self._job = ShadeJob(list(self._parts()), box, (x, y, z), side_px)
        if not self._job.advance():
            return False
        self.shade, self._job = self._job.finished(), None
        return True

    def finish(self, towards_sun: Vector, side_px: int) -> bool:
        """Do all of it at once: for a picture that is made only once."""
        is_new = False
        while self._job is not None or self._is_stale:
            is_new = self.work(towards_sun, side_px) or is_new
        return is_new
