"""Samples for the shelf: one stroke of each brush, as the scene draws it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from PySide6.QtGui import QImage

from app.geometry.strokes import StrokeBuilder
from app.model.space import SpaceStroke
from app.model.space_brush import SpaceBrush
from app.scene.camera import Camera
from app.scene.light import STUDIO_LIGHT
from app.scene.offscreen import OffscreenRenderer
from app.scene.stage import Stage
from app.scene.surroundings import Nowhere
from widgets.space.glass import Hidden, image_of
from widgets.studio.kit import Colour
from widgets.studio.warming import SAMPLE_HEIGHT_PX, SAMPLE_WIDTH_PX

# far above the floor, so that it is not in the picture
_HEIGHT_M = 60.0
_WIDTH_M = 0.5
_LENS_DEG = 12.0


class _Tile(Nowhere):
    """Nothing but light, and a plain colour behind the stroke."""

    def __init__(self, *, is_dark: bool) -> None:
        grey = (0.012, 0.014, 0.02) if is_dark else (0.86, 0.84, 0.8)
        self.light = replace(STUDIO_LIGHT, fog_colour=grey)


class Samples:
    """Draws samples in a context of its own, on the main thread: one a turn of the loop."""

    def __init__(self) -> None:
        self._hidden = Hidden()

    def picture(self, brush: SpaceBrush, colour: Colour) -> QImage:
        """Return one stroke of a brush."""
        self._hidden.make_current()
        stage = Stage({brush.uid: brush})
        stage.use_place(_Tile(is_dark=brush.is_self_lit))
        stage.strokes.show([_stroke(brush, colour)])
        # the stage draws what it knows of: it gathers when something is put into it
        stage.draw_live(())
        stage.update(1.0)
        renderer = OffscreenRenderer(stage, self._hidden.borrowed)
        away = _WIDTH_M * SAMPLE_HEIGHT_PX / SAMPLE_WIDTH_PX / 2 / np.tan(np.radians(_LENS_DEG / 2))
        camera = Camera((0.0, _HEIGHT_M, float(away)), field_of_view_deg=_LENS_DEG)
        pixels = renderer.render((SAMPLE_WIDTH_PX, SAMPLE_HEIGHT_PX), camera, smooth=2)
        renderer.close()
        return image_of(pixels)

    def close(self) -> None:
        """Let go of the context."""
        self._hidden.close()


def _stroke(brush: SpaceBrush, colour: Colour) -> SpaceStroke:
    size_m = min(max(brush["size_m"], 0.03), 0.06)
    builder = StrokeBuilder(brush, colour=colour, opacity=1.0, size_m=size_m, seed=7)
    builder.add(_wave(size_m))
    return SpaceStroke(
        "sample", "", "", brush.uid, colour, size_m, 7, datetime(2026, 1, 1, tzinfo=UTC),
        builder.finish(),
    )  # fmt: skip


def _wave(size_m: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return the points of a calm wave, pressed harder in its middle."""
    t = np.linspace(0.0, 1.0, 60)
    points = np.zeros((60, 9), np.float32)
    half = _WIDTH_M / 2 - size_m / 2 - 0.02
    points[:, 0] = -half + 2 * half * t
    points[:, 1] = _HEIGHT_M - np.sin(t * 2 * np.pi + 3.6) * (0.02 + 0.02 * t)
    points[:, 6] = 1.0
    points[:, 7] = 0.45 + 0.5 * np.sin(np.pi * t) ** 0.7
    points[:, 8] = t * 0.7
    return points
