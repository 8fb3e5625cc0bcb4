"""The sound of a place, as long as one likes: a pure render to arrays.

It never clicks (every change of loudness takes its time) and is never loud (`LOUDEST`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.model.environment import Environment, LandKind, Settings
from app.sound import loops
from app.sound.waves import RATE_HZ, Samples

LOUDEST = 0.5
FADE_S = 1.5
_FULL_WIND = 6.0


@dataclass(frozen=True, slots=True)
class Mix:
    """How loud what is, 0 to 1, and how many birds sing a minute."""

    wind: float = 0.0
    sea: float = 0.0
    lake: float = 0.0
    birds_a_minute: float = 0.0
    crickets: float = 0.0


def mix_of(environment: Environment, settings: Settings) -> Mix:
    """Return what one hears at a place: birds by day, crickets from the evening on."""
    values = environment.values(settings)
    hour = values["hour"]
    by_day = _between(hour, 5.0, 6.5) * (1 - _between(hour, 19.0, 20.5))
    by_night = max(_between(hour, 17.5, 20.5), 1 - _between(hour, 4.5, 6.5))
    blowing = min(1.0, values["wind"] / _FULL_WIND) ** 0.6
    is_sea = environment.land.kind is LandKind.SHORE
    return Mix(
        wind=values["breeze"] * blowing,
        sea=values["surf"] if is_sea else 0.0,
        lake=0.0 if is_sea else values["surf"],
        birds_a_minute=values["birds"] * by_day,
        crickets=values["crickets"] * by_night,
    )


def _between(hour: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (hour - low) / (high - low)))


@dataclass(eq=False, slots=True)
class _Voice:
    """A loop that sounds, and how loud it is now and will be."""

    name: str
    loop: Samples
    gain: float = 0.0
    target: float = 0.0
    at: int = 0


@dataclass(eq=False, slots=True)
class Ambience:
    """A stream of sound.

    Parameters
    ----------
    mix : Mix
        It fades in from silence.
    seed : int
        The same seed gives the same samples.
    """

    mix: Mix
    seed: int
    _voices: list[_Voice] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the loops that are needed; this takes up to a second each."""
        self.fade_to(self.mix)

    @property
    def is_silent(self) -> bool:
        """Whether everything has faded away."""
        return all(voice.gain == 0 and voice.target == 0 for voice in self._voices)

    def fade_to(self, mix: Mix) -> None:
        """Go over to another mix in `FADE_S` seconds."""
        self.mix = mix
        self.fade_out()
        for name, (gain, make) in _wanted(mix, self.seed).items():
            voice = self._voice(name)
            if voice is None and gain > 0:
                voice = _Voice(name, make())
                self._voices.append(voice)
            if voice is not None:
                voice.target = gain

    def go_over_to(self, other: Ambience) -> None:
        """Fade to what another stream plays, whose loops are made already; it is used up."""
        self.mix = other.mix
        self.fade_out()
        for voice in other._voices:
            mine = self._voice(voice.name) if other.seed == self.seed else None
            if mine is None:
                self._voices.append(voice)
            else:
                mine.target = voice.target
        self.seed = other.seed

    def fade_out(self) -> None:
        """Fall silent in `FADE_S` seconds."""
        for voice in self._voices:
            voice.target = 0.0

    def render(self, frames: int) -> Samples:
        """Return the next stretch, shape (frames, 2), float32, within ±`LOUDEST`."""
        total = np.zeros((frames, 2), np.float32)
        for voice in self._voices:
            total += _taken(voice, frames) * _ramp(voice, frames)[:, None]
        self._voices = [voice for voice in self._voices if voice.gain > 0 or voice.target > 0]
        found: Samples = LOUDEST * np.tanh(total / LOUDEST)
        return found

    def _voice(self, name: str) -> _Voice | None:
        """Return the newest of a name: older ones are on their way out."""
        named = [voice for voice in self._voices if voice.name == name]
        return named[-1] if named else None


def _wanted(mix: Mix, seed: int) -> dict[str, tuple[float, Callable[[], Samples]]]:
    # other birds are another loop: the old one fades while the new one comes
    birds = round(mix.birds_a_minute)
    return {
        "wind": (mix.wind, lambda: loops.wind(seed)),
        "sea": (mix.sea, lambda: loops.sea(seed)),
        "lake": (mix.lake, lambda: loops.lake(seed)),
        f"birds {birds}": (float(birds > 0), lambda: loops.birds(seed, birds)),
        "crickets": (mix.crickets, lambda: loops.crickets(seed)),
    }


def _taken(voice: _Voice, frames: int) -> Samples:
    rows = (voice.at + np.arange(frames)) % len(voice.loop)
    voice.at = (voice.at + frames) % len(voice.loop)
    found: Samples = voice.loop[rows]
    return found


def _ramp(voice: _Voice, frames: int) -> npt.NDArray[np.float32]:
    """Return the gain of each frame, on its way to the target."""
    step = 1 / (FADE_S * RATE_HZ)
    way = voice.target - voice.gain
    gains = voice.gain + np.sign(way) * np.minimum(np.arange(1, frames + 1) * step, abs(way))
    voice.gain = float(gains[-1]) if frames else voice.gain
    found: npt.NDArray[np.float32] = gains.astype(np.float32)
    return found
