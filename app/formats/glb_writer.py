"""Models written as binary glTF 2.0 (Khronos, "glTF 2.0 Specification")."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from app.formats.models import Model, Part, with_normals
from app.model.space_brush import Material

_FLOAT: Final = 5126
_U32: Final = 5125
_U16: Final = 5123
_VERTICES: Final = 34962
_INDICES: Final = 34963
_UNLIT: Final = "KHR_materials_unlit"
_SHINES: Final = frozenset({Material.SELF_LIT, Material.GLOW, Material.SPARKLE, Material.TOON})
_BLENDS: Final = frozenset({Material.GLOW, Material.SOFT, Material.SPARKLE})
_ROUGH: Final = {Material.GLOSSY: 0.25, Material.BRISTLE: 0.55, Material.VELVET: 1.0}
_ALMOST: Final = 0.999


def glb_bytes(model: Model) -> bytes:
    """Return a model as `.glb`: a node a part under a node a group, colours at the vertices."""
    parts = [part for part in model.parts if len(part.faces)]
    writer = _Writer()
    for part in parts:
        writer.add(part)
    return _chunks(writer.table(parts), writer.binary())


class _Writer:
    """Collects all positions, normals, colours and indices, each kind together."""

    def __init__(self) -> None:
        self._pieces: list[list[npt.NDArray[np.generic]]] = [[], [], [], []]
        self._sizes = [0, 0, 0, 0]
        self._accessors: list[dict[str, Any]] = []
        self._meshes: list[dict[str, Any]] = []
        self._materials: dict[tuple[Material, bool], int] = {}

    def add(self, part: Part) -> None:
        positions = np.ascontiguousarray(part.positions, "<f4")
        attributes = {"POSITION": self._vector(0, positions, has_bounds=True)}
        attributes["NORMAL"] = self._vector(1, with_normals(part).astype("<f4"))
        is_blended = part.material in _BLENDS
        if part.colours is not None:
            is_blended |= bool((part.colours[:, 3] < _ALMOST).any())
            levels = np.rint(np.clip(part.colours, 0, 1) * 65535).astype("<u2")
            count = {"componentType": _U16, "type": "VEC4", "normalized": True}
            attributes["COLOR_0"] = self._accessor(2, levels, count)
        indices = self._accessor(
            3, part.faces.astype("<u4").reshape(-1), {"componentType": _U32, "type": "SCALAR"}
        )
        key = (part.material, is_blended)
        material = self._materials.setdefault(key, len(self._materials))
        primitive = {"attributes": attributes, "indices": indices, "material": material}
        self._meshes.append({"name": part.name, "primitives": [primitive]})

    def _vector(self, view: int, rows: npt.NDArray[np.generic], *, has_bounds: bool = False) -> int:
        shape: dict[str, Any] = {"componentType": _FLOAT, "type": "VEC3"}
        if has_bounds:
            shape |= {"min": rows.min(axis=0).tolist(), "max": rows.max(axis=0).tolist()}
        return self._accessor(view, rows, shape)

    def _accessor(self, view: int, rows: npt.NDArray[np.generic], shape: dict[str, Any]) -> int:
        place = {"bufferView": view, "byteOffset": self._sizes[view], "count": len(rows)}
        self._accessors.append(place | shape)
        self._pieces[view].append(rows)
        self._sizes[view] += rows.nbytes
        return len(self._accessors) - 1

    def binary(self) -> bytes:
        """Return positions, normals, colours, indices; each begins at a multiple of four."""
        return b"".join(piece.tobytes() for view in self._pieces for piece in view)

    def table(self, parts: Sequence[Part]) -> dict[str, Any]:
        """Return the JSON of the file."""
        asset = {"version": "2.0", "generator": "Innerscape"}
        scene: dict[str, Any] = {"name": "Innerscape"}
        table: dict[str, Any] = {"asset": asset, "scene": 0, "scenes": [scene]}
        if not parts:
            return table
        nodes, roots = _nodes(parts)
        scene["nodes"] = roots
        table |= {"nodes": nodes, "meshes": self._meshes, "accessors": self._accessors}
        table["materials"] = [_material(*key) for key in self._materials]
        if any(material in _SHINES for material, _ in self._materials):
            table["extensionsUsed"] = [_UNLIT]
        return table | self._views()

    def _views(self) -> dict[str, Any]:
        views = []
        start = 0
        for size, stride in zip(self._sizes, (12, 12, 8, 0), strict=True):
            view = {"buffer": 0, "byteOffset": start, "byteLength": size}
            view["target"] = _VERTICES if stride else _INDICES
            views.append(view | ({"byteStride": stride} if stride else {}))
            start += size
        kept = [number for number, size in enumerate(self._sizes) if size]
        if len(kept) < len(views):
            # a view of no bytes is an error
            for accessor in self._accessors:
                accessor["bufferView"] = kept.index(accessor["bufferView"])
            views = [views[number] for number in kept]
        return {"bufferViews": views, "buffers": [{"byteLength": start}]}


def _nodes(parts: Sequence[Part]) -> tuple[list[dict[str, Any]], list[int]]:
    nodes: list[dict[str, Any]] = [
        {"name": part.name, "mesh": number} for number, part in enumerate(parts)
    ]
    groups: dict[str, list[int]] = {}
    for number, part in enumerate(parts):
        groups.setdefault(part.group, []).append(number)
    roots = groups.pop("", [])
    for name, children in groups.items():
        roots.append(len(nodes))
        nodes.append({"name": name, "children": children})
    return nodes, roots


def _material(material: Material, is_blended: bool) -> dict[str, Any]:
    surface = {"metallicFactor": 0.0, "roughnessFactor": _ROUGH.get(material, 0.9)}
    found: dict[str, Any] = {
        "name": material.value,
        "doubleSided": True,
        "pbrMetallicRoughness": surface,
    }
    if is_blended:
        found["alphaMode"] = "BLEND"
    if material in _SHINES:
        found["extensions"] = {_UNLIT: {}}
    return found


def _chunks(table: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(table, separators=(",", ":"), ensure_ascii=True).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    out = struct.pack("<I4s", len(text), b"JSON") + text
    if binary:
        out += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(out)) + out
