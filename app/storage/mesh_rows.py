"""Meshes as rows: the triangles once, the vertices in chunks that are rewritten when touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import sqlite_utils

from app.model.changes import NewMesh, VertexChange
from app.model.meshes import MESH_COLUMNS, Indices, Mesh, Values
from app.storage.codec import pack_faces, pack_points, unpack_faces, unpack_points
from app.storage.connection import Row
from app.storage.errors import damaged
from app.storage.rows import RowKind, RowWriter, read

CHUNK_VERTICES = 4096


class MeshRow(NamedTuple):
    """A mesh: its triangles, and how many vertices it has."""

    mesh_uid: str
    work_uid: str
    vertex_count: int
    faces: Indices


class ChunkRow(NamedTuple):
    """`CHUNK_VERTICES` vertices of a mesh; the last chunk has what is left."""

    mesh_uid: str
    chunk: int
    values: Values


def _mesh(row: Any) -> MeshRow:
    mesh_uid, work_uid, vertex_count, faces = row
    return MeshRow(mesh_uid, work_uid, int(vertex_count), unpack_faces(faces))


def _mesh_row(mesh: MeshRow) -> Row:
    return (mesh.mesh_uid, mesh.work_uid, mesh.vertex_count, pack_faces(mesh.faces))


MESHES = RowKind(
    "meshes",
    ("mesh_uid", "work_uid", "vertex_count", "faces"),
    _mesh_row,
    _mesh,
    key=("mesh_uid",),
)


def _chunk(row: Any) -> ChunkRow:
    mesh_uid, chunk, values = row
    return ChunkRow(mesh_uid, int(chunk), unpack_points(values, len(MESH_COLUMNS)))


CHUNKS = RowKind(
    "mesh_values",
    ("mesh_uid", "chunk", "vertices"),
    lambda chunk: (chunk.mesh_uid, chunk.chunk, pack_points(chunk.values)),
    _chunk,
    key=("mesh_uid", "chunk"),
)


class MeshWriter:
    """Writes meshes inside the transaction that is open; nothing here commits."""

    def __init__(self, database: sqlite_utils.Database, rows: RowWriter) -> None:
        self._database = database
        self._rows = rows

    def add(self, new: NewMesh, work_uid: str) -> None:
        """Write a mesh that came in."""
        values = new.mesh.values
        row = MeshRow(new.mesh_uid, work_uid, len(values), new.mesh.faces)
        self._rows.put(MESHES, row)
        for chunk, start in enumerate(range(0, len(values), CHUNK_VERTICES)):
            part = values[start : start + CHUNK_VERTICES]
            self._rows.put(CHUNKS, ChunkRow(new.mesh_uid, chunk, part))

    def change(self, change: VertexChange) -> None:
        """Write vertices that were touched, and with them their chunks.

        Raises
        ------
        KeyError
            If there is no such mesh.
        """
        chunks = change.indices // CHUNK_VERTICES
        for chunk in np.unique(chunks).tolist():
            where = "WHERE mesh_uid = ? AND chunk = ?"
            found = next(read(self._database, CHUNKS, where, (change.mesh_uid, chunk)), None)
            if found is None:
                raise KeyError(change.mesh_uid)
            is_here = chunks == chunk
            rows = change.indices[is_here] - chunk * CHUNK_VERTICES
            found.values[rows] = change.after[is_here]
            self._rows.put(CHUNKS, found)

    def erase(self, mesh_uid: str) -> None:
        """Take a mesh away."""
        self._rows.remove_all(CHUNKS, "mesh_uid", mesh_uid)
        self._rows.remove(MESHES, mesh_uid)

    def erase_of(self, work_uid: str) -> None:
        """Take away every mesh of a work, those that undo might have brought back too."""
        find = "SELECT mesh_uid FROM meshes WHERE work_uid = ?"
        for (mesh_uid,) in self._database.conn.execute(find, (work_uid,)).fetchall():
            self.erase(mesh_uid)


def read_meshes(database: sqlite_utils.Database, work_uid: str) -> dict[str, Mesh]:
    """Return the meshes that a work's clay has, by uid.

    Raises
    ------
    Damaged
        If one is not whole or not there.
    """
    find = "SELECT mesh_uid FROM clays WHERE work_uid = ?"
    wanted = {uid for (uid,) in database.conn.execute(find, (work_uid,))}
    where = f"WHERE mesh_uid IN ({find})"
    chunks: dict[str, list[ChunkRow]] = {}
    for chunk in read(database, CHUNKS, f"{where} ORDER BY mesh_uid, chunk", (work_uid,)):
        chunks.setdefault(chunk.mesh_uid, []).append(chunk)
    found = {
        row.mesh_uid: _whole(row, chunks.get(row.mesh_uid, []))
        for row in read(database, MESHES, where, (work_uid,))
    }
    if found.keys() != wanted:
        raise damaged()
    return found


def _whole(row: MeshRow, chunks: list[ChunkRow]) -> Mesh:
    if [one.chunk for one in chunks] != list(range(len(chunks))):
        raise damaged()
    parts = [one.values for one in chunks]
    values = np.concatenate(parts) if parts else np.empty((0, len(MESH_COLUMNS)), np.float32)
    if len(values) != row.vertex_count:
        raise damaged()
    try:
        return Mesh(values, row.faces)
    except ValueError as error:
        raise damaged() from error


def torn(database: sqlite_utils.Database) -> Iterator[str]:
    """Give the uids of the clays whose mesh is not whole."""
    statement = (
        "SELECT clays.uid, meshes.vertex_count, "
        "(SELECT count(*) FROM mesh_values WHERE mesh_values.mesh_uid = clays.mesh_uid) "
        "FROM clays LEFT JOIN meshes ON meshes.mesh_uid = clays.mesh_uid"
    )
    for uid, vertex_count, chunks in database.conn.execute(statement).fetchall():
        if vertex_count is None or chunks != -(-vertex_count // CHUNK_VERTICES):
            yield uid
