"""Shows a moment of a visit: panels, rays, the brush, darkness, the edge of the play area."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.geometry.look import linear
from app.model.inside import Tuning
from app.model.space import Pose, Vector
from app.scene.hand import Hand as SeenHand
from app.scene.stage import Stage
from headset.comfort import edge_near
from headset.grabbing import in_area
from headset.hands import Side
from headset.kit import InsideKit, InsideTool
from headset.placing import ahead
from headset.pointing import Pointed, Standing
from headset.shown import Shown
from headset.working import Working

SHAPE_AWAY_M = 2.5


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame of a visit: ``dark`` is everywhere, ``edges`` at the edges, both 0 to 1."""

    head: Pose
    stand: Pose
    main: Side
    hands: Mapping[Side, Working]
    pointed: Mapping[Side, Pointed]
    standings: tuple[Standing, ...]
    dark: float
    edges: float


class Seeing:
    """Brings moments into sight."""

    def __init__(
        self, sight: Shown, stage: Stage, kit: InsideKit, tuning: Tuning,
        bounds_m: Callable[[], tuple[float, float] | None],
    ) -> None:  # fmt: skip
        self._sight, self._stage, self._kit = sight, stage, kit
        self._tuning, self._bounds_m = tuning, bounds_m
        self._shape_m: Vector = (0.0, 1.4, -SHAPE_AWAY_M)

    def put_shape(self, head: Pose) -> None:
        """Let the shape of the calm scene stand ahead of a head, and stay there."""
        self._shape_m = ahead(head, SHAPE_AWAY_M, scale=head.scale).position_m

    def show(self, moment: Moment, time_s: float, calm_s: float | None) -> None:
        """Show a moment; ``calm_s`` is for how long the shape has breathed, None on the page."""
        scale = moment.stand.scale
        self._sight.show_panels(moment.standings, time_s)
        self._sight.show_rays(
            [
                (moment.hands[side].ray[0], each.at_m)
                for side, each in moment.pointed.items()
                if each.at_m is not None and moment.hands[side].is_there
            ],
            scale,
        )
        self._sight.show_veil(
            replace(moment.head, scale=scale), dark=moment.dark, edges=moment.edges,
            clear_deg=self._tuning["vignette_deg"],
        )  # fmt: skip
        if calm_s is not None:
            self._sight.breathe(self._shape_m, scale, calm_s)
        else:
            self._show_brush(moment)
            self._show_edge(moment)

    def _show_brush(self, moment: Moment) -> None:
        hand = moment.hands[moment.main]
        seen = []
        if hand.is_there and not moment.pointed[moment.main].is_over:
            red, green, blue = linear(self._kit.colour).tolist()
            radius_m = self._kit.size_m / 2
            if self._kit.tool is InsideTool.ERASER:
                red = green = blue = 0.8
                radius_m = self._tuning["eraser_m"]
            seen = [SeenHand(hand.tip_m, radius_m * moment.stand.scale, (red, green, blue))]
        self._stage.hands.show_hands(seen)

    def _show_edge(self, moment: Moment) -> None:
        bounds = self._bounds_m()
        if bounds is None:
            self._sight.show_edge(moment.stand, None)
            return
        places = [moment.head.position_m]
        places += [each.ray[0] for each in moment.hands.values() if each.is_there]
        own = tuple(in_area(moment.stand, each) for each in places)
        is_near = edge_near(own, bounds, self._tuning["edge_m"])
        self._sight.show_edge(moment.stand, bounds if is_near else None)
