"""Cross-sections swept along a stroke: flat, bent and thick ribbons, round and lobed tubes.

A cross-section lies in the plane of side and normal, half a width being 1, and runs
counter-clockwise seen against the tangent, so that triangles face outwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.model.space_brush import Family, SpaceBrush

F64 = npt.NDArray[np.float64]

PROFILE_COLUMNS = ("side", "normal", "normal_side", "normal_normal", "v")
BENT_COLUMNS = 5
FINE = 1e-4


@dataclass(frozen=True, eq=False, slots=True)
class Profile:
    """A cross-section.

    ``rows`` : ndarray, shape (k, 5), float64, columns `PROFILE_COLUMNS`.
    ``edges`` : ndarray, shape (e, 2), int64, rows that a face joins.
    """

    rows: F64
    edges: npt.NDArray[np.int64]
    is_closed: bool


def profile(brush: SpaceBrush) -> Profile:
    """Return the cross-section of a ribbon or a tube."""
    if brush.family is Family.RIBBON:
        thickness = brush["thickness"]
        return _box(thickness) if thickness > 0 else _sheet(brush["curl"])
    sides, flatness = round(brush["sides"]), brush["flatness"]
    lobes, depth = round(brush["lobes"]), brush["lobe_depth"]
    if brush["facets"] >= 0.5:
        return _polygon(_around(np.arange(sides) / sides, lobes, depth, flatness))
    return _round(sides, lobes, depth, flatness)


def _sheet(curl: float) -> Profile:
    x = np.linspace(1.0, -1.0, BENT_COLUMNS if curl else 2)
    normals = np.stack([2 * curl * x, np.ones(len(x))], axis=1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    rows = np.column_stack([x, curl * (1 - x * x), normals, (1 - x) / 2])
    return Profile(rows, _chain(len(x)), is_closed=False)


def _box(thickness: float) -> Profile:
    corners = np.array([[1, -1], [1, 1], [-1, 1], [-1, -1]]) * (1.0, thickness)
    return _polygon(corners)


def _polygon(corners: F64) -> Profile:
    """Return a profile with a hard edge at each corner."""
    after = np.roll(corners, -1, axis=0)
    along = after - corners
    normals = np.stack([along[:, 1], -along[:, 0]], axis=1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    count = len(corners)
    rows = np.empty((2 * count, 5))
    rows[0::2, :2], rows[1::2, :2] = corners, after
    rows[0::2, 2:4] = rows[1::2, 2:4] = normals
    rows[0::2, 4], rows[1::2, 4] = np.arange(count) / count, np.arange(1, count + 1) / count
    edges = np.arange(2 * count, dtype=np.int64).reshape(count, 2)
    return Profile(rows, edges, is_closed=True)


def _round(sides: int, lobes: int, depth: float, flatness: float) -> Profile:
    # three sides for each lobe, or the lobes would not be seen
    count = max(sides, 3 * lobes)
    turn = np.arange(count + 1) / count
    places = _around(turn, lobes, depth, flatness)
    along = _around(turn + FINE, lobes, depth, flatness) - _around(
        turn - FINE, lobes, depth, flatness
    )
    normals = np.stack([along[:, 1], -along[:, 0]], axis=1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    rows = np.column_stack([places, normals, turn])
    return Profile(rows, _chain(count + 1), is_closed=True)


def _around(turn: F64, lobes: int, depth: float, flatness: float) -> F64:
    angle = 2 * np.pi * turn
    radius = 1 - depth * (0.5 - 0.5 * np.cos(lobes * angle))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle) * flatness], axis=1)


def _chain(count: int) -> npt.NDArray[np.int64]:
    return np.stack([np.arange(count - 1), np.arange(1, count)], axis=1).astype(np.int64)
