"""The working caches of all clay that is open, kept true to the document."""

from __future__ import annotations

from app.geometry.clay.shape import ClayShape
from app.model.changes import Changes
from app.model.document import Document


class ClayShapes:
    """Gives the `ClayShape` of a mesh, made when first asked for.

    It follows the document: what undo, redo or any edit writes is refreshed. Close it when the
    page is closed.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._shapes: dict[str, ClayShape] = {}
        document.committed.connect(self._follow)

    def __getitem__(self, mesh_uid: str) -> ClayShape:
        """Return a mesh's shape.

        Raises
        ------
        KeyError
            If the document has no such mesh.
        """
        mesh = self._document.mesh(mesh_uid)
        shape = self._shapes.get(mesh_uid)
        if shape is None or shape.mesh is not mesh:
            shape = self._shapes[mesh_uid] = ClayShape(mesh)
        return shape

    def forget(self, mesh_uid: str) -> None:
        """Let go of a shape, as of clay that is not shown any more."""
        self._shapes.pop(mesh_uid, None)

    def close(self) -> None:
        """Let go of all of them and of the document."""
        self._document.committed.disconnect(self._follow)
        self._shapes.clear()

    def _follow(self, changes: Changes) -> None:
        for change in changes.vertices:
            shape = self._shapes.get(change.mesh_uid)
            if shape is not None:
                shape.refresh(change.indices)
