"""What can be measured of a page in space: colours by area, extents, how much stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.geometry.similarity import matrix_of_pose
from app.model.meshes import Mesh
from app.model.oklab import F64, ColourShare, linear_to_oklab, oklab, shares
from app.model.space import Pose, SpaceStroke, Vector


@dataclass(frozen=True, slots=True)
class SpaceFacts:
    """Facts of a page in space.

    ``colours`` are by area: a stroke counts its length times its width under the pressure it was
    drawn with, clay its surface; they sum to 1. ``extent_m`` is how far all of it reaches across
    (x), upwards (y) and in depth (z); None where nothing stands there.
    """

    colours: tuple[ColourShare, ...] = ()
    strokes: int = 0
    pieces: int = 0
    length_m: float = 0.0
    extent_m: Vector | None = None


def space_facts(
    strokes: Iterable[SpaceStroke], clay: Iterable[tuple[Pose, Mesh]] = ()
) -> SpaceFacts:
    """Return the facts of strokes and of pieces of clay, each with where it stands."""
    drawn, pieces = tuple(strokes), tuple(clay)
    lengths, areas = _ribbons(drawn)
    lab, weights = oklab(np.array([s.colour for s in drawn]).reshape(-1, 3)), areas
    places = [stroke.points[:, :3].astype(np.float64) for stroke in drawn]
    for pose, mesh in pieces:
        matrix = matrix_of_pose(pose)
        corners = mesh.positions_m.astype(np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
        places.append(corners)
        face_areas, face_colours = _surface(corners, mesh)
        lab = np.concatenate([lab, linear_to_oklab(face_colours)])
        weights = np.concatenate([weights, face_areas])
    return SpaceFacts(
        shares(lab, weights), len(drawn), len(pieces), float(lengths.sum()), _extent(places)
    )


def _ribbons(strokes: Sequence[SpaceStroke]) -> tuple[F64, F64]:
    """Return lengths in metres and areas in square metres."""
    lengths, areas = np.zeros(len(strokes)), np.zeros(len(strokes))
    for number, stroke in enumerate(strokes):
        points = stroke.points.astype(np.float64)
        steps = np.linalg.norm(np.diff(points[:, :3], axis=0), axis=1)
        pressure = points[:, 7]
        lengths[number] = steps.sum()
        areas[number] = stroke.size_m * np.sum(steps * (pressure[1:] + pressure[:-1]) / 2)
    return lengths, areas


def _surface(corners_m: F64, mesh: Mesh) -> tuple[F64, F64]:
    """Return the area of each face, and its colour, linear."""
    places = corners_m[mesh.faces]
    across = np.cross(places[:, 1] - places[:, 0], places[:, 2] - places[:, 0])
    areas: F64 = np.linalg.norm(across, axis=1) / 2
    colours: F64 = mesh.values[:, 3:6].astype(np.float64)[mesh.faces].mean(axis=1)
    return areas, colours


def _extent(places: Sequence[F64]) -> Vector | None:
    there = [points for points in places if len(points)]
    if not there:
        return None
    low = np.min([points.min(axis=0) for points in there], axis=0)
    high = np.max([points.max(axis=0) for points in there], axis=0)
    width, height, depth = high - low
    return float(width), float(height), float(depth)
