"""What a ray, a ball or a box meets: points and triangles, one after the other.

All of it is looked at each time: for a million points that is a millisecond or two, and there is
no tree to be rebuilt while things move. Everything is in metres and in one space, the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32]
Triangles = npt.NDArray[np.uint32]
Marks = npt.NDArray[np.bool_]
Place = Sequence[float] | npt.NDArray[np.floating]


def _three(place: Place) -> tuple[np.float32, np.float32, np.float32]:
    x, y, z = place
    return np.float32(x), np.float32(y), np.float32(z)


def _unit(direction: Place) -> tuple[np.float32, np.float32, np.float32]:
    x, y, z = (float(value) for value in direction)
    length = math.hypot(x, y, z)
    if not length:
        raise ValueError("a direction has a length")
    return _three((x / length, y / length, z / length))


def _rows(points: Points) -> Points:
    return np.ascontiguousarray(points[:, :3], np.float32)


def pick_points(
    points_m: Points,
    origin: Place,
    direction: Place,
    *,
    cone_deg: float = 0.0,
    radius_m: float = 0.0,
) -> int:
    """Return the row of the point that a ray means, or -1.

    The ray widens: within ``radius_m`` of it at its origin, plus ``cone_deg`` to each side. Of
    the points inside, the nearest one counts, and one at the edge as if it were twice as far.

    Parameters
    ----------
    points_m : ndarray, shape (n, 3), float32, metres
        More columns are allowed and cost a copy. Rows of NaN are passed over.
    origin, direction : three floats
        The ray; the direction may have any length but 0.
    cone_deg : float
        Half of the cone's opening angle, degrees, below 90.
    radius_m : float
        Metres.

    Raises
    ------
    ValueError
        If the direction has no length.
    """
    from app.geometry.picking_kernels import nearest_in_cone

    tangent = np.float32(math.tan(math.radians(cone_deg)))
    return int(
        nearest_in_cone(
            _rows(points_m), _three(origin), _unit(direction), tangent, np.float32(radius_m)
        )
    )


def pick_triangles(
    vertices: Points, triangles: Triangles, origin: Place, direction: Place
) -> tuple[int, float]:
    """Return the row of the first triangle a ray meets and its distance; (-1, 0.0) if none.

    Parameters
    ----------
    vertices : ndarray, shape (n, 3), float32, metres
        More columns are allowed and cost a copy.
    triangles : ndarray, shape (m, 3), uint32
        Both sides can be met.
    origin, direction : three floats
        The ray; the direction may have any length but 0.

    Raises
    ------
    ValueError
        If the direction has no length.
    """
    from app.geometry.picking_kernels import first_triangle

    found, distance = first_triangle(
        _rows(vertices),
        np.ascontiguousarray(triangles, np.uint32),
        _three(origin),
        _unit(direction),
    )
    return int(found), float(distance)


def points_in_sphere(points_m: Points, centre: Place, radius_m: float) -> Marks:
    """Return which points lie within a sphere, shape (n,)."""
    from app.geometry.picking_kernels import mark_in_sphere

    is_in = np.empty(len(points_m), np.bool_)
    mark_in_sphere(_rows(points_m), _three(centre), np.float32(radius_m), is_in)
    return is_in


def points_in_box(points_m: Points, low: Place, high: Place) -> Marks:
    """Return which points lie in the upright box between two corners, edges included."""
    planes = np.zeros((6, 4), np.float32)
    planes[:3, :3], planes[3:, :3] = np.eye(3), -np.eye(3)
    planes[:3, 3], planes[3:, 3] = -np.asarray(low, np.float32), np.asarray(high, np.float32)
    return points_before_planes(points_m, planes)


def points_before_planes(points_m: Points, planes: Points) -> Marks:
    """Return which points lie on the inner side of every plane: a box on the screen, say.

    Parameters
    ----------
    points_m : ndarray, shape (n, 3), float32, metres
        Rows of NaN lie on no side.
    planes : ndarray, shape (k, 4), float32
        Normal and offset; inside is ``normal . point + offset >= 0``.
    """
    from app.geometry.picking_kernels import mark_before_planes

    is_in = np.empty(len(points_m), np.bool_)
    mark_before_planes(_rows(points_m), np.ascontiguousarray(planes, np.float32), is_in)
    return is_in


def planes_of_screen_box(
    matrix: npt.NDArray[np.floating], low: tuple[float, float], high: tuple[float, float]
) -> Points:
    """Return the four sides and the near end of what is seen through a box on the screen.

    Parameters
    ----------
    matrix : ndarray, shape (4, 4)
        From room to clip space, for row vectors (``point @ matrix``), as VisPy has it.
    low, high : two floats
        Corners in clip space, -1 to 1, x to the right and y up.
    """
    x, y, z, w = np.asarray(matrix, np.float64).T
    (left, bottom), (right, top) = low, high
    planes = [x - left * w, right * w - x, y - bottom * w, top * w - y, z + w]
    return np.array(planes, np.float32)


class StrokePoints:
    """The points of many strokes in one array, so that a ray finds a stroke at once.

    Long straight stretches get points in between, so that none falls through a stroke.
    """

    MAX_BETWEEN = 4096

    def __init__(self) -> None:
        self._points = np.full((1024, 3), np.nan, np.float32)
        self._owners = np.zeros(1024, np.int32)
        self._uids: list[str] = []
        self._places: dict[str, slice] = {}
        self._end = 0
        self._held = 0

    def __len__(self) -> int:
        """Return how many strokes it holds."""
        return len(self._places)

    def __contains__(self, uid: str) -> bool:
        return uid in self._places

    @property
    def points_m(self) -> Points:
        """Return all rows, shape (n, 3); those of strokes that were taken out are NaN."""
        return self._points[: self._end]

    def put(self, uid: str, points_m: Points, *, spacing_m: float = 0.01) -> None:
        """Add a stroke, or replace the one with this uid.

        Parameters
        ----------
        uid : str
            The stroke.
        points_m : ndarray, shape (n, 3 or more), metres
            Columns after the third are passed over.
        spacing_m : float
            The widest gap between two of its points; half the stroke's width is good.
        """
        self.discard(uid)
        rows = _filled(np.asarray(points_m[:, :3], np.float32), spacing_m, self.MAX_BETWEEN)
        self._make_room(len(rows))
        place = slice(self._end, self._end + len(rows))
        self._points[place] = rows
        self._owners[place] = len(self._uids)
        self._uids.append(uid)
        self._places[uid] = place
        self._end += len(rows)
        self._held += len(rows)

    def discard(self, uid: str) -> None:
        """Take a stroke out if it is there."""
        place = self._places.pop(uid, None)
        if place is not None:
            self._points[place] = np.nan
            self._held -= place.stop - place.start

    def pick(
        self, origin: Place, direction: Place, *, cone_deg: float = 1.0, radius_m: float = 0.0
    ) -> str | None:
        """Return the stroke that a ray means (see `pick_points`), or None."""
        row = pick_points(self.points_m, origin, direction, cone_deg=cone_deg, radius_m=radius_m)
        return self._uids[self._owners[row]] if row >= 0 else None

    def touched(self, centre: Place, radius_m: float) -> tuple[str, ...]:
        """Return the strokes with a point within a sphere, oldest first."""
        return self._owning(points_in_sphere(self.points_m, centre, radius_m))

    def in_box(self, low: Place, high: Place) -> tuple[str, ...]:
        """Return the strokes with a point in an upright box, oldest first."""
        return self._owning(points_in_box(self.points_m, low, high))

    def before_planes(self, planes: Points) -> tuple[str, ...]:
        """Return the strokes with a point before all planes (see `points_before_planes`)."""
        return self._owning(points_before_planes(self.points_m, planes))

    def _owning(self, is_in: Marks) -> tuple[str, ...]:
        return tuple(self._uids[owner] for owner in np.unique(self._owners[: self._end][is_in]))

    def _make_room(self, count: int) -> None:
        if self._end + count <= len(self._points):
            return
        if self._held < self._end // 2:
            self._close_gaps()
        size = len(self._points)
        while size < self._end + count:
            size *= 2
        points, owners = np.full((size, 3), np.nan, np.float32), np.zeros(size, np.int32)
        points[: self._end], owners[: self._end] = (
            self._points[: self._end],
            self._owners[: self._end],
        )
        self._points, self._owners = points, owners

    def _close_gaps(self) -> None:
        kept = list(self._places.items())
        self._uids, self._places, start = [uid for uid, _ in kept], {}, 0
        for owner, (uid, place) in enumerate(kept):
            end = start + place.stop - place.start
            self._points[start:end] = self._points[place]
            self._owners[start:end] = owner
            self._places[uid] = slice(start, end)
            start = end
        self._points[start:] = np.nan
        self._end = self._held = start


def put_all(index: StrokePoints, strokes: Iterable[tuple[str, Points, float]]) -> None:
    """Put strokes of (uid, points, width in metres) into an index."""
    for uid, points, size_m in strokes:
        index.put(uid, points, spacing_m=max(size_m / 2, 0.002))


def _filled(points: Points, spacing_m: float, most: int) -> Points:
    gaps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    total = float(gaps.sum())
    if not 0 < total < math.inf or float(gaps.max()) <= spacing_m:
        return points
    counts = np.maximum(np.ceil(gaps / max(spacing_m, total / most)), 1)
    along = np.concatenate([[0.0], np.cumsum(counts)])
    at = np.arange(int(along[-1]) + 1)
    columns = [np.interp(at, along, points[:, axis]) for axis in range(3)]
    return np.stack(columns, axis=1).astype(np.float32)
