"""PLY (Turk 1994): text or binary, read leniently and written as little-endian binary.

Counts are held against the bytes that are there before memory is taken.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from app.formats.models import (
    Model,
    NotModelError,
    Part,
    check_size,
    checked,
    joined,
    linear_of,
    lines_of,
    srgb_of,
)
from app.formats.reasons import DOES_NOT_FIT, ENDS_EARLY, NOTHING_IN_IT, OTHER_KIND

_TYPES: Final = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1",
    "short": "i2", "int16": "i2", "ushort": "u2", "uint16": "u2",
    "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4",
    "float": "f4", "float32": "f4", "double": "f8", "float64": "f8",
}  # fmt: skip
_ORDERS: Final = {"binary_little_endian": "<", "binary_big_endian": ">", "ascii": ""}
_CODES: Final = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f"}
_MAX_HEADER: Final = 64 << 10
_MAX_TEXT: Final = 128 << 20
_CORNERS: Final = ("vertex_indices", "vertex_index")

Table = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class _Property:
    name: str
    kind: str
    count_kind: str = ""


@dataclass(frozen=True, slots=True)
class _Element:
    name: str
    count: int
    properties: tuple[_Property, ...]

    @property
    def smallest(self) -> int:
        """Return how many bytes a row has at least."""
        return sum(int((one.count_kind or one.kind)[1]) for one in self.properties)


def read_ply(content: bytes, name: str) -> Model:
    """Return the mesh in a PLY file.

    Raises
    ------
    NotModelError
        If it is none or is damaged.
    """
    order, elements, start = _header(content)
    reader: _Rows = _Text(content, start) if not order else _Binary(content, start, order)
    tables: dict[str, Table] = {}
    for element in elements:
        if element.name in ("vertex", "face"):
            check_size(
                element.count * (element.name == "vertex"), element.count * (element.name == "face")
            )
        tables[element.name] = reader.rows(element)
        if {"vertex", "face"} <= set(tables):
            break
    try:
        vertex = tables["vertex"]
        rows = np.column_stack([vertex[axis] for axis in "xyz"])
    except KeyError as error:
        raise NotModelError(NOTHING_IN_IT) from error
    face = tables.get("face", {})
    found = [face[corners] for corners in _CORNERS if corners in face and face[corners].ndim == 2]
    faces = found[0] if found else np.empty((0, 3), np.int64)
    with np.errstate(over="ignore", invalid="ignore"):
        positions, colours = rows.astype(np.float32), _colours(vertex)
    part = Part(name, *checked(positions, faces), colours=colours)
    return Model((part,))


def _header(content: bytes) -> tuple[str, list[_Element], int]:
    end = content.find(b"end_header", 0, _MAX_HEADER)
    line_end = content.find(b"\n", end)
    if not content.startswith(b"ply") or end < 0 or line_end < 0:
        raise NotModelError(OTHER_KIND)
    order, elements = None, []
    try:
        for line in content[:end].decode("ascii", "replace").splitlines()[1:]:
            words = line.split()
            if not words or words[0] in ("comment", "obj_info"):
                continue
            if words[0] == "format":
                order = _ORDERS[words[1]]
            elif words[0] == "element":
                elements.append(_Element(words[1], int(words[2]), ()))
            elif words[0] == "property":
                last = elements[-1]
                elements[-1] = _Element(
                    last.name, last.count, (*last.properties, _property(words[1:]))
                )
    except (KeyError, IndexError, ValueError) as error:
        raise NotModelError(OTHER_KIND) from error
    if order is None or any(element.count < 0 for element in elements):
        raise NotModelError(OTHER_KIND)
    return order, elements, line_end + 1


def _property(words: list[str]) -> _Property:
    if words[0] == "list":
        return _Property(words[3], _TYPES[words[2]], _TYPES[words[1]])
    return _Property(words[1], _TYPES[words[0]])


class _Rows:
    """Gives the rows of one element after the other."""

    def rows(self, element: _Element) -> Table:
        """Return the columns of an element; lists as triangles, shape (m, 3)."""
        raise NotImplementedError


class _Binary(_Rows):
    def __init__(self, content: bytes, start: int, order: str) -> None:
        self._content = content
        self._at = start
        self._order = order

    def rows(self, element: _Element) -> Table:
        if element.count * max(element.smallest, 1) > len(self._content) - self._at:
            raise NotModelError(ENDS_EARLY)
        lists = [one for one in element.properties if one.count_kind]
        if not lists:
            return self._plain(element)
        found = self._triangles(element) if len(lists) == 1 else None
        return self._loop(element) if found is None else found

    def _plain(self, element: _Element) -> Table:
        layout = np.dtype(
            [(str(n), self._order + p.kind) for n, p in enumerate(element.properties)]
        )
        if not layout.itemsize:
            return {}
        found = np.frombuffer(self._content, layout, element.count, self._at)
        self._at += found.nbytes
        return {one.name: found[str(n)] for n, one in enumerate(element.properties)}

    def _triangles(self, element: _Element) -> Table | None:
        """Read rows at once where every list has three numbers, None where not."""
        fields: list[Any] = []
        for number, one in enumerate(element.properties):
            if one.count_kind:
                fields.append((f"count {number}", self._order + one.count_kind))
            shape = (3,) if one.count_kind else ()
            fields.append((str(number), self._order + one.kind, shape))
        layout = np.dtype(fields)
        if layout.itemsize * element.count > len(self._content) - self._at:
            return None
        found = np.frombuffer(self._content, layout, element.count, self._at)
        for number, one in enumerate(element.properties):
            if one.count_kind and (found[f"count {number}"] != 3).any():
                return None
        self._at += found.nbytes
        return {one.name: found[str(number)] for number, one in enumerate(element.properties)}

    def _loop(self, element: _Element) -> Table:
        found = {one.name: array("q") for one in element.properties if one.count_kind}
        for _ in range(element.count):
            for one in element.properties:
                if not one.count_kind:
                    self._at += int(one.kind[1])
                    continue
                (count,) = self._take(one.count_kind, 1)
                corners = self._take(one.kind, int(count))
                _add_polygon(found[one.name], corners)
        return {name: np.frombuffer(rows, np.int64).reshape(-1, 3) for name, rows in found.items()}

    def _take(self, kind: str, count: int) -> tuple[Any, ...]:
        size = int(kind[1]) * count
        if not 0 <= size <= len(self._content) - self._at or kind not in _CODES:
            raise NotModelError(ENDS_EARLY)
        found = struct.unpack_from(f"{self._order}{count}{_CODES[kind]}", self._content, self._at)
        self._at += size
        return found


class _Text(_Rows):
    def __init__(self, content: bytes, start: int) -> None:
        if len(content) > _MAX_TEXT:
            raise NotModelError(DOES_NOT_FIT)
        self._lines = lines_of(content[start:])
        self._left = len(content) - start

    def rows(self, element: _Element) -> Table:
        if element.count * 2 > self._left + 1:
            raise NotModelError(ENDS_EARLY)
        numbers = [array("d") for _ in element.properties]
        try:
            for _ in range(element.count):
                self._row(element, numbers)
        except (ValueError, IndexError, StopIteration, OverflowError) as error:
            raise NotModelError(ENDS_EARLY) from error
        return {
            one.name: self._column(one, column)
            for one, column in zip(element.properties, numbers, strict=True)
        }

    @staticmethod
    def _column(one: _Property, column: array[float]) -> npt.NDArray[Any]:
        found = np.frombuffer(column, np.float64)
        with np.errstate(invalid="ignore"):
            if one.count_kind:
                return found.astype(np.int64).reshape(-1, 3)
            return found.astype(one.kind) if one.kind[0] != "f" else found

    def _row(self, element: _Element, numbers: list[array[float]]) -> None:
        words = iter(next(self._lines).split())
        for one, column in zip(element.properties, numbers, strict=True):
            if not one.count_kind:
                column.append(float(next(words)))
                continue
            corners = tuple(int(next(words)) for _ in range(int(next(words))))
            _add_polygon(column, corners)


def _add_polygon(rows: array[Any], corners: tuple[Any, ...]) -> None:
    check_size(0, len(rows) // 3 + len(corners))
    for place in range(1, len(corners) - 1):
        rows.extend((int(corners[0]), int(corners[place]), int(corners[place + 1])))


def _colours(vertex: Table) -> npt.NDArray[np.float32] | None:
    names = ("red", "green", "blue")
    if not set(names) <= set(vertex):
        return None
    columns = [vertex[name] for name in names]
    columns.append(vertex.get("alpha", np.full(len(columns[0]), 255, np.uint8)))
    parts = [column / 255 if column.dtype.kind in "ui" else column for column in columns]
    return linear_of(np.nan_to_num(np.column_stack(parts).astype(np.float64)))


def ply_bytes(model: Model) -> bytes:
    """Return a model as one binary PLY mesh with sRGB colours."""
    positions, faces, colours = joined(model)
    layout = [("place", "<f4", 3), ("colour", "u1", 4)]
    rows = np.empty(len(positions), layout)
    rows["place"], rows["colour"] = positions, srgb_of(colours)
    triangles = np.empty(len(faces), [("count", "u1"), ("corners", "<i4", 3)])
    triangles["count"], triangles["corners"] = 3, faces
    header = [
        "ply", "format binary_little_endian 1.0", "comment Innerscape, metres",
        f"element vertex {len(rows)}",
        *(f"property float {axis}" for axis in "xyz"),
        *(f"property uchar {name}" for name in ("red", "green", "blue", "alpha")),
        f"element face {len(triangles)}", "property list uchar int vertex_indices",
        "end_header", "",
    ]  # fmt: skip
    return "\n".join(header).encode("ascii") + rows.tobytes() + triangles.tobytes()
