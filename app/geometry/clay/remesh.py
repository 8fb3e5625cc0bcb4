"""Voxel remesh: the same surface with even triangles, overlaps melted into one."""

from __future__ import annotations

import math

import numpy as np

from app.geometry.clay.meshes import in_order, is_closed, surface_m2
from app.geometry.clay.surface import Field
from app.model.meshes import Mesh
from app.model.words import PersonError, Sentence

FEWEST = 500
MOST = 200_000
MAX_CELLS = 16_000_000
LEAST_ACROSS = 8

# marching cubes makes about this many vertices a square voxel of surface
_VERTICES = 1.5
# corners of a cell that the surface goes through are nearer than this, voxels
_BAND = 1.75

TOO_FINE = Sentence(
    "At {size} mm this clay would have about {count} points, more than it can hold. "
    "Your clay is as it was. Choose {least} mm or more."
)
TOO_COARSE = Sentence(
    "At {size} mm the shape of this clay would be lost. Your clay is as it was. "
    "Choose {most} mm or less."
)
NOTHING_LEFT = Sentence(
    "At {size} mm nothing would be left, because this clay is thinner than that. "
    "Your clay is as it was. Choose a finer setting."
)
OPEN_EDGE = Sentence(
    "This clay has an open edge, so its inside cannot be told from its outside. "
    "Your clay is as it was and can be worked; only a new mesh cannot be made of it."
)


def voxel_for(mesh: Mesh, vertices: int) -> float:
    """Return the voxel size, metres, at which a remesh gives about so many vertices."""
    return math.sqrt(_VERTICES * surface_m2(mesh) / max(vertices, 1))


def finest_m(mesh: Mesh) -> float:
    """Return the smallest voxel size that `remesh` takes, metres."""
    span = np.ptp(mesh.values[:, :3], axis=0).astype(np.float64)
    size = voxel_for(mesh, MOST)
    while _cells(span, size) > MAX_CELLS:
        size *= 1.02
    return size


def coarsest_m(mesh: Mesh) -> float:
    """Return the largest voxel size that `remesh` takes, metres."""
    return float(np.ptp(mesh.values[:, :3], axis=0).max()) / LEAST_ACROSS


def remesh(mesh: Mesh, *, voxel_m: float) -> Mesh:
    """Return a closed mesh of even triangles with the same surface, colours and mask.

    Distances are true ones, inside is where the surface goes around more than zero times. The
    new surface is within a voxel of the old one; what is thinner than a voxel can vanish.

    Parameters
    ----------
    mesh : Mesh
        Without open edges.
    voxel_m : float
        How far grid points are apart, metres, between `finest_m` and `coarsest_m`.

    Raises
    ------
    PersonError
        If that is too fine or too coarse, the mesh is open, or nothing is left.
    """
    _check(mesh, voxel_m)
    from app.geometry.clay import field_kernels

    values, faces = np.ascontiguousarray(mesh.values), np.ascontiguousarray(mesh.faces)
    low = values[:, :3].min(axis=0).astype(np.float64) - 2.5 * voxel_m
    high = values[:, :3].max(axis=0).astype(np.float64) + 2.5 * voxel_m
    counts = tuple(int(count) for count in np.ceil((high - low) / voxel_m) + 1)
    corner = (float(low[0]), float(low[1]), float(low[2]))
    away = np.full(counts, 2 * voxel_m, np.float32)
    owner, turns = np.full(counts, -1, np.int32), np.zeros(counts, np.int16)
    field_kernels.near_faces(values, faces, corner, voxel_m, _BAND, away, owner)
    field_kernels.count_turns(values, faces, corner, voxel_m, turns)
    field_kernels.sign_field(away, turns)
    field = Field(away, corner, voxel_m)
    points, triangles = field.surface()
    if len(points) < 4:
        raise PersonError(_told(NOTHING_LEFT, size=voxel_m))
    fresh = np.ones((len(points), 7), np.float32)
    fresh[:, :3], fresh[:, 6] = points, 0
    made = in_order(fresh, triangles)
    field.even(made)
    field_kernels.carry_over(values, faces, owner, corner, voxel_m, made.values)
    return made


def _check(mesh: Mesh, voxel_m: float) -> None:
    least, most = finest_m(mesh), coarsest_m(mesh)
    if not voxel_m >= least * 0.999:
        count = _VERTICES * surface_m2(mesh) / max(voxel_m, 1e-6) ** 2
        raise PersonError(
            _told(TOO_FINE, size=voxel_m, least=least * 1.005, count=round(count, -3))
        )
    if voxel_m > most * 1.001:
        raise PersonError(_told(TOO_COARSE, size=voxel_m, most=most * 0.995))
    if not is_closed(mesh):
        raise PersonError(OPEN_EDGE)


def _told(sentence: Sentence, **fields: float) -> Sentence:
    count = fields.pop("count", 0)
    shown: dict[str, object] = {name: f"{value * 1000:.3g}" for name, value in fields.items()}
    return Sentence(sentence.message, shown | {"count": f"{count:.0f}"})


def _cells(span: np.ndarray[tuple[int], np.dtype[np.float64]], voxel_m: float) -> float:
    return float(np.prod(np.ceil(span / voxel_m + 6)))
