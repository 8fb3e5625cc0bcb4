"""What a piece of clay begins as: balls, melted parts, turned walls."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.clay.meshes import clay_mesh
from app.geometry.clay.surface import Field
from app.geometry.look import linear
from app.model.clay import BallStart, ClayStart, Part, PartShape, PartsStart, TurnedStart
from app.model.meshes import Mesh

Floats32 = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]


def begin(start: ClayStart) -> Mesh:
    """Return the mesh of a beginning: closed, even, alike on both sides of x = 0.

    Raises
    ------
    PersonError
        If nothing comes of it.
    """
    build = start.build
    field: Field | None = None
    if isinstance(build, BallStart):
        points, faces = _ball(build)
    else:
        field = _half_field(build)
        points, faces = _both_halves(*field.surface())
    mesh = clay_mesh(points, faces, colours=np.broadcast_to(linear(start.colour), points.shape))
    if field is not None:
        field.even(mesh)
    return mesh


def _ball(build: BallStart) -> tuple[Floats, npt.NDArray[np.int64]]:
    # slow to import, and only a new ball needs it
    from trimesh.creation import icosphere

    made = icosphere(subdivisions=build.subdivisions)
    points = np.asarray(made.vertices, np.float64)
    radius, height = build.radius_m, build.height_m / 2
    # narrower above the middle, wider below it, as an egg is
    width = radius * (1 - build.taper * points[:, 1])
    shaped = np.stack([points[:, 0] * width, points[:, 1] * height, points[:, 2] * width], axis=1)
    # a grid of 2^-22 m makes both halves the same to the last bit
    return np.round(shaped * (1 << 22)) / (1 << 22), np.asarray(made.faces, np.int64)


class _PartsField:
    """Distances to parts that are melted together."""

    def __init__(self, build: PartsStart) -> None:
        self._parts = build.parts
        reach = [_part_bounds(part) for part in build.parts if not part.is_taken_away]
        blend = max(part.blend_m for part in build.parts)
        self.low = np.min([low for low, _ in reach], axis=0) - blend
        self.high = np.max([high for _, high in reach], axis=0) + blend

    def __call__(self, x: Floats32, y: Floats32, z: Floats32) -> Floats32:
        """Return the signed distance at places, metres, negative inside."""
        whole: Floats32 | None = None
        for part in self._parts:
            away = _part_distance(part, x, y, z)
            if part.is_mirrored:
                away = np.minimum(away, _part_distance(part, -x, y, z))
            if whole is None:
                whole = away
            elif part.is_taken_away:
                whole = -_melted(-whole, away, part.blend_m)
            else:
                whole = _melted(whole, away, part.blend_m)
        if whole is None:
            raise ValueError("a beginning has at least one part")
        return whole


class _TurnedField:
    """Distances to a wall turned about y."""

    def __init__(self, build: TurnedStart) -> None:
        self._profile = _rounded(np.array(build.profile_m))
        self._wall = build.wall_m / 2
        radius, height = self._profile[:, 0].max(), self._profile[:, 1]
        reach = radius + self._wall
        self.low = np.array([-reach, height.min() - self._wall, -reach])
        self.high = np.array([reach, height.max() + self._wall, reach])

    def __call__(self, x: Floats32, y: Floats32, z: Floats32) -> Floats32:
        """Return the signed distance at places, metres, negative inside."""
        radius = np.sqrt(x * x + z * z)
        away = np.full(np.broadcast_shapes(radius.shape, y.shape), np.inf, np.float32)
        for (ra, ha), (rb, hb) in zip(self._profile[:-1], self._profile[1:], strict=True):
            dr, dh = rb - ra, hb - ha
            t = ((radius - ra) * dr + (y - ha) * dh) / (dr * dr + dh * dh)
            t = np.clip(t, 0, 1)
            np.minimum(away, np.hypot(radius - ra - t * dr, y - ha - t * dh), out=away)
        return (away - self._wall).astype(np.float32)


def _half_field(build: PartsStart | TurnedStart) -> Field:
    """Return the distances on the half x >= 0."""
    shape = _PartsField(build) if isinstance(build, PartsStart) else _TurnedField(build)
    voxel = build.voxel_m
    reach = np.ceil(np.maximum(np.abs(shape.low), shape.high) / voxel).astype(int) + 3
    x = (np.arange(0, reach[0] + 1) * voxel).astype(np.float32)
    y, z = ((np.arange(-n, n + 1) * voxel).astype(np.float32) for n in reach[1:])
    away = shape(x[:, None, None], y[None, :, None], z[None, None, :])
    low = (0.0, -float(reach[1]) * voxel, -float(reach[2]) * voxel)
    return Field(np.ascontiguousarray(away, np.float32), low, voxel, is_half=True)


def _both_halves(
    points: Floats32, faces: npt.NDArray[np.uint32]
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return a half and its mirror image; its rim lies on x = 0 exactly and joins them."""
    other = np.flatnonzero(points[:, 0] != 0)
    partner = np.arange(len(points))
    partner[other] = len(points) + np.arange(len(other))
    both = np.concatenate([points, points[other] * np.array([-1, 1, 1], np.float32)])
    return both.astype(np.float64), np.concatenate([faces, partner[faces][:, ::-1]]).astype(int)


def _part_distance(part: Part, x: Floats32, y: Floats32, z: Floats32) -> Floats32:
    cx, cy, cz = part.centre_m
    if part.shape is PartShape.CAPSULE:
        return _cone_distance(part, x, y, z)
    lean = math.radians(part.lean_deg)
    c, s = math.cos(lean), math.sin(lean)
    px, qy, qz = x - cx, y - cy, z - cz
    py, pz = c * qy + s * qz, c * qz - s * qy
    a, b, d = part.size_m
    if part.shape is PartShape.ELLIPSOID:
        # Quilez' bound: exact in direction, close in length
        inner = np.sqrt((px / a) ** 2 + (py / b) ** 2 + (pz / d) ** 2)
        slope = np.sqrt((px / a**2) ** 2 + (py / b**2) ** 2 + (pz / d**2) ** 2)
        away = inner * (inner - 1) / np.maximum(slope, 1e-9)
    else:
        ex, ey, ez = (np.abs(p) - (n - part.round_m) for p, n in ((px, a), (py, b), (pz, d)))
        outside = np.sqrt(np.maximum(ex, 0) ** 2 + np.maximum(ey, 0) ** 2 + np.maximum(ez, 0) ** 2)
        away = outside + np.minimum(np.maximum(ex, np.maximum(ey, ez)), 0) - part.round_m
    return np.asarray(away, np.float32)


def _cone_distance(part: Part, x: Floats32, y: Floats32, z: Floats32) -> Floats32:
    """Return the distance to a limb from one radius to another."""
    start, way = np.array(part.centre_m), np.array(part.end_m) - np.array(part.centre_m)
    px, py, pz = x - start[0], y - start[1], z - start[2]
    t = np.clip((px * way[0] + py * way[1] + pz * way[2]) / max(float(way @ way), 1e-12), 0, 1)
    away = np.sqrt((px - t * way[0]) ** 2 + (py - t * way[1]) ** 2 + (pz - t * way[2]) ** 2)
    first, last = part.size_m[:2]
    return np.asarray(away - (first + t * (last - first)), np.float32)


def _melted(one: Floats32, other: Floats32, blend_m: float) -> Floats32:
    """Return the smooth minimum of two distances (Quilez, polynomial)."""
    if blend_m <= 0:
        return np.minimum(one, other)
    share = np.maximum(blend_m - np.abs(one - other), 0) / blend_m
    return np.asarray(np.minimum(one, other) - share * share * (blend_m / 4), np.float32)


def _rounded(corners: Floats, *, between: int = 6) -> Floats:
    """Return a smooth line through points (Catmull and Rom, 1974)."""
    around = np.concatenate(
        [2 * corners[:1] - corners[1:2], corners, 2 * corners[-1:] - corners[-2:-1]]
    )
    line = [corners[:1]]
    for before, start, end, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        t = np.arange(1, between + 1)[:, None] / between
        line.append(
            start + t / 2 * (end - before)
            + t**2 * (before - 2.5 * start + 2 * end - after / 2)
            + t**3 / 2 * (3 * start - before - 3 * end + after)
        )  # fmt: skip
    return np.concatenate(line)


def _part_bounds(part: Part) -> tuple[Floats, Floats]:
    centre = np.array(part.centre_m)
    if part.shape is PartShape.CAPSULE:
        reach, ends = max(part.size_m[:2]), np.array([part.centre_m, part.end_m])
        low, high = ends.min(axis=0) - reach, ends.max(axis=0) + reach
    else:
        # turned about x, so y and z reach as far as the longer of them
        long = max(part.size_m[1:]) if part.lean_deg else 0.0
        size = np.maximum(part.size_m, (0.0, long, long))
        low, high = centre - size, centre + size
    if part.is_mirrored:
        wide = np.array([max(abs(low[0]), abs(high[0])), 0, 0])
        low, high = np.minimum(low, -wide), np.maximum(high, wide)
    return low, high
