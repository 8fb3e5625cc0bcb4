"""Sound as arrays: seeded, without a device. Who plays it stands above."""

from __future__ import annotations

from app.sound.ambience import Ambience, Mix, mix_of
from app.sound.waves import RATE_HZ

__all__ = ["RATE_HZ", "Ambience", "Mix", "mix_of"]
