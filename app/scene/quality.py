"""How much is drawn: levels as data, and a governor that goes by the measured time of a frame."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.model.words import Sentence

WATCHED = 12


@dataclass(frozen=True, slots=True)
class Level:
    """How much is drawn.

    ``scale`` is drawn pixels a shown pixel, in each direction. ``detail`` is the shaders'
    (0 plain, 1 good, 2 best). ``shadow_px`` is the side of the shadow's map, 0 for none.
    ``plants`` is the share of a place's plants and grass that stands, 0 to 1.
    """

    name: str
    scale: float
    detail: int
    shadow_px: int
    plants: float

    def scaled(self, size_px: tuple[int, int]) -> tuple[int, int]:
        """Return how many pixels to draw for a picture of a size."""
        width, height = size_px
        return max(1, round(width * self.scale)), max(1, round(height * self.scale))


LEVELS = (
    Level("lowest", 0.5, 0, 128, 0.15),
    Level("low", 0.62, 0, 192, 0.3),
    Level("middle", 0.8, 1, 256, 0.5),
    Level("high", 1.0, 1, 256, 0.8),
    Level("best", 1.0, 2, 512, 1.0),
)


@dataclass(slots=True)
class Governor:
    """Lowers quality when frames take too long and raises it when there is room.

    Parameters
    ----------
    target_ms : float
        What a frame may take: 83 is 12 frames a second, 33 is 30.
    index : int
        The level to begin with, an index into `LEVELS`.

    Notes
    -----
    The median of the last frames counts. It is lowered above the target, raised only when the
    next level would probably still fit (``headroom``), and a level that proved too slow is not
    tried again for ``patience`` frames, which doubles each time.
    """

    target_ms: float = 50.0
    index: int = len(LEVELS) - 1
    headroom: float = 0.45
    patience: int = 240
    _times: list[float] = field(default_factory=list)
    _wait: int = 0
    _failed: int = 0

    @property
    def level(self) -> Level:
        """Return what to draw with."""
        return LEVELS[self.index]

    def measured(self, frame_ms: float) -> bool:
        """Take in what a frame took; return whether the level is another one now."""
        self._wait = max(0, self._wait - 1)
        self._times.append(frame_ms)
        if len(self._times) >= 3 and min(self._times[-3:]) > 2 * self.target_ms:
            return self._lower()
        if len(self._times) < WATCHED:
            return False
        median = sorted(self._times[-WATCHED:])[WATCHED // 2]
        if median > self.target_ms:
            return self._lower()
        if median < self.target_ms * self.headroom and not self._wait:
            return self._raise()
        del self._times[:-WATCHED]
        return False

    def sentence(self) -> Sentence:
        """Return what the status line says about it; an empty sentence at full quality."""
        if self.index >= len(LEVELS) - 2:
            return Sentence("")
        if self.index == 2:
            return Sentence("Drawn a little simpler, so that it keeps up with you.")
        return Sentence("Drawn much simpler, so that it keeps up with you.")

    def _lower(self) -> bool:
        self._times.clear()
        if self.index == 0:
            return False
        self.index -= 1
        self._failed += 1
        self._wait = self.patience * 2 ** min(self._failed - 1, 6)
        return True

    def _raise(self) -> bool:
        self._times.clear()
        if self.index == len(LEVELS) - 1:
            return False
        self.index += 1
        return True
