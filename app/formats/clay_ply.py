"""Clay as PLY: other programs open it, and it comes back to the last bit.

Beside the usual 8-bit colours stand the linear ones and the mask as floats; readers that do not
know them pass over them (PLY, Turk 1994).
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import numpy.typing as npt

from app.model.meshes import MESH_COLUMNS, Mesh

_EXACT: Final = ("linear_red", "linear_green", "linear_blue", "mask")
_VERTEX: Final = np.dtype(
    [(name, "<f4") for name in ("x", "y", "z")]
    + [(name, "u1") for name in ("red", "green", "blue")]
    + [(name, "<f4") for name in _EXACT]
)
_FACE: Final = np.dtype([("count", "u1"), ("corners", "<u4", (3,))])
_HEADER: Final = (
    "ply\nformat binary_little_endian 1.0\ncomment Innerscape clay, metres\n"
    "element vertex {vertices}\n"
    + "".join(f"property float {name}\n" for name in "xyz")
    + "".join(f"property uchar {name}\n" for name in ("red", "green", "blue"))
    + "".join(f"property float {name}\n" for name in _EXACT)
    + "element face {faces}\nproperty list uchar uint vertex_indices\nend_header\n"
)
_COUNTS: Final = re.compile(rb"element vertex (\d{1,9})\n(?:.*\n)*?element face (\d{1,9})\n")
_LONGEST_HEADER: Final = 1024


def clay_ply(mesh: Mesh) -> bytes:
    """Return a mesh as binary PLY."""
    vertices = np.empty(len(mesh.values), _VERTEX)
    for column, name in enumerate(("x", "y", "z")):
        vertices[name] = mesh.values[:, column]
    for column, name in enumerate(("red", "green", "blue"), 3):
        vertices[name] = _srgb(mesh.values[:, column])
    for column, name in enumerate(_EXACT, 3):
        vertices[name] = mesh.values[:, column]
    faces = np.empty(len(mesh.faces), _FACE)
    faces["count"], faces["corners"] = 3, mesh.faces
    header = _HEADER.format(vertices=len(vertices), faces=len(faces))
    return header.encode("ascii") + vertices.tobytes() + faces.tobytes()


def from_clay_ply(content: bytes) -> Mesh:
    """Return the mesh.

    Raises
    ------
    ValueError
        If it is not what `clay_ply` writes.
    """
    counts = _COUNTS.search(content[:_LONGEST_HEADER])
    if counts is None:
        raise ValueError("no header")
    vertex_count, face_count = int(counts[1]), int(counts[2])
    header = _HEADER.format(vertices=vertex_count, faces=face_count).encode("ascii")
    middle = len(header) + vertex_count * _VERTEX.itemsize
    if not content.startswith(header) or len(content) != middle + face_count * _FACE.itemsize:
        raise ValueError("another layout")
    vertices = np.frombuffer(content, _VERTEX, vertex_count, len(header))
    faces = np.frombuffer(content, _FACE, face_count, middle)
    if (faces["count"] != 3).any():
        raise ValueError("a face with other than three corners")
    values = np.empty((vertex_count, len(MESH_COLUMNS)), np.float32)
    for column, name in enumerate(("x", "y", "z", *_EXACT)):
        values[:, column] = vertices[name]
    return Mesh(values, faces["corners"].astype(np.uint32))


def _srgb(linear: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Return colours as 8-bit sRGB (IEC 61966-2-1)."""
    value = np.clip(np.nan_to_num(linear.astype(np.float64)), 0, 1)
    curved = np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)
    return np.round(curved * 255).astype(np.uint8)
