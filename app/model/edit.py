"""One edit of the document: what may be done inside ``with document.edit(...)``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from app.model.changes import EntityChange, NewMesh, TileChange, VertexChange
from app.model.entities import Entity
from app.model.meshes import Indices, Mesh, Values
from app.model.tiles import Rect, Tile, TileGrid


def _frozen_copy(tile: Tile) -> Tile:
    copy = tile.copy()
    copy.flags.writeable = False
    return copy


def _snapshot(mesh: Mesh) -> Mesh:
    copy = Mesh(mesh.values.copy(), mesh.faces)
    copy.values.flags.writeable = False
    return copy


@dataclass(slots=True)
class Contents:
    """All that a document holds, by uid; only an edit writes it."""

    entities: dict[str, Entity] = field(default_factory=dict)
    grids: dict[str, TileGrid] = field(default_factory=dict)
    meshes: dict[str, Mesh] = field(default_factory=dict)
    latest: WeakValueDictionary[tuple[str, int, int], Tile] = field(
        default_factory=WeakValueDictionary
    )

    def current_tile(self, key: tuple[str, int, int]) -> Tile:
        """Return a read-only copy of a tile."""
        # the last step's "after" is this step's "before": shared, not copied twice
        latest = self.latest.get(key)
        if latest is None:
            layer_uid, row, column = key
            latest = _frozen_copy(self.grids[layer_uid].tiles[row, column])
        return latest

    def set(self, uid: str, entity: Entity | None) -> None:
        """Put an entity in, or take it out where it is None."""
        if entity is None:
            self.entities.pop(uid, None)
        else:
            self.entities[uid] = entity


@dataclass(slots=True)
class Touched:
    """What vertices were before an edit wrote them, in the order they were touched."""

    is_kept: npt.NDArray[np.bool_]
    indices: list[Indices] = field(default_factory=list)
    values: list[Values] = field(default_factory=list)

    def keep(self, values: Values, indices: Indices) -> None:
        """Keep rows that were not kept yet."""
        fresh = indices[~self.is_kept[indices]]
        self.is_kept[fresh] = True
        self.indices.append(fresh)
        self.values.append(values[fresh])

    def rows(self) -> tuple[Indices, Values]:
        """Return the kept rows' indices, rising, and values."""
        indices = np.concatenate(self.indices)
        order = np.argsort(indices)
        return indices[order], np.concatenate(self.values)[order]


class Changed(NamedTuple):
    """What an edit changed."""

    entities: tuple[EntityChange, ...]
    tiles: tuple[TileChange, ...]
    vertices: tuple[VertexChange, ...]
    meshes: tuple[NewMesh, ...]


class Edit:
    """What may be done inside ``with document.edit(...)``."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._entities: dict[str, Entity | None] = {}
        self._tiles: dict[tuple[str, int, int], Tile] = {}
        self._vertices: dict[str, Touched] = {}
        self._new_grids: list[str] = []
        self.new_meshes: list[str] = []

    def put(self, entity: Entity) -> None:
        """Add an entity, or replace the one with its uid."""
        self._entities.setdefault(entity.uid, self._contents.entities.get(entity.uid))
        self._contents.entities[entity.uid] = entity

    def remove(self, uid: str) -> None:
        """Take an entity out of the document.

        Raises
        ------
        KeyError
            If there is none with this uid.
        """
        before = self._contents.entities.pop(uid)
        self._entities.setdefault(uid, before)

    def add_grid(self, layer_uid: str, grid: TileGrid) -> None:
        """Give a new layer its empty pixels."""
        if layer_uid not in self._contents.grids:
            self._contents.grids[layer_uid] = grid
            self._new_grids.append(layer_uid)

    def grid(self, layer_uid: str, rect: Rect) -> TileGrid:
        """Return a layer's pixels to paint on, those of the rectangle only.

        What they were is kept first, so that undo and a failing edit bring them back.

        Raises
        ------
        KeyError
            If the layer has no pixels.
        """
        grid = self._contents.grids[layer_uid]
        for row, column in grid.covering(rect):
            key = (layer_uid, row, column)
            if key not in self._tiles:
                self._tiles[key] = self._contents.current_tile(key)
        return grid

    def add_mesh(self, mesh_uid: str, mesh: Mesh) -> None:
        """Give a new piece of clay its vertices; the mesh is the document's from now on."""
        if mesh_uid not in self._contents.meshes:
            self._contents.meshes[mesh_uid] = mesh
            self.new_meshes.append(mesh_uid)

    def vertices(self, mesh_uid: str, indices: Indices) -> Values:
        """Return a mesh's values to work on, those rows only.

        What they were is kept first, so that undo and a failing edit bring them back.

        Parameters
        ----------
        mesh_uid : str
            The mesh.
        indices : ndarray, shape (k,), uint32
            The rows that will change, each once.

        Raises
        ------
        KeyError
            If there is no such mesh.
        """
        values = self._contents.meshes[mesh_uid].values
        touched = self._vertices.get(mesh_uid)
        if touched is None:
            touched = self._vertices[mesh_uid] = Touched(np.zeros(len(values), np.bool_))
        touched.keep(values, indices)
        return values

    def changes(self) -> Changed:
        """Return what it changed so far."""
        entities = tuple(
            EntityChange(uid, before, self._contents.entities.get(uid))
            for uid, before in self._entities.items()
            if before != self._contents.entities.get(uid)
        )
        vertices = tuple(self._vertex_changes())
        return Changed(entities, tuple(self._tile_changes()), vertices, self._added_meshes())

    def _added_meshes(self) -> tuple[NewMesh, ...]:
        found = ((uid, self._contents.meshes[uid]) for uid in self.new_meshes)
        return tuple(NewMesh(uid, _snapshot(mesh)) for uid, mesh in found)

    def _vertex_changes(self) -> Iterator[VertexChange]:
        for mesh_uid, touched in self._vertices.items():
            if mesh_uid in self.new_meshes:
                # it comes in as it is when the edit ends
                continue
            indices, before = touched.rows()
            after = self._contents.meshes[mesh_uid].values[indices]
            is_changed = (before != after).any(axis=1)
            if is_changed.any():
                yield VertexChange(
                    mesh_uid, indices[is_changed], before[is_changed], after[is_changed]
                )

    def _tile_changes(self) -> Iterator[TileChange]:
        for key, before in self._tiles.items():
            layer_uid, row, column = key
            tile = self._contents.grids[layer_uid].tiles[row, column]
            if not np.array_equal(before, tile):
                yield TileChange(layer_uid, row, column, before, _frozen_copy(tile))

    def restore(self) -> None:
        """Bring back everything as it was before."""
        for (layer_uid, row, column), before in self._tiles.items():
            self._contents.grids[layer_uid].tiles[row, column] = before
        for mesh_uid, touched in self._vertices.items():
            indices, values = touched.rows()
            self._contents.meshes[mesh_uid].values[indices] = values
        for layer_uid in self._new_grids:
            del self._contents.grids[layer_uid]
        for mesh_uid in self.new_meshes:
            del self._contents.meshes[mesh_uid]
        for uid, entity in self._entities.items():
            self._contents.set(uid, entity)
