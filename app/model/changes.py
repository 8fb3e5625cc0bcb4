"""What an edit changed: the one thing views, autosave and undo are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from app.model.entities import Entity
from app.model.meshes import Indices, Mesh, Values
from app.model.tiles import NOTHING, TILE_PX, Rect, Tile


class ChangeKind(StrEnum):
    """How a change came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class EntityChange:
    """An entity before and after; None where it did not or does not exist."""

    uid: str
    before: Entity | None
    after: Entity | None

    def inverse(self) -> EntityChange:
        """Return the change that takes this one back."""
        return EntityChange(self.uid, self.after, self.before)


@dataclass(frozen=True, eq=False, slots=True)
class TileChange:
    """A tile's pixels before and after, read-only arrays of shape (64, 64, 4), uint16."""

    layer_uid: str
    row: int
    column: int
    before: Tile = field(repr=False)
    after: Tile = field(repr=False)

    @property
    def key(self) -> tuple[str, int, int]:
        """Return layer, row and column."""
        return (self.layer_uid, self.row, self.column)

    @property
    def rect(self) -> Rect:
        """Return the tile's place on the canvas."""
        left, top = self.column * TILE_PX, self.row * TILE_PX
        return Rect(left, top, left + TILE_PX, top + TILE_PX)

    def inverse(self) -> TileChange:
        """Return the change that takes this one back."""
        return TileChange(self.layer_uid, self.row, self.column, self.after, self.before)


@dataclass(frozen=True, eq=False, slots=True)
class VertexChange:
    """Vertices of a mesh before and after.

    ``indices`` : ndarray, shape (k,), uint32, rising. ``before`` and ``after`` : ndarray, shape
    (k, 7), float32, columns `MESH_COLUMNS`. Read-only.
    """

    mesh_uid: str
    indices: Indices = field(repr=False)
    before: Values = field(repr=False)
    after: Values = field(repr=False)

    def __post_init__(self) -> None:
        """Freeze the arrays, so that they may cross threads."""
        for array in (self.indices, self.before, self.after):
            array.flags.writeable = False

    @property
    def nbytes(self) -> int:
        """Return what it holds in memory, bytes."""
        return self.indices.nbytes + self.before.nbytes + self.after.nbytes

    def inverse(self) -> VertexChange:
        """Return the change that takes this one back."""
        return VertexChange(self.mesh_uid, self.indices, self.after, self.before)


@dataclass(frozen=True, eq=False, slots=True)
class NewMesh:
    """A mesh that came into the document, as it was when its step ended.

    ``mesh`` is a copy with read-only values. A step that is undone leaves it where it is, so
    that redo finds it.
    """

    mesh_uid: str
    mesh: Mesh = field(repr=False)


@dataclass(frozen=True, eq=False, slots=True)
class Changes:
    """One committed step.

    ``label`` is a message id that can be translated; ``scope`` names the undo stack (the uid of
    a work or an entry, or ``""``); ``merge`` is the key of the gesture it belongs to. ``meshes``
    came in before ``vertices`` were changed.
    """

    edit_uid: str
    label: str
    scope: str
    merge: str
    kind: ChangeKind
    entities: tuple[EntityChange, ...]
    tiles: tuple[TileChange, ...] = ()
    vertices: tuple[VertexChange, ...] = ()
    meshes: tuple[NewMesh, ...] = ()

    @property
    def dirty(self) -> Rect:
        """Return the smallest rectangle that holds every changed tile."""
        rect = NOTHING
        for change in self.tiles:
            rect = rect.united(change.rect)
        return rect

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.entities or self.tiles or self.vertices or self.meshes)


def merged_entities(
    earlier: Iterable[EntityChange], later: Iterable[EntityChange]
) -> tuple[EntityChange, ...]:
    """Return two runs of entity changes as one: first before, last after."""
    found = {change.uid: change for change in earlier}
    for change in later:
        first = found.pop(change.uid, change)
        found[change.uid] = EntityChange(change.uid, first.before, change.after)
    return tuple(change for change in found.values() if change.before != change.after)


def merged_tiles(
    earlier: Iterable[TileChange], later: Iterable[TileChange]
) -> tuple[TileChange, ...]:
    """Return two runs of tile changes as one: first before, last after."""
    found = {change.key: change for change in earlier}
    for change in later:
        before = found[change.key].before if change.key in found else change.before
        found[change.key] = TileChange(*change.key, before, change.after)
    return tuple(found.values())


def merged_vertices(
    earlier: Iterable[VertexChange], later: Iterable[VertexChange]
) -> tuple[VertexChange, ...]:
    """Return two runs of vertex changes as one: first before, last after."""
    found = {change.mesh_uid: change for change in earlier}
    for change in later:
        first = found.get(change.mesh_uid)
        found[change.mesh_uid] = change if first is None else _united(first, change)
    return tuple(found.values())


def _united(first: VertexChange, last: VertexChange) -> VertexChange:
    indices = np.union1d(first.indices, last.indices)
    before, after = (np.empty((len(indices), first.before.shape[1]), np.float32) for _ in range(2))
    in_first = np.searchsorted(indices, first.indices)
    in_last = np.searchsorted(indices, last.indices)
    before[in_last], before[in_first] = last.before, first.before
    after[in_first], after[in_last] = first.after, last.after
    return VertexChange(first.mesh_uid, indices, before, after)
