"""Places to be in: what they are made of, as numbers that a person may turn up or down.

Colours are sRGB, 0 to 1, as they are written in the files. The room's axes are those of
`app.model.space`: metres, y up, -z ahead, the floor is y = 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.model.brush import Number
from app.model.words import language

Colour = tuple[float, float, float]
Settings = Mapping[str, float]

DAY_H = 24.0


class LandKind(StrEnum):
    """How the ground is shaped."""

    ROLLING = "rolling"
    SHORE = "shore"
    DUNES = "dunes"
    FLAT = "flat"


class PlantKind(StrEnum):
    """What stands on the ground."""

    BROADLEAF = "broadleaf"
    CONIFER = "conifer"
    SHRUB = "shrub"
    HEDGE = "hedge"
    ROCK = "rock"
    CACTUS = "cactus"
    REED = "reed"


class AirKind(StrEnum):
    """What drifts in the air."""

    NONE = "none"
    SNOW = "snow"
    PETALS = "petals"
    FIREFLIES = "fireflies"
    MOTES = "motes"


@dataclass(frozen=True, slots=True)
class Land:
    """The shape of the ground.

    It is level within ``clear_m`` of the middle. Hills of ``hill_height_m`` follow, and from
    ``far_from_m`` on mountains of ``far_height_m``, which are ``jagged`` by a ratio. A basin for
    water lies ``basin_ahead_m`` ahead (for a shore: where the water begins).
    """

    kind: LandKind
    reach_m: float = 700.0
    clear_m: float = 3.0
    hill_height_m: float = 0.0
    hill_size_m: float = 40.0
    far_height_m: float = 0.0
    far_from_m: float = 150.0
    far_size_m: float = 160.0
    jagged: float = 0.0
    basin_ahead_m: float = 0.0
    basin_radius_m: float = 0.0
    basin_depth_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of the ground and where each lies; ``grain`` is how mottled it is, 0 to 1."""

    cover: Colour
    patch: Colour
    rock: Colour
    sand: Colour
    snow: Colour
    autumn: Colour
    sand_above_water_m: float = 0.0
    snow_line_m: float = 1e6
    rock_slope: float = 1.2
    path_width_m: float = 0.0
    grain: float = 0.2


@dataclass(frozen=True, slots=True)
class Plant:
    """A kind of plant or rock: how many at full density, where, how high and of what colour."""

    kind: PlantKind
    count: int
    near_m: float
    far_m: float
    height_m: tuple[float, float]
    leaf: Colour
    autumn: Colour
    bark: Colour
    snow: float = 0.0
    slender: float = 0.0
    beside_water: float = 0.0


@dataclass(frozen=True, slots=True)
class Grass:
    """Blades near the middle: how many at full density, how high, and the flowers among them."""

    count: int
    height_m: float
    reach_m: float
    tip: Colour
    autumn: Colour
    flowers: tuple[Colour, ...] = ()


@dataclass(frozen=True, slots=True)
class Air:
    """What drifts in the air, at most how much, and its colour."""

    kind: AirKind
    count: int = 0
    colour: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class SunPath:
    """How the sun goes: the latitude, its declination, and where noon is, clockwise from -z."""

    latitude_deg: float
    declination_deg: float
    noon_azimuth_deg: float


@dataclass(frozen=True, slots=True)
class SkyKey:
    """The colours of the day when the sun stands at one height."""

    elevation_deg: float
    zenith: Colour
    horizon: Colour
    glow: Colour
    sun: Colour
    shade: Colour
    bounce: Colour
    cloud: Colour
    cloud_shade: Colour


@dataclass(frozen=True, slots=True)
class Sky:
    """The colours of a whole day, from the lowest sun to the highest.

    ``disc`` is how plainly one sees sun, moon and stars: 0 in a room, 1 outside.
    """

    name: str
    keys: tuple[SkyKey, ...]
    disc: float = 1.0


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of everything is drawn at one level of quality.

    ``ground_step`` 2 draws every second ring and sector; the others are shares, and how often
    a pixel looks at the textures of clouds and of the ground's grain.
    """

    ground_step: int
    grass: float
    leaves: float
    air: float
    clouds: int
    grain: int


@dataclass(frozen=True, slots=True)
class Knob:
    """What a number is for everywhere: its title, and its value where a place has none of it."""

    name: str
    title: Mapping[str, str]
    absent: float

    @property
    def label(self) -> str:
        """Return the title in the person's language."""
        return self.title.get(language(), self.title["en"])


@dataclass(frozen=True, slots=True)
class WishStep:
    """One number a wish changes: by a step of its unit, a factor, and never past its limits."""

    number: str
    step: float = 0.0
    factor: float = 1.0
    towards: float | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Plain words for a change of the surroundings: "less moving", "warmer", "quieter"."""

    name: str
    title: Mapping[str, str]
    steps: tuple[WishStep, ...]

    @property
    def label(self) -> str:
        """Return the words in the person's language."""
        return self.title.get(language(), self.title["en"])


@dataclass(frozen=True, slots=True)
class Environment:
    """A place to be in.

    ``uid`` is forever and stands in every `Place`; ``numbers`` are those a person may change
    here; ``knobs`` has a title for each; ``levels`` go from the least to the most detail.
    """

    uid: str
    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    order: int
    sun: SunPath
    sky: Sky = field(repr=False)
    land: Land
    ground: Ground = field(repr=False)
    air: Air = field(repr=False)
    numbers: Mapping[str, Number] = field(repr=False)
    knobs: Mapping[str, Knob] = field(repr=False)
    levels: tuple[Detail, ...] = field(repr=False)
    grass: Grass | None = field(default=None, repr=False)
    plants: tuple[Plant, ...] = field(default=(), repr=False)
    supersedes: str = ""

    def __hash__(self) -> int:
        return hash(self.uid)

    @property
    def label(self) -> str:
        """Return the title in the person's language."""
        return self.title.get(language(), self.title["en"])

    def values(self, settings: Settings) -> dict[str, float]:
        """Return every number there is: what was set, within its limits, or the place's own."""
        found = {name: knob.absent for name, knob in self.knobs.items()}
        for name, number in self.numbers.items():
            found[name] = _within(number, settings.get(name, number.default))
        return found


def wished(environment: Environment, settings: Settings, wish: Wish) -> dict[str, float]:
    """Return the settings after a wish.

    Parameters
    ----------
    environment : Environment
        Where the person is; its limits hold.
    settings : Mapping
        The numbers that differ from the environment's own.
    wish : Wish

    Returns
    -------
    dict
        The numbers that differ from the environment's own now.
    """
    values = environment.values(settings)
    for step in wish.steps:
        number = environment.numbers.get(step.number)
        if number is not None:
            # so that a step there and a step back is no step
            values[step.number] = round(_within(number, _stepped(values[step.number], step)), 6)
    return {
        name: values[name]
        for name, number in environment.numbers.items()
        if values[name] != number.default
    }


def _stepped(value: float, step: WishStep) -> float:
    """Return a value a step on; with ``towards`` it goes there by ``step`` and no further."""
    if step.towards is None:
        return value * step.factor + step.step
    if abs(step.towards - value) <= step.step:
        return step.towards
    return value + step.step * (1 if step.towards > value else -1)


def _within(number: Number, value: float) -> float:
    return min(max(value, number.min), number.max)
