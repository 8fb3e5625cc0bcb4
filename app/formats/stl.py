"""STL: triangles and nothing else; by custom in millimetres."""

from __future__ import annotations

from array import array
from typing import Final

import numpy as np

from app.formats.models import Model, NotModelError, Part, check_size, checked, joined, lines_of
from app.formats.reasons import ENDS_EARLY, NO_NUMBERS

_HEADER: Final = b"Innerscape, millimetres".ljust(80, b" ")
_ROW: Final = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("more", "<u2")])
_START: Final = 84
_MM: Final = 1000.0


def is_stl(content: bytes) -> bool:
    """Whether this is STL, binary or text."""
    if len(content) >= _START:
        count = int.from_bytes(content[80:84], "little")
        if count and len(content) >= _START + _ROW.itemsize * count:
            return content[:5] != b"solid" or len(content) == _START + _ROW.itemsize * count
    return content.lstrip()[:5] == b"solid" and b"facet" in content[:4096]


def read_stl(content: bytes, name: str) -> Model:
    """Return the mesh in an STL file.

    Raises
    ------
    NotModelError
        If it is none or is damaged.
    """
    is_text = content.lstrip()[:5] == b"solid" and b"facet" in content[:4096]
    corners = _text(content) if is_text else _binary(content)
    positions = (corners.astype(np.float64) / _MM).reshape(-1, 3).astype(np.float32)
    faces = np.arange(len(positions), dtype=np.uint32).reshape(-1, 3)
    return Model((Part(name, *checked(positions, faces)),))


def _binary(content: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    count = int.from_bytes(content[80:_START], "little")
    if not 0 < count <= (len(content) - _START) // _ROW.itemsize:
        raise NotModelError(ENDS_EARLY)
    check_size(0, count)
    return np.frombuffer(content, _ROW, count, _START)["corners"].reshape(-1, 3)


def _text(content: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    check_size(0, content.count(b"vertex") // 3)
    numbers = array("f")
    try:
        for line in lines_of(content):
            words = line.split()
            if words[:1] == [b"vertex"]:
                x, y, z = map(float, words[1:4])
                numbers.extend((x, y, z))
    except (ValueError, OverflowError) as error:
        raise NotModelError(NO_NUMBERS) from error
    if not numbers or len(numbers) % 9:
        raise NotModelError(ENDS_EARLY)
    return np.frombuffer(numbers, np.float32).reshape(-1, 3)


def stl_bytes(model: Model) -> bytes:
    """Return a model as binary STL."""
    positions, faces, _ = joined(model)
    rows = np.zeros(len(faces), _ROW)
    rows["corners"] = positions[faces] * np.float32(_MM)
    corners = rows["corners"]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(across, axis=1, keepdims=True)
    rows["normal"] = np.divide(across, lengths, out=np.zeros_like(across), where=lengths > 0)
    return _HEADER + len(rows).to_bytes(4, "little") + rows.tobytes()
