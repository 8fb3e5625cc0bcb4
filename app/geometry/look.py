"""What a stroke is like beside its points: its size, its colour in linear light, its chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.model.space_brush import MOST_FLASHES_HZ, SpaceBrush

F64 = npt.NDArray[np.float64]

SMALLEST_M, LARGEST_M = 1e-4, 1e3


class Looks(Protocol):
    """What has a look: a stroke."""

    @property
    def colour(self) -> tuple[int, int, int]:
        """Return sRGB, 0 to 255."""
        ...

    @property
    def size_m(self) -> float:
        """Return the full width at full pressure."""
        ...

    @property
    def opacity(self) -> float:
        """Return 0 to 1."""
        ...

    @property
    def seed(self) -> int:
        """Return what chance comes from."""
        ...

    @property
    def begun_m(self) -> float:
        """Return the length of what was cut off before the first point."""
        ...

    @property
    def left_m(self) -> float:
        """Return the length of what was cut off behind the last point."""
        ...


def linear(colours: npt.ArrayLike) -> F64:
    """Return sRGB colours, 0 to 255, as linear light, 0 to 1 (IEC 61966-2-1)."""
    encoded = np.clip(np.asarray(colours, np.float64) / 255, 0, 1)
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def seeds(strokes: Sequence[Looks]) -> npt.NDArray[np.uint64]:
    """Return the seeds of strokes."""
    return np.array([stroke.seed & 0xFFFF_FFFF_FFFF_FFFF for stroke in strokes], np.uint64)


def looks(strokes: Sequence[Looks], brush: SpaceBrush) -> F64:
    """Return one row a stroke, columns `app.geometry.sweep.LOOK_COLUMNS`."""
    rows = np.empty((len(strokes), 8))
    rows[:, 0] = [stroke.size_m for stroke in strokes]
    np.clip(rows[:, 0], SMALLEST_M, LARGEST_M, out=rows[:, 0])
    rows[:, 1:4] = linear([stroke.colour for stroke in strokes]).reshape(-1, 3)
    rows[:, 4] = [stroke.opacity for stroke in strokes]
    rows[:, 4] *= brush["opacity"]
    spread = seeds(strokes) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)
    rows[:, 5] = _flashes(brush) + spread / 16777216.0
    cut_off = [(stroke.begun_m, stroke.left_m) for stroke in strokes]
    rows[:, 6:] = np.maximum(np.array(cut_off).reshape(-1, 2), 0)
    return rows


def _flashes(brush: SpaceBrush) -> int:
    """Return flashes in tenths of a hertz, as they stand in the whole part of a phase."""
    if not brush.is_flashing:
        return 0
    return round(10 * min(brush["flash_hz"], MOST_FLASHES_HZ))
