"""What a page in space holds, for comparing: the document's, and a mirror's of two dictionaries."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Entity
from app.model.meshes import Mesh
from app.model.space import Clay

Snapshot = tuple[dict[str, Entity], dict[str, tuple[bytes, bytes]]]


class Mirror(Protocol):
    """Whatever is told of every change and can say what it holds."""

    def apply(self, changes: Changes) -> None:
        """Take in one committed step."""

    def snapshot(self) -> Snapshot:
        """Return the entities, and the bytes of every mesh that some clay has."""


class PlainMirror:
    """A mirror of two dictionaries."""

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}
        self._meshes: dict[str, Mesh] = {}

    def apply(self, changes: Changes) -> None:
        for change in changes.entities:
            assert self._entities.get(change.uid) == change.before
            if change.after is None:
                del self._entities[change.uid]
            else:
                self._entities[change.uid] = change.after
        for new in changes.meshes:
            assert not new.mesh.values.flags.writeable
            self._meshes[new.mesh_uid] = Mesh(new.mesh.values.copy(), new.mesh.faces)
        for vertices in changes.vertices:
            values = self._meshes[vertices.mesh_uid].values
            assert np.array_equal(values[vertices.indices], vertices.before)
            values[vertices.indices] = vertices.after

    def snapshot(self) -> Snapshot:
        return snapshot_of(self._entities, self._meshes)


def snapshot_of(entities: dict[str, Entity], meshes: dict[str, Mesh]) -> Snapshot:
    """Return what was told, as something that compares."""
    shown = [one.mesh_uid for one in entities.values() if isinstance(one, Clay)]
    return dict(entities), {
        uid: (meshes[uid].values.tobytes(), meshes[uid].faces.tobytes()) for uid in shown
    }


def snapshot(document: Document) -> Snapshot:
    """Return what a document holds, as a mirror says it."""
    return snapshot_of(dict(document.entities), document._contents.meshes)
