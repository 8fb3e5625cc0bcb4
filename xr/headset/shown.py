"""What is seen inside beside the page: panels, rays, the veil, the calm scene, the area's edge."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from app.model.space import Pose, Vector
from app.scene.painted_visual import COLUMNS, Painted, PaintedVisual
from app.scene.pool import Pool
from app.scene.room_visual import RoomVisual
from app.scene.solids import Body, Colour, ball, joined, placed, swept
from app.scene.stage import Stage
from headset.grabbing import in_room
from headset.panel_visual import Panel, PanelVisual
from headset.panels import PanelLayout
from headset.pointing import Standing
from headset.protocols import Colour as Background
from headset.protocols import PanelPainter
from headset.veil import Veil, VeilVisual

MOST_PANELS: Final = 2
PIXELS_A_DEGREE: Final = 20.0
MOST_PX: Final = 2048
LEAST_PAINT_S: Final = 0.1
BREATH_IN_S, BREATH_OUT_S = 4.0, 6.0
CALM: Final[Background] = (0.078, 0.094, 0.125, 1.0)

_FLOOR: Final[Colour] = (0.012, 0.02, 0.028, 1.0)
_SHAPE: Final[Colour] = (0.05, 0.12, 0.16, 1.0)
_RAY: Final[Colour] = (0.6, 0.75, 0.72, 0.5)
_EDGE: Final[Colour] = (0.3, 0.5, 0.55, 0.45)


class Shown:
    """What is to be seen of a visit; it is the `Sight` the eyes draw.

    Parameters
    ----------
    stage : Stage
        The page.
    painter : PanelPainter
        Paints panels; asked only when one says something else.
    """

    def __init__(self, stage: Stage, painter: PanelPainter[PanelLayout]) -> None:
        self._stage, self._painter = stage, painter
        self._panels: tuple[PanelVisual, ...] = tuple(Panel() for _ in range(MOST_PANELS))
        self._painted: list[tuple[PanelLayout | None, float]] = [(None, 0.0)] * MOST_PANELS
        self._veil: VeilVisual = Veil()
        self._rays, self._calm, self._edge = Pool(COLUMNS), Pool(COLUMNS), Pool(COLUMNS)
        self._rays_seen: PaintedVisual = Painted(self._rays, order=112.0, has_own_light=True)
        self._calm_seen: PaintedVisual = Painted(self._calm, order=1.0, has_own_light=True)
        self._edge_seen: PaintedVisual = Painted(self._edge, order=95.0, has_own_light=True)
        self._calm_at: Vector | None = None
        self._edge_of: tuple[Pose, tuple[float, float]] | None = None

    @property
    def is_calm(self) -> bool:
        """Whether the calm scene is seen in place of the page."""
        return self._calm_at is not None

    @property
    def visuals(self) -> Sequence[RoomVisual]:
        """Return what is drawn, in order."""
        own: list[RoomVisual] = [*self._panels, self._rays_seen, self._veil]
        if self.is_calm:
            return [self._calm_seen, *own]
        # the calm scene's shaders are ready before they are needed
        return [*self._stage.visuals, self._edge_seen, self._calm_seen, *own]

    @property
    def background(self) -> Background:
        """Return what is seen where nothing is."""
        return CALM if self.is_calm else self._stage.background

    def show_panels(self, standings: Sequence[Standing], time_s: float) -> None:
        """Show these panels and no others.

        While a slider is drawn along, a panel is painted some ten times a second and not in every
        frame: painting words takes longer than all the rest.
        """
        for number, visual in enumerate(self._panels):
            if number >= len(standings):
                visual.hide()
                continue
            standing = standings[number]
            layout = standing.layout
            before, painted_s = self._painted[number]
            is_same_card = before is not None and before.name == layout.name
            is_just_painted = is_same_card and 0 <= time_s - painted_s < LEAST_PAINT_S
            if layout != before and not is_just_painted:
                visual.show_picture(self._painter.paint(layout, size_px(layout)))
                self._painted[number] = layout, time_s
            visual.place(standing.pose, layout.width_m, layout.height_m)

    def show_rays(self, rays: Iterable[tuple[Vector, Vector]], scale: float) -> None:
        """Show rays from hands to where they end."""
        self._rays.clear()
        for number, (start, end) in enumerate(rays):
            places = np.array([start, end])
            if math.dist(start, end) > 1e-4:
                rod = swept(places, 0.0015 * scale, _RAY, sides=5)
                self._rays.put(f"ray {number}", *joined(rod, _dot(end, 0.006 * scale)))

    def show_veil(self, head: Pose, *, dark: float, edges: float, clear_deg: float) -> None:
        """Darken everything, or the edges."""
        self._veil.show(head, dark=dark, edges=edges, clear_deg=clear_deg)

    def use_calm(self, at: Pose | None) -> None:
        """Show the calm scene around a head, or the page again for None."""
        self._calm.clear()
        self._calm_at = None
        if at is not None:
            x, _, z = at.position_m
            self._calm_at = (x, at.position_m[1], z)
            self._calm.put("floor", *_disc((x, 0.0, z), 12.0 * at.scale))

    def breathe(self, at_m: Vector, scale: float, seconds: float) -> None:
        """Show the shape that breathes: in for 4 s, out for 6 s."""
        wide = breath(seconds)
        self._calm.put("shape", *placed(_BALL, at_m, (0.22 + 0.08 * wide) * scale))

    def show_edge(self, stand: Pose, bounds_m: tuple[float, float] | None) -> None:
        """Show the edge of the play area, or not."""
        wanted = None if bounds_m is None else (stand, bounds_m)
        if wanted == self._edge_of:
            return
        self._edge_of = wanted
        self._edge.clear()
        if wanted is not None:
            self._edge.put("edge", *_fence(*wanted))


def size_px(layout: PanelLayout) -> tuple[int, int]:
    """Return how many pixels a panel is painted with, wide and tall: as sharp as one can see."""
    em = max((part.text_m for part in layout.parts), default=0.02)
    # letters are so many degrees tall, whatever the distance: 32 pixels of them read well
    a_metre = PIXELS_A_DEGREE * 1.6 / em
    most = max(layout.width_m, layout.height_m) * a_metre
    a_metre *= min(1.0, MOST_PX / most)
    return max(round(layout.width_m * a_metre), 1), max(round(layout.height_m * a_metre), 1)


def breath(seconds: float) -> float:
    """Return how wide the shape is, 0 to 1, without a corner."""
    at = seconds % (BREATH_IN_S + BREATH_OUT_S)
    if at < BREATH_IN_S:
        return 0.5 - 0.5 * math.cos(math.pi * at / BREATH_IN_S)
    return 0.5 + 0.5 * math.cos(math.pi * (at - BREATH_IN_S) / BREATH_OUT_S)


_BALL: Final = ball((0.0, 0.0, 0.0), 1.0, _SHAPE)
_SMALL: Final = ball((0.0, 0.0, 0.0), 1.0, _RAY)


def _dot(at_m: Vector, radius_m: float) -> Body:
    return placed(_SMALL, at_m, radius_m)


def _disc(centre: Vector, radius_m: float) -> Body:
    angle = np.linspace(0, 2 * np.pi, 49)[:-1]
    rows = np.zeros((49, 10), np.float32)
    rows[:, :3] = centre
    rows[1:, 0] += (radius_m * np.cos(angle)).astype(np.float32)
    rows[1:, 2] += (radius_m * np.sin(angle)).astype(np.float32)
    rows[:, 4], rows[:, 6:] = 1.0, _FLOOR
    around = np.arange(48)
    triangles = np.stack([np.zeros(48, int), 1 + around, 1 + (around + 1) % 48], axis=1)
    return rows, triangles.astype(np.uint32)


def _fence(stand: Pose, bounds_m: tuple[float, float]) -> Body:
    x, z = bounds_m[0] / 2, bounds_m[1] / 2
    corners = ((-x, -z), (x, -z), (x, z), (-x, z))
    bodies = []
    for height in (0.02, 1.0):
        ring = np.array([in_room(stand, (a, height, b)) for a, b in (*corners, corners[0])])
        for first, second in pairwise(ring):
            bodies.append(swept(np.array([first, second]), 0.006 * stand.scale, _EDGE, sides=5))
    return joined(*bodies)
