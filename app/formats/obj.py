"""OBJ: a text of vertices and faces. Colours stand at the vertices; no other file is touched."""

from __future__ import annotations

import io
from array import array
from typing import Final

import numpy as np

from app.formats.models import (
    NO_MATERIALS,
    Model,
    NotModelError,
    Part,
    check_size,
    checked,
    linear_of,
    lines_of,
    srgb_of,
    with_normals,
)
from app.formats.reasons import DOES_NOT_FIT, NO_NUMBERS, NOTHING_IN_IT

MAX_BYTES: Final = 128 << 20


def read_obj(content: bytes, name: str) -> Model:
    """Return the mesh in an OBJ file; libraries of materials are not loaded.

    Raises
    ------
    NotModelError
        If it is none or is damaged.
    """
    if len(content) > MAX_BYTES or b"\0" in content:
        raise NotModelError(DOES_NOT_FIT)
    check_size(content.count(b"\nv "), content.count(b"\nf "))
    reader = _Reader()
    try:
        for line in lines_of(content):
            reader.take(line)
        rows = np.frombuffer(reader.positions, np.float64).reshape(-1, 3)
        faces = np.frombuffer(reader.faces, np.int64).reshape(-1, 3)
    except (ValueError, OverflowError, IndexError) as error:
        raise NotModelError(NO_NUMBERS) from error
    if not len(rows):
        raise NotModelError(NOTHING_IN_IT)
    colours = None
    if len(reader.colours) == rows.size:
        rgb = np.frombuffer(reader.colours, np.float64).reshape(-1, 3)
        colours = linear_of(np.column_stack((np.nan_to_num(rgb), np.ones(len(rgb)))))
    left_out = (NO_MATERIALS,) if reader.names_materials else ()
    with np.errstate(over="ignore"):
        part = Part(name, *checked(rows.astype(np.float32), faces), colours=colours)
    return Model((part,), left_out)


class _Reader:
    def __init__(self) -> None:
        self.positions = array("d")
        self.colours = array("d")
        self.faces = array("q")
        self.names_materials = False

    def take(self, line: bytes) -> None:
        words = line.split()
        if not words:
            return
        if words[0] == b"v":
            numbers = tuple(map(float, words[1:7]))
            if len(numbers) < 3:
                raise ValueError("a vertex")
            self.positions.extend(numbers[:3])
            if len(numbers) == 6:
                self.colours.extend(numbers[3:])
        elif words[0] == b"f":
            self._face(words[1:])
        elif words[0] == b"mtllib":
            self.names_materials = True

    def _face(self, words: list[bytes]) -> None:
        count = len(self.positions) // 3
        corners = [int(word.partition(b"/")[0]) for word in words]
        # one-based; below nothing, counted from the last
        rows = [corner - 1 if corner > 0 else count + corner for corner in corners]
        check_size(0, len(self.faces) // 3 + len(rows))
        for place in range(1, len(rows) - 1):
            self.faces.extend((rows[0], rows[place], rows[place + 1]))


def obj_bytes(model: Model) -> bytes:
    """Return a model as OBJ, an object a part, with colours at the vertices."""
    out = io.StringIO()
    out.write("# Innerscape, metres\n")
    first = 1
    for part in model.parts:
        name = " ".join(part.name.split()) or "part"
        out.write(f"o {name}\n")
        _write_vertices(out, part)
        rows = (part.faces + np.uint32(first)).tolist()
        out.writelines(f"f {a}//{a} {b}//{b} {c}//{c}\n" for a, b, c in rows)
        first += len(part.positions)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _write_vertices(out: io.StringIO, part: Part) -> None:
    places = part.positions.tolist()
    if part.colours is None:
        out.writelines(f"v {x:.7g} {y:.7g} {z:.7g}\n" for x, y, z in places)
    else:
        levels = (srgb_of(part.colours)[:, :3] / 255).tolist()
        out.writelines(
            f"v {x:.7g} {y:.7g} {z:.7g} {r:.4g} {g:.4g} {b:.4g}\n"
            for (x, y, z), (r, g, b) in zip(places, levels, strict=True)
        )
    normals = with_normals(part).tolist()
    out.writelines(f"vn {x:.4g} {y:.4g} {z:.4g}\n" for x, y, z in normals)
