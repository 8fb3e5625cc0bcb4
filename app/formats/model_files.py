"""Models by what is in the file, not by what it is called: read, and written by its ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final

import numpy as np

from app.formats.glb_reader import is_glb, read_glb
from app.formats.glb_writer import glb_bytes
from app.formats.models import MAX_MODEL_BYTES, Model, NotModelError, TooMuchError, told_of_model
from app.formats.obj import obj_bytes, read_obj
from app.formats.ply import ply_bytes, read_ply
from app.formats.reasons import DOES_NOT_FIT, NOTHING_IN_IT, OTHER_KIND
from app.formats.stl import is_stl, read_stl, stl_bytes

MEDIA_TYPES: Final = {
    "glb": "model/gltf-binary",
    "obj": "model/obj",
    "ply": "model/ply",
    "stl": "model/stl",
}
WRITERS: Final[Mapping[str, Callable[[Model], bytes]]] = {
    "glb": glb_bytes,
    "obj": obj_bytes,
    "ply": ply_bytes,
    "stl": stl_bytes,
}
_READERS: Final = {"glb": read_glb, "obj": read_obj, "ply": read_ply, "stl": read_stl}
_LOOKED_AT: Final = 64 << 10


def kind_of(content: bytes) -> str:
    """Return "glb", "obj", "ply" or "stl"; "" where it is none of them."""
    if is_glb(content):
        return "glb"
    if content.startswith((b"ply\n", b"ply\r")):
        return "ply"
    if is_stl(content):
        return "stl"
    start = content[:_LOOKED_AT]
    lines = start.splitlines()
    has_vertices = any(line.lstrip().startswith((b"v ", b"v\t")) for line in lines)
    return "obj" if has_vertices and b"\0" not in start else ""


def read_model(content: bytes, name: str) -> Model:
    """Return the model in a file, whatever it is called.

    Raises
    ------
    PersonError
        If it is none or is damaged. Memory stays bounded by the file's size.
    """
    kind = kind_of(content)
    try:
        if len(content) > MAX_MODEL_BYTES:
            raise TooMuchError(DOES_NOT_FIT)
        if not kind:
            raise NotModelError(OTHER_KIND)
        # numbers that are none are looked for by the readers
        with np.errstate(over="ignore", invalid="ignore"):
            model = _READERS[kind](content, PurePath(name).stem or name)
        if not model.triangle_count:
            raise NotModelError(NOTHING_IN_IT)
    except NotModelError as error:
        raise told_of_model(error, name) from error
    except MemoryError as error:
        raise told_of_model(TooMuchError(DOES_NOT_FIT), name) from error
    return model
