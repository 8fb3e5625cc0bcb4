"""The document: what is open, the one door to change it, and undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from psygnal import Signal

from app.model.changes import (
    ChangeKind,
    Changes,
    EntityChange,
    merged_entities,
    merged_tiles,
    merged_vertices,
)
from app.model.edit import Contents, Edit
from app.model.entities import Entity, Stroke, new_uid
from app.model.meshes import Mesh
from app.model.space import SpaceStroke
from app.model.tiles import TileGrid

UNDO_BYTES = 384 << 20

E = TypeVar("E")


def _held_bytes(changes: Changes) -> int:
    tiles = sum(2 * change.after.nbytes for change in changes.tiles)
    points = sum(_points_bytes(change) for change in changes.entities)
    return tiles + points + sum(change.nbytes for change in changes.vertices)


def _points_bytes(change: EntityChange) -> int:
    # a drag of a thousand strokes makes a thousand new arrays of points
    strokes = (change.before, change.after)
    return sum(one.points.nbytes for one in strokes if isinstance(one, Stroke | SpaceStroke))


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that can be taken back, and how many bytes it holds."""

    changes: Changes
    held: int


@dataclass(slots=True)
class _History:
    """The steps of one scope."""

    done: list[_Step] = field(default_factory=list)
    undone: list[_Step] = field(default_factory=list)


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
        self._contents = Contents()
        self._mesh_scopes: dict[str, str] = {}
        self._scopes: dict[str, str] = {}
        self._histories: dict[str, _History] = {}
        self._edits: dict[str, Edit] = {}
        self._undo_bytes = undo_bytes

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Return all entities by uid, to read."""
        return MappingProxyType(self._contents.entities)

    def is_editing(self, scope: str = "") -> bool:
        """Whether an edit of this scope is open."""
        return scope in self._edits

    def find(self, uid: str) -> Entity | None:
        """Return the entity, or None."""
        return self._contents.entities.get(uid)

    def get(self, uid: str, kind: type[E]) -> E:
        """Return the entity of this kind.

        Raises
        ------
        KeyError
            If there is none.
        """
        found = self._contents.entities.get(uid)
        if not isinstance(found, kind):
            raise KeyError(uid)
        return found

    def grid(self, layer_uid: str) -> TileGrid:
        """Return a layer's pixels, to read; `Edit.grid` is the one to paint on."""
        return self._contents.grids[layer_uid]

    def has_grid(self, layer_uid: str) -> bool:
        """Whether the layer's pixels are here."""
        return layer_uid in self._contents.grids

    def mesh(self, mesh_uid: str) -> Mesh:
        """Return a mesh, to read; `Edit.vertices` is the one to work on."""
        return self._contents.meshes[mesh_uid]

    def has_mesh(self, mesh_uid: str) -> bool:
        """Whether the mesh is here."""
        return mesh_uid in self._contents.meshes

    def load(
        self,
        entities: Mapping[str, Entity],
        grids: Mapping[str, TileGrid],
        *,
        scope: str,
        meshes: Mapping[str, Mesh] = MappingProxyType({}),
    ) -> None:
        """Take in what the library holds; no undo step, no signal."""
        self._contents.meshes.update(meshes)
        self._mesh_scopes.update(dict.fromkeys(meshes, scope))
        for key in [key for key in self._contents.latest if key[0] in grids]:
            del self._contents.latest[key]
        self._contents.entities.update(entities)
        self._contents.grids.update(grids)
        self._scopes.update(dict.fromkeys(entities, scope))

    def unload(self, scope: str) -> None:
        """Let go of a scope: its entities, pixels and undo. The library keeps them."""
        for uid in [uid for uid, owner in self._scopes.items() if owner == scope]:
            del self._scopes[uid]
            self._contents.entities.pop(uid, None)
            self._contents.grids.pop(uid, None)
        for uid in [uid for uid, owner in self._mesh_scopes.items() if owner == scope]:
            del self._mesh_scopes[uid]
            self._contents.meshes.pop(uid, None)
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
        edit = self._edits[scope] = Edit(self._contents)
        try:
            yield edit
            changed = edit.changes()
            if self.is_read_only:
                edit.restore()
            else:
                self._claim(changed.entities, scope)
                self._mesh_scopes.update(dict.fromkeys(edit.new_meshes, scope))
        except BaseException:
            edit.restore()
            raise
        finally:
            del self._edits[scope]
        changes = Changes(new_uid(), label, scope, merge, ChangeKind.EDIT, *changed)
        if changes.is_empty:
            return
        if self.is_read_only:
            self.refused.emit()
        else:
            self._contents.latest.update({change.key: change.after for change in changes.tiles})
            if is_undoable:
                # undo takes a mesh's owner away, not the mesh
                self._record(replace(changes, meshes=()))
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
        return self._replay(step.changes, ChangeKind.UNDO)

    def redo(self, scope: str = "") -> Changes | None:
        """Do the last undone step again; None as for `undo`."""
        history = self._histories.get(scope, _History())
        if not history.undone or scope in self._edits:
            return None
        step = history.undone.pop()
        history.done.append(step)
        return self._replay(step.changes, ChangeKind.REDO)

    def steps(self, scope: str = "") -> tuple[str, ...]:
        """Return the labels of the steps that can be undone, oldest first."""
        return tuple(step.changes.label for step in self._histories.get(scope, _History()).done)

    def _claim(self, entities: tuple[EntityChange, ...], scope: str) -> None:
        for change in entities:
            if self._scopes.get(change.uid, scope) != scope:
                raise ValueError(f"{change.uid} belongs to another scope than {scope!r}")
        self._scopes.update({change.uid: scope for change in entities})

    def _record(self, changes: Changes) -> None:
        if changes.is_empty:
            return
        history = self._histories.setdefault(changes.scope, _History())
        last = history.done[-1].changes if history.done else None
        if last and changes.merge and last.merge == changes.merge and not history.undone:
            changes = Changes(
                last.edit_uid,
                last.label,
                last.scope,
                last.merge,
                ChangeKind.EDIT,
                merged_entities(last.entities, changes.entities),
                merged_tiles(last.tiles, changes.tiles),
                merged_vertices(last.vertices, changes.vertices),
            )
            history.done.pop()
        history.undone.clear()
        if not changes.is_empty:
            history.done.append(_Step(changes, _held_bytes(changes)))
        self._trim(history)

    def _trim(self, history: _History) -> None:
        held = sum(step.held for step in history.done)
        while held > self._undo_bytes and len(history.done) > 1:
            held -= history.done.pop(0).held

    def _replay(self, step: Changes, kind: ChangeKind) -> Changes:
        entities, tiles, vertices = step.entities, step.tiles, step.vertices
        if kind is ChangeKind.UNDO:
            entities = tuple(change.inverse() for change in reversed(entities))
            tiles = tuple(change.inverse() for change in tiles)
            vertices = tuple(change.inverse() for change in vertices)
        for change in entities:
            self._contents.set(change.uid, change.after)
        for tile in tiles:
            self._contents.grids[tile.layer_uid].tiles[tile.row, tile.column] = tile.after
            self._contents.latest[tile.key] = tile.after
        for vertex in vertices:
            self._contents.meshes[vertex.mesh_uid].values[vertex.indices] = vertex.after
        changes = Changes(new_uid(), step.label, step.scope, "", kind, entities, tiles, vertices)
        self.committed.emit(changes)
        return changes
