"""What a renderer is given: arrays of vertices and triangles, by what they are drawn as."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.geometry.place.noise import Floats

GROUND_COLUMNS = ("x_m", "y_m", "z_m", "red", "green", "blue")
PLANT_COLUMNS = (*GROUND_COLUMNS, "sway_m", "phase")
WATER_COLUMNS = ("x_m", "y_m", "z_m", "depth_m")
SPECK_COLUMNS = (*GROUND_COLUMNS, "corner_x", "corner_y", "size_m", "phase")
STAR_COLUMNS = ("x", "y", "z", "brightness", "size_px", "phase")


@dataclass(frozen=True, eq=False, slots=True)
class Surface:
    """Vertices, float32, and triangles, uint32, shape (n, 3). Colours are as shown, sRGB."""

    vertices: Floats
    triangles: npt.NDArray[np.uint32]


def joined(surfaces: list[Surface], columns: int) -> Surface:
    """Return many surfaces as one."""
    if not surfaces:
        return Surface(np.zeros((0, columns), np.float32), np.zeros((0, 3), np.uint32))
    counts = np.cumsum([0, *(len(surface.vertices) for surface in surfaces)])
    triangles = [
        surface.triangles + np.uint32(first)
        for surface, first in zip(surfaces, counts, strict=False)
    ]
    return Surface(
        np.concatenate([surface.vertices for surface in surfaces]), np.concatenate(triangles)
    )
