"""What the person works with, as it is seen: the handles, and where the hand is.

A line falls from the hand to the floor and ends in a small ring: it says how high and how far
away the hand is, which a flat picture alone does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from app.model.space import Vector
from app.scene.gizmo import Gizmo, Handle
from app.scene.painted_visual import COLUMNS, Painted, PaintedVisual
from app.scene.pool import Pool
from app.scene.solids import Body, Colour, ball, joined, placed, ring, swept

LEAST_RADIUS_M = 0.002

_NO_COLOUR: Colour = (0.0, 0.0, 0.0, 0.0)


@cache
def _ball() -> Body:
    return ball((0.0, 0.0, 0.0), 1.0, _NO_COLOUR)


@cache
def _line() -> Body:
    return swept(np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), 0.0012, _NO_COLOUR, sides=5)


@cache
def _ring() -> Body:
    return ring((0.0, 0.0, 0.0), (0.0, 1.0, 0.0), 1.0, 0.06, _NO_COLOUR)


@dataclass(frozen=True, slots=True)
class Hand:
    """Where a hand is: ``radius_m`` is half the brush's width; ``colour`` is linear."""

    position_m: Vector
    radius_m: float = 0.01
    colour: tuple[float, float, float] = (0.9, 0.9, 0.9)
    facing: Vector | None = None

    def body(self) -> Body:
        """Return its triangles, columns of `PaintedVisual`."""
        x, y, z = self.position_m
        radius = max(self.radius_m, LEAST_RADIUS_M)
        seen: Colour = (*self.colour, 0.55)
        faint: Colour = (0.05, 0.05, 0.06, 0.35)
        bodies = [placed(_ball(), self.position_m, radius, seen)]
        if self.facing is not None:
            bodies.append(ring(self.position_m, self.facing, radius * 1.25, radius * 0.05, seen))
        if y > 0.02:
            wide = max(radius, 0.015)
            bodies.append(placed(_line(), (x, 0.004, z), (1.0, y - radius, 1.0), faint))
            bodies.append(placed(_ring(), (x, 0.004, z), (wide, 0.06, wide), faint))
        return joined(*bodies)


class HandsShown:
    """The hands, which what is nearer hides, and the gizmo, which nothing hides."""

    def __init__(self) -> None:
        self._hands = Pool(COLUMNS)
        self._gizmo = Pool(COLUMNS)
        self.new_visuals()

    @property
    def visuals(self) -> list[PaintedVisual]:
        """Return what is drawn."""
        return [self._hands_seen, self._gizmo_seen]

    def show_hands(self, hands: Sequence[Hand]) -> None:
        """Show these hands and no others."""
        self._hands.clear()
        for number, hand in enumerate(hands):
            self._hands.put(f"hand {number}", *hand.body())

    def show_gizmo(self, gizmo: Gizmo | None, held: Handle | None = None) -> None:
        """Show the handles, or none."""
        self._gizmo.clear()
        if gizmo is not None:
            self._gizmo.put("gizmo", *gizmo.body(held))

    def new_visuals(self) -> None:
        """Make the visuals anew, for another GL context."""
        for pool in (self._hands, self._gizmo):
            pool.dirty_vertices.is_all = pool.dirty_triangles.is_all = True
        self._hands_seen: PaintedVisual = Painted(self._hands, order=90.0, has_own_light=True)
        self._gizmo_seen: PaintedVisual = Painted(self._gizmo, order=110.0, has_own_light=True)
