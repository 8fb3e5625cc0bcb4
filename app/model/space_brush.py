"""Brushes of a page in space: a family, numbers an artist may tune in data, and a material."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from app.model.brush import Number
from app.model.words import language

MOST_FLASHES_HZ = 3.0


class Family(StrEnum):
    """How points become triangles."""

    RIBBON = "ribbon"
    TUBE = "tube"
    HULL = "hull"
    PARTICLES = "particles"
    SPRAY = "spray"


class Material(StrEnum):
    """How triangles are shaded; the scene has one shader for each.

    All of them are drawn two-sided. `GLOW` adds light and `SOFT` lets what is behind shine
    through; `SPARKLE` draws billboards, and is the material of all particles and of nothing
    else. Everything else is opaque.
    """

    MATTE = "matte"
    GLOSSY = "glossy"
    BRISTLE = "bristle"
    PAPER = "paper"
    VELVET = "velvet"
    SELF_LIT = "self_lit"
    GLOW = "glow"
    SOFT = "soft"
    TOON = "toon"
    SPARKLE = "sparkle"


class Flag(StrEnum):
    """What a person may want to leave out."""

    ANIMATED = "animated"
    SELF_LIT = "self_lit"
    FLASHING = "flashing"


class Sprite(IntEnum):
    """What a particle looks like; it stands in its vertices.

    The first four are blended over what is behind them, `STAR`, `SPARK` and `GLINT` add light.
    """

    DISC = 0
    PUFF = 1
    BUBBLE = 2
    FLAKE = 3
    STAR = 4
    SPARK = 5
    GLINT = 6


class Stamp(StrEnum):
    """The outline of what a spray leaves, as real triangles."""

    DISC = "disc"
    LEAF = "leaf"
    PETAL = "petal"
    STAR = "star"
    SQUARE = "square"
    BRISTLE = "bristle"


@dataclass(frozen=True, slots=True)
class SpaceBrush:
    """A brush for space.

    ``uid`` is forever and stands in every stroke; ``name`` is stable; ``title`` and ``help``
    map a language to words; ``feel`` orders the shelf from 0 (firm) to 1 (flowing). Lengths in
    ``numbers`` are mostly in widths of the stroke, so that a stroke can be scaled.
    ``sprite`` is set for particles, ``stamp`` for sprays. ``foreign_guids`` are the brushes of
    Open Brush files it stands for. A changed look is a new uid that ``supersedes`` the old.
    """

    uid: str
    name: str
    title: Mapping[str, str]
    help: Mapping[str, str]
    feel: float
    family: Family
    material: Material
    numbers: Mapping[str, Number] = field(repr=False)
    flags: frozenset[Flag] = frozenset()
    sprite: Sprite | None = None
    stamp: Stamp | None = None
    foreign_guids: tuple[str, ...] = ()
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

    @property
    def is_flashing(self) -> bool:
        """Whether it goes on and off by itself; shown only to those who asked for it."""
        return Flag.FLASHING in self.flags

    @property
    def is_animated(self) -> bool:
        """Whether it moves by itself."""
        return Flag.ANIMATED in self.flags

    @property
    def is_self_lit(self) -> bool:
        """Whether it is as bright in the dark."""
        return Flag.SELF_LIT in self.flags
