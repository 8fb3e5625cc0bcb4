"""The document: what is open, the one door to change it, and undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from weakref import WeakValueDictionary

import numpy as np
from psygnal import Signal

from app.model.changes import (
    ChangeKind,
    Changes,
    EntityChange,
    TileChange,
    merged_entities,
    merged_tiles,
)
from app.model.entities import Entity, new_uid
from app.model.tiles import Rect, Tile, TileGrid

UNDO_BYTES = 384 << 20


def _frozen_copy(tile: Tile) -> Tile:
    copy = tile.copy()
    copy.flags.writeable = False
    return copy


@dataclass(slots=True)
class _History:
    """The steps of one scope."""

    done: list[Changes] = field(default_factory=list)
    undone: list[Changes] = field(default_factory=list)


class Edit:
    """What may be done inside ``with document.edit(...)``."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._entities: dict[str, Entity | None] = {}
        self._tiles: dict[tuple[str, int, int], Tile] = {}
        self._new_grids: list[str] = []

    def put(self, entity: Entity) -> None:
        """Add an entity, or replace the one with its uid."""
        self._entities.setdefault(entity.uid, self._document.find(entity.uid))
        self._document._entities[entity.uid] = entity

    def remove(self, uid: str) -> None:
        """Take an entity out of the document.

        Raises
        ------
        KeyError
            If there is none with this uid.
        """
        before = self._document._entities.pop(uid)
        self._entities.setdefault(uid, before)

    def add_grid(self, layer_uid: str, grid: TileGrid) -> None:
        """Give a new layer its empty pixels."""
        if layer_uid not in self._document._grids:
            self._document._grids[layer_uid] = grid
            self._new_grids.append(layer_uid)

    def grid(self, layer_uid: str, rect: Rect) -> TileGrid:
        """Return a layer's pixels to paint on, those of the rectangle only.

        What they were is kept first, so that undo and a failing edit bring them back.

        Raises
        ------
        KeyError
            If the layer has no pixels.
        """
        grid = self._document._grids[layer_uid]
        for row, column in grid.covering(rect):
            key = (layer_uid, row, column)
            if key not in self._tiles:
                self._tiles[key] = self._document._current_tile(key)
        return grid

    def _changes(self) -> tuple[tuple[EntityChange, ...], tuple[TileChange, ...]]:
        entities = tuple(
            EntityChange(uid, before, self._document.find(uid))
            for uid, before in self._entities.items()
            if before != self._document.find(uid)
        )
        return entities, tuple(self._tile_changes())

    def _tile_changes(self) -> Iterator[TileChange]:
        for key, before in self._tiles.items():
            layer_uid, row, column = key
            tile = self._document._grids[layer_uid].tiles[row, column]
            if not np.array_equal(before, tile):
                yield TileChange(layer_uid, row, column, before, _frozen_copy(tile))

    def _restore(self) -> None:
        for (layer_uid, row, column), before in self._tiles.items():
            self._document._grids[layer_uid].tiles[row, column] = before
        for layer_uid in self._new_grids:
            del self._document._grids[layer_uid]
        for uid, entity in self._entities.items():
            self._document._set(uid, entity)


class Document:
    """Everything that is open, in one place; change it only inside `edit`.

    Undo is kept a scope: a work, an entry. An entity belongs to the scope that first wrote it.

    Parameters
    ----------
    undo_bytes : int
        How much undo may hold.
    is_read_only : bool
        What it shows may not be written: every edit is taken back at its end, and ``refused``
        is emitted in place of ``committed``.
    """

    committed = Signal(Changes)
    refused = Signal()

    def __init__(self, *, undo_bytes: int = UNDO_BYTES, is_read_only: bool = False) -> None:
        self.is_read_only = is_read_only
        self._entities: dict[str, Entity] = {}
        self._grids: dict[str, TileGrid] = {}
        self._latest: WeakValueDictionary[tuple[str, int, int], Tile] = WeakValueDictionary()
        self._scopes: dict[str, str] = {}
        self._histories: dict[str, _History] = {}
        self._edits: dict[str, Edit] = {}
        self._undo_bytes = undo_bytes

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Return all entities by uid, to read."""
        return MappingProxyType(self._entities)

    def is_editing(self, scope: str = "") -> bool:
        """Whether an edit of this scope is open."""
        return scope in self._edits

    def find(self, uid: str) -> Entity | None:
        """Return the entity, or None."""
        return self._entities.get(uid)

    def grid(self, layer_uid: str) -> TileGrid:
        """Return a layer's pixels, to read; `Edit.grid` is the one to paint on."""
        return self._grids[layer_uid]

    def has_grid(self, layer_uid: str) -> bool:
        """Whether the layer's pixels are here."""
        return layer_uid in self._grids

    def load(
        self, entities: Mapping[str, Entity], grids: Mapping[str, TileGrid], *, scope: str
    ) -> None:
        """Take in what the library holds; no undo step, no signal."""
        for key in [key for key in self._latest if key[0] in grids]:
            del self._latest[key]
        self._entities.update(entities)
        self._grids.update(grids)
        self._scopes.update(dict.fromkeys(entities, scope))

    def unload(self, scope: str) -> None:
        """Let go of a scope: its entities, pixels and undo. The library keeps them."""
        for uid in [uid for uid, owner in self._scopes.items() if owner == scope]:
            del self._scopes[uid]
            self._entities.pop(uid, None)
            self._grids.pop(uid, None)
        self._histories.pop(scope, None)

    @contextmanager
    def edit(
        self, label: str, *, scope: str = "", merge: str = "", is_undoable: bool = True
    ) -> Iterator[Edit]:
        """Change the document: one undo step and one signal, or nothing at all.

        Edits of different scopes may be open at once (a stroke under the pen, an estimate that
        arrives); of one scope only one.

        Parameters
        ----------
        label : str
            What the person did, a message id ("Draw stroke").
        scope : str
            The undo stack it belongs to: the uid of a work or an entry, or ``""``.
        merge : str
            Steps one after the other with the same key (a drag, a stroke) become one.
        is_undoable : bool
            False for what the program adds by itself (an estimate): undo passes over it.

        Raises
        ------
        RuntimeError
            If an edit of this scope is open already.
        ValueError
            If an entity of another scope was changed; the document is as it was.
        """
        if scope in self._edits:
            raise RuntimeError(f"an edit of {scope!r} is open already")
        edit = self._edits[scope] = Edit(self)
        try:
            yield edit
            entities, tiles = edit._changes()
            if self.is_read_only:
                edit._restore()
            else:
                self._claim(entities, scope)
        except BaseException:
            edit._restore()
            raise
        finally:
            del self._edits[scope]
        changes = Changes(new_uid(), label, scope, merge, ChangeKind.EDIT, entities, tiles)
        if changes.is_empty:
            return
        if self.is_read_only:
            self.refused.emit()
        else:
            self._latest.update({change.key: change.after for change in tiles})
            if is_undoable:
                self._record(changes)
            self.committed.emit(changes)

    def can_undo(self, scope: str = "") -> bool:
        """Whether there is a step to take back."""
        return bool(self._histories.get(scope, _History()).done)

    def can_redo(self, scope: str = "") -> bool:
        """Whether there is a step to do again."""
        return bool(self._histories.get(scope, _History()).undone)

    def undo(self, scope: str = "") -> Changes | None:
        """Take the last step back; None when there is none or the scope is being edited."""
        history = self._histories.get(scope, _History())
        if not history.done or scope in self._edits:
            return None
        step = history.done.pop()
        history.undone.append(step)
        return self._replay(step, ChangeKind.UNDO)

    def redo(self, scope: str = "") -> Changes | None:
        """Do the last undone step again; None as for `undo`."""
        history = self._histories.get(scope, _History())
        if not history.undone or scope in self._edits:
            return None
        step = history.undone.pop()
        history.done.append(step)
        return self._replay(step, ChangeKind.REDO)

    def steps(self, scope: str = "") -> tuple[str, ...]:
        """Return the labels of the steps that can be undone, oldest first."""
        return tuple(step.label for step in self._histories.get(scope, _History()).done)

    def _current_tile(self, key: tuple[str, int, int]) -> Tile:
        # the last step's "after" is this step's "before": shared, not copied twice
        latest = self._latest.get(key)
        if latest is None:
            layer_uid, row, column = key
            latest = _frozen_copy(self._grids[layer_uid].tiles[row, column])
        return latest

    def _set(self, uid: str, entity: Entity | None) -> None:
        if entity is None:
            self._entities.pop(uid, None)
        else:
            self._entities[uid] = entity

    def _claim(self, entities: tuple[EntityChange, ...], scope: str) -> None:
        for change in entities:
            if self._scopes.get(change.uid, scope) != scope:
                raise ValueError(f"{change.uid} belongs to another scope than {scope!r}")
        self._scopes.update({change.uid: scope for change in entities})

    def _record(self, changes: Changes) -> None:
        history = self._histories.setdefault(changes.scope, _History())
        last = history.done[-1] if history.done else None
        if last and changes.merge and last.merge == changes.merge and not history.undone:
            changes = Changes(
                last.edit_uid,
                last.label,
                last.scope,
                last.merge,
                ChangeKind.EDIT,
                merged_entities(last.entities, changes.entities),
                merged_tiles(last.tiles, changes.tiles),
            )
            history.done.pop()
        history.undone.clear()
        if not changes.is_empty:
            history.done.append(changes)
        self._trim(history)

    def _trim(self, history: _History) -> None:
        held = sum(2 * change.after.nbytes for step in history.done for change in step.tiles)
        while held > self._undo_bytes and len(history.done) > 1:
            held -= sum(2 * change.after.nbytes for change in history.done.pop(0).tiles)

    def _replay(self, step: Changes, kind: ChangeKind) -> Changes:
        entities, tiles = step.entities, step.tiles
        if kind is ChangeKind.UNDO:
            entities = tuple(change.inverse() for change in reversed(entities))
            tiles = tuple(change.inverse() for change in tiles)
        for change in entities:
            self._set(change.uid, change.after)
        for tile in tiles:
            self._grids[tile.layer_uid].tiles[tile.row, tile.column] = tile.after
            self._latest[tile.key] = tile.after
        changes = Changes(new_uid(), step.label, step.scope, "", kind, entities, tiles)
        self.committed.emit(changes)
        return changes
