"""Models: named meshes in the room, whatever file they come from or go to."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from app.formats.container import told
from app.formats.reasons import DOES_NOT_FIT, NO_NUMBERS, NOTHING_IN_IT, NotReadableError
from app.geometry.clay.meshes import clay_mesh
from app.model.meshes import MAX_VERTICES, Mesh
from app.model.space_brush import Material
from app.model.words import PersonError, Sentence

MAX_MODEL_BYTES: Final = 256 << 20
MAX_MODEL_VERTICES: Final = 6_000_000
MAX_MODEL_TRIANGLES: Final = 8_000_000
_LONGEST_LINE: Final = 1 << 20
_FARTHEST_M: Final = 1e6
_LOW: Final = 0.0031308

NO_MODEL: Final = Sentence(
    "“{name}” could not be read as a model ({why}). Nothing was brought in and nothing of yours "
    "was changed. Please export it anew, best as .glb."
)
OUTSIDE: Final = Sentence(
    "“{name}” keeps parts of itself in other places, and those are never loaded. Nothing was "
    "brought in and nothing of yours was changed. Please export it as one .glb file."
)
TOO_FINE: Final = Sentence(
    "“{name}” is finer than clay can be ({count} points, at most {most}). Nothing was brought in "
    "and nothing of yours was changed. Please bring it in as a reference, or make it coarser "
    "first."
)
TOO_MUCH: Final = Sentence(
    "“{name}” is larger than a model can be here ({most} triangles). Nothing was brought in and "
    "nothing of yours was changed. Please make it coarser first."
)
NO_TEXTURES: Final = Sentence("pictures on its surface")
NO_MATERIALS: Final = Sentence("materials kept in another file")
NOT_TRIANGLES: Final = Sentence("points and lines")

F32 = npt.NDArray[np.float32]
U32 = npt.NDArray[np.uint32]


def lines_of(content: bytes) -> Iterator[bytes]:
    """Give the lines of a text.

    Raises
    ------
    NotModelError
        If one is longer than any line of a model.
    """
    text = io.BytesIO(content)
    while line := text.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise NotModelError(DOES_NOT_FIT)
        yield line


class NotModelError(NotReadableError):
    """It is no model, or one that is damaged."""


class OutsideError(NotModelError):
    """It names a file or an address; none is ever loaded."""


class TooMuchError(NotModelError):
    """It is larger than a model can be."""


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """A mesh with a name.

    ``positions``, ``normals`` : ndarray, shape (n, 3), float32, metres in the room; normals of
    length one. ``faces`` : ndarray, shape (m, 3), uint32, counter-clockwise seen from outside.
    ``colours`` : ndarray, shape (n, 4), float32, linear, 0 to 1. ``group`` names what it belongs
    to, as a layer.
    """

    name: str
    positions: F32 = field(repr=False)
    faces: U32 = field(repr=False)
    normals: F32 | None = field(default=None, repr=False)
    colours: F32 | None = field(default=None, repr=False)
    material: Material = Material.MATTE
    group: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """Meshes that stand together; ``left_out`` says what was not understood."""

    parts: tuple[Part, ...]
    left_out: tuple[Sentence, ...] = ()

    @property
    def vertex_count(self) -> int:
        """Return how many vertices there are."""
        return sum(len(part.positions) for part in self.parts)

    @property
    def triangle_count(self) -> int:
        """Return how many triangles there are."""
        return sum(len(part.faces) for part in self.parts)

    @property
    def bounds_m(self) -> tuple[list[float], list[float]] | None:
        """Return the lowest and the highest corner, metres; None where nothing is."""
        full = [part.positions for part in self.parts if len(part.positions)]
        if not full:
            return None
        low = np.min([positions.min(axis=0) for positions in full], axis=0)
        high = np.max([positions.max(axis=0) for positions in full], axis=0)
        return low.tolist(), high.tolist()


def checked(positions: F32, faces: npt.NDArray[np.integer]) -> tuple[F32, U32]:
    """Return vertices and triangles that may be trusted.

    Raises
    ------
    NotModelError
        If a number is none, is beyond all places, or names a vertex that is not there.
    """
    check_size(len(positions), len(faces))
    good = np.isfinite(positions).all() and (np.abs(positions) < _FARTHEST_M).all()
    if not good:
        raise NotModelError(NO_NUMBERS)
    if faces.size and (int(faces.min()) < 0 or int(faces.max()) >= len(positions)):
        raise NotModelError(NOTHING_IN_IT)
    return np.ascontiguousarray(positions, np.float32), np.ascontiguousarray(faces, np.uint32)


def check_size(vertices: int, triangles: int) -> None:
    """Look whether so much may be taken into memory.

    Raises
    ------
    TooMuchError
        If it is more than a model can have.
    """
    if vertices > MAX_MODEL_VERTICES or triangles > MAX_MODEL_TRIANGLES:
        raise TooMuchError(DOES_NOT_FIT)


def as_clay(model: Model, name: str) -> Mesh:
    """Return a model as one piece of clay: equal points become one, empty triangles go.

    Raises
    ------
    PersonError
        If nothing is left, or it is too fine.
    """
    positions, faces, colours = _joined(model.parts)
    _, first, which = np.unique(
        positions.view([("", np.float32)] * 3).ravel(), return_index=True, return_inverse=True
    )
    faces = which.ravel()[faces].astype(np.uint32)
    a, b, c = faces.T
    faces = faces[(a != b) & (b != c) & (c != a)]
    used, faces_again = np.unique(faces, return_inverse=True)
    if not len(used):
        raise told(NO_MODEL, name, why=NOTHING_IN_IT)
    if len(used) > MAX_VERTICES:
        raise told(TOO_FINE, name, count=len(used), most=MAX_VERTICES)
    rows = first[used]
    triangles = faces_again.reshape(-1, 3).astype(np.uint32)
    return clay_mesh(positions[rows], triangles, colours=colours[rows, :3])


_CLAY: Final = (0.55, 0.38, 0.28, 1.0)


def _joined(parts: Iterable[Part]) -> tuple[F32, U32, F32]:
    positions = [np.empty((0, 3), np.float32)]
    faces = [np.empty((0, 3), np.uint32)]
    colours = [np.empty((0, 4), np.float32)]
    count = 0
    for part in parts:
        positions.append(part.positions)
        faces.append(part.faces + np.uint32(count))
        plain = np.broadcast_to(np.array(_CLAY, np.float32), (len(part.positions), 4))
        colours.append(plain if part.colours is None else part.colours)
        count += len(part.positions)
    # a zero below nothing is a zero like any other
    joined = np.concatenate(positions) + np.float32(0)
    return joined, np.concatenate(faces), np.concatenate(colours)


def joined(model: Model) -> tuple[F32, U32, F32]:
    """Return a model as one mesh: positions, triangles, linear colours."""
    return _joined(model.parts)


def with_normals(part: Part) -> F32:
    """Return a part's normals, or those of its triangles where it has none; length one."""
    normals = part.normals
    if normals is None:
        normals = np.zeros_like(part.positions)
        corners = part.positions[part.faces]
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        for corner in range(3):
            np.add.at(normals, part.faces[:, corner], across)
    lengths = np.linalg.norm(normals.astype(np.float64), axis=1, keepdims=True)
    upright = np.array([0.0, 1.0, 0.0])
    with np.errstate(invalid="ignore", divide="ignore"):
        found: F32 = np.where(lengths > 1e-12, normals / lengths, upright).astype(np.float32)
    return found


def srgb_of(linear: F32) -> npt.NDArray[np.uint8]:
    """Return linear colours as sRGB, 0 to 255; alpha stays (IEC 61966-2-1)."""
    out = np.clip(linear, 0, 1).astype(np.float32)
    rgb = out[:, :3]
    out[:, :3] = np.where(rgb <= _LOW, rgb * 12.92, 1.055 * np.power(rgb, 1 / 2.4) - 0.055)
    return np.rint(out * 255).astype(np.uint8)


def linear_of(srgb: npt.NDArray[np.floating]) -> F32:
    """Return sRGB colours, 0 to 1, as linear ones; alpha stays (IEC 61966-2-1)."""
    out: F32 = np.clip(srgb, 0, 1).astype(np.float32)
    rgb = out[:, :3]
    out[:, :3] = np.where(rgb <= 0.04045, rgb / 12.92, np.power((rgb + 0.055) / 1.055, 2.4))
    return out


def told_of_model(error: NotModelError, name: str) -> PersonError:
    """Return what is said when a model cannot be read."""
    if isinstance(error, OutsideError):
        return told(OUTSIDE, name)
    if isinstance(error, TooMuchError):
        return told(TOO_MUCH, name, most=MAX_MODEL_TRIANGLES)
    return told(NO_MODEL, name, why=error.why)
