"""Tools and beginnings of clay: numbers that an artist may tune in data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.model.brush import Number
from app.model.space import Vector
from app.model.words import language


class ClayAction(StrEnum):
    """What a touch does to clay."""

    PULL = "pull"
    PUSH = "push"
    DRAG = "drag"
    SMOOTH = "smooth"
    PINCH = "pinch"
    FLATTEN = "flatten"
    INFLATE = "inflate"
    CREASE = "crease"
    TWIST = "twist"
    PAINT = "paint"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class ClayTool:
    """A tool for clay.

    ``uid`` is forever; ``name`` is stable; ``title`` maps a language to a word; ``feel`` orders
    the shelf. ``numbers`` are radius_m, strength, spacing (of the radius), edge (0 soft, 1 hard)
    and gain (what one full touch does).
    """

    uid: str
    name: str
    title: Mapping[str, str]
    feel: float
    action: ClayAction
    numbers: Mapping[str, Number] = field(repr=False)
    supersedes: str = ""

    def __getitem__(self, name: str) -> float:
        """Return the value of a number."""
        return self.numbers[name].default

    def __hash__(self) -> int:
        return hash(self.uid)

    @property
    def label(self) -> str:
        """Return the title in the person's language."""
        return self.title.get(language(), self.title["en"])


class PartShape(StrEnum):
    """What a part of a beginning is shaped like."""

    ELLIPSOID = "ellipsoid"
    CAPSULE = "capsule"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a beginning, joined softly to those before it.

    ``size_m`` are half extents; a capsule goes from ``centre_m`` to ``end_m`` with the radii
    ``size_m[0]`` and ``size_m[1]``; a box is rounded by ``round_m``. ``lean_deg`` turns it about
    x. ``is_mirrored`` puts it on both sides of x = 0, ``is_taken_away`` carves it out, and
    ``blend_m`` is how far the seam is smoothed.
    """

    shape: PartShape
    centre_m: Vector
    size_m: Vector
    end_m: Vector = (0.0, 0.0, 0.0)
    lean_deg: float = 0.0
    round_m: float = 0.0
    blend_m: float = 0.0
    is_mirrored: bool = False
    is_taken_away: bool = False


@dataclass(frozen=True, slots=True)
class BallStart:
    """A ball of ``subdivisions`` of an icosahedron; ``taper`` makes an egg of it."""

    radius_m: float
    height_m: float
    taper: float
    subdivisions: int


@dataclass(frozen=True, slots=True)
class PartsStart:
    """Parts that are melted together; ``voxel_m`` is how fine."""

    voxel_m: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TurnedStart:
    """A wall turned about y: ``profile_m`` are (radius, height) along its middle."""

    voxel_m: float
    wall_m: float
    profile_m: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ClayStart:
    """What a piece of clay begins as; ``colour`` is sRGB, 0 to 255."""

    uid: str
    name: str
    title: Mapping[str, str]
    order: int
    colour: tuple[int, int, int]
    build: BallStart | PartsStart | TurnedStart = field(repr=False)
    supersedes: str = ""

    def __hash__(self) -> int:
        return hash(self.uid)

    @property
    def label(self) -> str:
        """Return the title in the person's language."""
        return self.title.get(language(), self.title["en"])
