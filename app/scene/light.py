"""The light of a place: what every material in the room is lit by."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.model.space import Vector


@dataclass(frozen=True, slots=True)
class Light:
    """Sun or moon, the light of sky and ground, and the air between.

    ``direction`` points from the room to the sun; it need not have length 1. Colours are linear,
    1 is white paper in full light and more is allowed. ``fog_m`` is the distance at which 63 %
    of a thing is hidden; ``math.inf`` is clear air. ``shade`` 0 to 1 is how dark what the sun
    does not reach becomes: 1 under a clear sky, 0.2 under clouds.
    """

    direction: Vector = (0.45, 0.8, 0.4)
    colour: Vector = (1.0, 0.95, 0.86)
    sky: Vector = (0.34, 0.38, 0.46)
    ground: Vector = (0.2, 0.18, 0.16)
    fog_colour: Vector = (0.72, 0.77, 0.82)
    fog_m: float = math.inf
    exposure: float = 1.0
    shade: float = 0.85

    @property
    def unit_direction(self) -> Vector:
        """Return ``direction`` with length 1."""
        length = math.hypot(*self.direction) or 1.0
        x, y, z = self.direction
        return (x / length, y / length, z / length)


STUDIO_LIGHT = Light()
