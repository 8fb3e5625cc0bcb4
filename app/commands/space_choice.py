"""Choosing on a page in space: what is touched, in a box, all, the others.

Pure functions that give uids; what is chosen belongs to the workspace, not to the document.
Every visible layer counts, hidden ones never do, and what is grouped is chosen together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from app.commands.space import parts_of, visible_layers
from app.geometry.picking import (
    Place,
    Points,
    StrokePoints,
    points_before_planes,
    points_in_sphere,
    put_all,
)
from app.geometry.similarity import Similarity, matrix_of_pose
from app.model.document import Document
from app.model.space import Clay, Reference, SpaceStroke

Solid = Clay | Reference
Chosen = tuple[str, ...]


def everything(document: Document, work_uid: str) -> Chosen:
    """Return all that can be seen and chosen: strokes, clay and references."""
    return tuple(one.uid for one in _seen(document, work_uid))


def inverted(document: Document, work_uid: str, chosen: Iterable[str]) -> Chosen:
    """Return all that can be seen and is not chosen."""
    taken = set(chosen)
    return tuple(uid for uid in everything(document, work_uid) if uid not in taken)


def index_of(document: Document, work_uid: str) -> StrokePoints:
    """Return the points of all of a page's strokes; whoever keeps it keeps it up to date."""
    index = StrokePoints()
    strokes = parts_of(document, work_uid, SpaceStroke)
    put_all(index, ((one.uid, one.points, one.size_m) for one in strokes))
    return index


def touched(
    document: Document,
    work_uid: str,
    *,
    centre_m: Place,
    radius_m: float,
    index: StrokePoints | None = None,
) -> Chosen:
    """Return what a ball touches, with all of its groups.

    Parameters
    ----------
    index : StrokePoints, optional
        All strokes of the page, where the caller keeps one; else it is made for this call.
    """
    points = index_of(document, work_uid) if index is None else index
    hit = set(points.touched(centre_m, radius_m))
    hit |= {
        one.uid
        for one in _solids(document, work_uid)
        if points_in_sphere(_places(document, one), centre_m, radius_m).any()
    }
    return grouped(document, work_uid, hit)


def boxed(
    document: Document, work_uid: str, planes: Points, *, index: StrokePoints | None = None
) -> Chosen:
    """Return what has a point before all planes, with all of its groups.

    Parameters
    ----------
    planes : ndarray, shape (k, 4), float32
        As `planes_of_screen_box` gives them for a box on the screen.
    index : StrokePoints, optional
        As for `touched`.
    """
    points = index_of(document, work_uid) if index is None else index
    hit = set(points.before_planes(planes))
    hit |= {
        one.uid
        for one in _solids(document, work_uid)
        if points_before_planes(_places(document, one), planes).any()
    }
    return grouped(document, work_uid, hit)


def grouped(document: Document, work_uid: str, uids: Iterable[str]) -> Chosen:
    """Return what of these can be seen, and what is grouped with it, in the page's order."""
    taken = set(uids)
    seen = list(_seen(document, work_uid))
    groups = {one.group_uid for one in seen if isinstance(one, SpaceStroke) and one.uid in taken}
    groups.discard("")
    return tuple(
        one.uid
        for one in seen
        if one.uid in taken or (isinstance(one, SpaceStroke) and one.group_uid in groups)
    )


def bounds_m(
    document: Document, uids: Iterable[str]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]] | None:
    """Return the lowest and highest corner of what is chosen; None where there is nothing."""
    found = [_extent(document, uid) for uid in uids]
    places = [one for one in found if len(one)]
    if not places:
        return None
    every = np.concatenate(places)
    return every.min(axis=0), every.max(axis=0)


def _seen(document: Document, work_uid: str) -> Iterator[SpaceStroke | Solid]:
    layers = set(visible_layers(document, work_uid))
    for stroke in parts_of(document, work_uid, SpaceStroke):
        if stroke.layer_uid in layers:
            yield stroke
    yield from _solids(document, work_uid)


def _solids(document: Document, work_uid: str) -> Iterator[Solid]:
    layers = set(visible_layers(document, work_uid))
    for clay in parts_of(document, work_uid, Clay):
        if clay.layer_uid in layers:
            yield clay
    for reference in parts_of(document, work_uid, Reference):
        if reference.layer_uid in layers and reference.is_visible:
            yield reference


def _extent(document: Document, uid: str) -> Points:
    entity = document.find(uid)
    if isinstance(entity, SpaceStroke):
        return entity.points[:, :3]
    if isinstance(entity, Clay | Reference):
        return _places(document, entity)
    return np.empty((0, 3), np.float32)


def _places(document: Document, solid: Solid) -> Points:
    if isinstance(solid, Reference) or not document.has_mesh(solid.mesh_uid):
        return np.array([solid.pose.position_m], np.float32)
    to_room = Similarity.of(matrix_of_pose(solid.pose))
    return to_room.places(document.mesh(solid.mesh_uid).positions_m).astype(np.float32)
