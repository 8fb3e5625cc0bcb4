"""Binary glTF 2.0 read as a model: meshes where their nodes put them.

No address and no other file is ever followed; every count is held against the bytes that are
there, and nodes are walked without recursion.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from app.formats.models import (
    F32,
    NO_TEXTURES,
    NOT_TRIANGLES,
    Model,
    NotModelError,
    OutsideError,
    Part,
    check_size,
    checked,
)
from app.formats.reasons import DOES_NOT_FIT, ENDS_EARLY, NEEDS_MORE, NOTHING_IN_IT, OTHER_KIND
from app.model.words import Sentence

_TYPES: Final = {5120: "i1", 5121: "u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_WIDTHS: Final = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}
_HEADER: Final = struct.Struct("<4sII")
_CHUNK: Final = struct.Struct("<I4s")
_MAX_JSON: Final = 16 << 20
_MAX_NODES: Final = 200_000
_UNDERSTOOD: Final = frozenset(
    {"KHR_materials_unlit", "KHR_mesh_quantization", "KHR_texture_transform"}
)
_TRIANGLES, _STRIP, _FAN = 4, 5, 6

Matrix = npt.NDArray[np.float64]


def is_glb(content: bytes) -> bool:
    """Whether this begins as binary glTF does."""
    return content.startswith(b"glTF")


def read_glb(content: bytes, name: str) -> Model:
    """Return the meshes in a binary glTF file.

    Raises
    ------
    NotModelError
        If it is none, is damaged, or needs what is not understood.
    OutsideError
        If its vertices stand in another file.
    """
    table, binary = _chunks(content)
    required = set(_rows(table, "extensionsRequired", str))
    unknown = {one for one in required - _UNDERSTOOD if not one.startswith("KHR_materials_")}
    if unknown:
        raise NotModelError(Sentence(NEEDS_MORE.message, {"what": min(unknown)}))
    try:
        reader = _Reader(table, binary)
        parts = tuple(reader.parts(name))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        if isinstance(error, NotModelError):
            raise
        raise NotModelError(DOES_NOT_FIT) from error
    if not parts:
        raise NotModelError(NOTHING_IN_IT)
    return Model(parts, tuple(reader.left_out))


def _chunks(content: bytes) -> tuple[dict[str, Any], bytes]:
    if len(content) < _HEADER.size + _CHUNK.size:
        raise NotModelError(OTHER_KIND)
    magic, version, length = _HEADER.unpack_from(content)
    if magic != b"glTF" or version != 2 or length > len(content):
        raise NotModelError(OTHER_KIND)
    found: dict[bytes, bytes] = {}
    at = _HEADER.size
    while at + _CHUNK.size <= length:
        size, kind = _CHUNK.unpack_from(content, at)
        at += _CHUNK.size
        if size > length - at:
            raise NotModelError(ENDS_EARLY)
        found.setdefault(kind, content[at : at + size])
        at += size
    text = found.get(b"JSON", b"")
    if len(text) > _MAX_JSON:
        raise NotModelError(DOES_NOT_FIT)
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotModelError(DOES_NOT_FIT) from error
    if not isinstance(table, dict):
        raise NotModelError(DOES_NOT_FIT)
    return table, found.get(b"BIN\0", b"")


def _rows(table: Mapping[str, Any], name: str, kind: type = dict) -> list[Any]:
    rows = table.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, kind) for row in rows):
        raise NotModelError(DOES_NOT_FIT)
    return rows


class _Reader:
    def __init__(self, table: Mapping[str, Any], binary: bytes) -> None:
        self._binary = binary
        self._buffers = _rows(table, "buffers")
        self._views = _rows(table, "bufferViews")
        self._accessors = _rows(table, "accessors")
        self._meshes = _rows(table, "meshes")
        self._materials = _rows(table, "materials")
        self._nodes = _rows(table, "nodes")
        self._scenes = _rows(table, "scenes")
        self._scene = table.get("scene", 0)
        self._vertices = self._triangles = 0
        self.left_out: list[Sentence] = []
        if _rows(table, "images"):
            self.left_out.append(NO_TEXTURES)

    def parts(self, name: str) -> Iterator[Part]:
        """Give every mesh where a node has it."""
        for node, place, group in self._placed():
            mesh = self._meshes[_index(node["mesh"])]
            called = str(node.get("name") or mesh.get("name") or name)[:200]
            for primitive in _rows(mesh, "primitives"):
                part = self._part(primitive, place, called, group)
                if part is not None:
                    yield part

    def _placed(self) -> Iterator[tuple[dict[str, Any], Matrix, str]]:
        if self._scenes:
            roots = list(self._scenes[_index(self._scene)].get("nodes", []))
        else:
            below = {child for node in self._nodes for child in node.get("children", [])}
            roots = [number for number in range(len(self._nodes)) if number not in below]
        waiting = [(_index(number), np.eye(4), "") for number in reversed(roots)]
        seen: set[int] = set()
        while waiting:
            number, above, group = waiting.pop()
            # glTF's nodes are trees; one that is met twice could stand for millions
            if number in seen or len(seen) > _MAX_NODES:
                raise NotModelError(DOES_NOT_FIT)
            seen.add(number)
            node = self._nodes[number]
            place = above @ _place(node)
            if "mesh" in node:
                yield node, place, group
            inner = str(node.get("name", ""))[:200] or group
            children = node.get("children", [])
            waiting += [(_index(child), place, inner) for child in reversed(children)]

    def _part(
        self, primitive: Mapping[str, Any], place: Matrix, name: str, group: str
    ) -> Part | None:
        mode = primitive.get("mode", _TRIANGLES)
        if mode not in (_TRIANGLES, _STRIP, _FAN):
            self._leave_out(NOT_TRIANGLES)
            return None
        attributes = primitive["attributes"]
        rows = self._accessor(attributes["POSITION"], 3)
        if "indices" in primitive:
            corners = self._accessor(primitive["indices"], 1).ravel()
        else:
            corners = np.arange(len(rows))
        faces = _faces(corners.astype(np.int64), mode)
        self._vertices += len(rows)
        self._triangles += len(faces)
        check_size(self._vertices, self._triangles)
        with np.errstate(all="ignore"):
            moved = rows.astype(np.float64) @ place[:3, :3].T + place[:3, 3]
            if np.linalg.det(place[:3, :3]) < 0:
                faces = faces[:, ::-1]
            positions, triangles = checked(moved.astype(np.float32), faces)
        colours = self._colours(primitive, attributes, len(rows))
        return Part(name, positions, triangles, colours=colours, group=group)

    def _colours(
        self, primitive: Mapping[str, Any], attributes: Mapping[str, Any], count: int
    ) -> F32 | None:
        factor = np.ones(4)
        if "material" in primitive:
            surface = self._materials[_index(primitive["material"])].get("pbrMetallicRoughness", {})
            factor = np.array(surface.get("baseColorFactor", factor), np.float64)
        if "COLOR_0" not in attributes:
            if factor.shape != (4,) or (factor == 1).all():
                return None
            return np.tile(np.clip(np.nan_to_num(factor), 0, 1).astype(np.float32), (count, 1))
        found = self._accessor(attributes["COLOR_0"], 0)
        if len(found) != count:
            raise NotModelError(DOES_NOT_FIT)
        rgba = np.ones((count, 4))
        rgba[:, : found.shape[1]] = found
        return np.clip(np.nan_to_num(rgba * factor), 0, 1).astype(np.float32)

    def _accessor(self, number: object, width: int) -> npt.NDArray[Any]:
        """Return the rows of an accessor, shape (n, width); any width where that is 0."""
        accessor = self._accessors[_index(number)]
        if "sparse" in accessor or "bufferView" not in accessor:
            raise NotModelError(DOES_NOT_FIT)
        view = self._views[_index(accessor["bufferView"])]
        buffer = self._buffers[_index(view.get("buffer", 0))]
        if "uri" in buffer or _index(view.get("buffer", 0)) != 0:
            raise OutsideError(DOES_NOT_FIT)
        found = _WIDTHS[accessor["type"]]
        kind = np.dtype(_TYPES[accessor["componentType"]])
        if width and found != width:
            raise NotModelError(DOES_NOT_FIT)
        count, start = _index(accessor["count"]), _index(accessor.get("byteOffset", 0))
        stride = _index(view.get("byteStride", 0)) or found * kind.itemsize
        begin, size = _index(view.get("byteOffset", 0)), _index(view["byteLength"])
        last = start + (count - 1) * stride + found * kind.itemsize
        if count < 1 or last > size or begin + size > len(self._binary):
            raise NotModelError(ENDS_EARLY)
        check_size(count // 3, 0)
        rows = np.ndarray(
            (count, found), kind, self._binary, begin + start, (stride, kind.itemsize)
        )
        if accessor.get("normalized") and kind.kind in "iu":
            return np.maximum(rows / np.iinfo(kind).max, -1.0)
        return rows

    def _leave_out(self, sentence: Sentence) -> None:
        if sentence not in self.left_out:
            self.left_out.append(sentence)


def _index(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 40:
        raise NotModelError(DOES_NOT_FIT)
    return value


def _faces(corners: npt.NDArray[np.int64], mode: int) -> npt.NDArray[np.int64]:
    if mode == _TRIANGLES:
        return corners[: len(corners) // 3 * 3].reshape(-1, 3)
    if len(corners) < 3:
        return np.empty((0, 3), np.int64)
    if mode == _FAN:
        first = np.full(len(corners) - 2, corners[0])
        return np.column_stack((first, corners[1:-1], corners[2:]))
    strip = np.column_stack((corners[:-2], corners[1:-1], corners[2:]))
    strip[1::2] = strip[1::2, [1, 0, 2]]
    return strip


def _place(node: Mapping[str, Any]) -> Matrix:
    if "matrix" in node:
        return np.array(node["matrix"], np.float64).reshape(4, 4).T
    place = np.eye(4)
    x, y, z, w = np.array(node.get("rotation", (0, 0, 0, 1)), np.float64)
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    place[:3, :3] = turn * np.array(node.get("scale", (1, 1, 1)), np.float64).reshape(3)
    place[:3, 3] = np.array(node.get("translation", (0, 0, 0)), np.float64).reshape(3)
    return place
