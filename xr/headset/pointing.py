"""Pressing what is on panels: with a ray from the hand, or with a fingertip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.model.inside import Tuning
from app.model.space import Pose, Vector
from headset.hands import Side
from headset.panels import Box, Kind, PanelLayout, Part, track
from headset.placing import before_panel, on_panel
from headset.working import Working


@dataclass(frozen=True, slots=True)
class Standing:
    """A panel where it stands; ``layout`` is what is on it."""

    layout: PanelLayout
    pose: Pose


@dataclass(frozen=True, slots=True)
class Deed:
    """What a hand did on a panel: pressed something, or moved a slider or a wheel.

    ``x`` and ``y`` are 0 to 1 within the part.
    """

    panel: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Pointed:
    """What one hand means in one frame.

    ``is_over`` is whether it means a panel at all: then it does not draw. ``at_m`` is where its
    ray ends.
    """

    is_over: bool = False
    at_m: Vector | None = None
    held: str = ""
    deed: Deed | None = None


class Pointer:
    """One hand's ray and fingertip over the panels.

    A button does what it does when it is let go over itself; so a slip can be taken back. Where a
    hand began to draw, it does not press until it has let go.
    """

    def __init__(self, side: Side, tuning: Tuning) -> None:
        self.side = side
        self._tuning = tuning
        self._is_down = False
        self._held: tuple[str, str] | None = None
        self._touching: tuple[str, str] | None = None

    def look(self, hand: Working, panels: Iterable[Standing]) -> Pointed:
        """Return what the hand means now; the nearest panel counts."""
        if not hand.is_there:
            self.let_go()
            return Pointed()
        shown = tuple(panels)
        touched = self._touch(hand, shown)
        if touched is not None:
            return touched
        return self._point(hand, shown)

    def let_go(self) -> None:
        """Forget what was held: nothing is pressed by it."""
        self._is_down, self._held, self._touching = False, None, None

    def _point(self, hand: Working, panels: tuple[Standing, ...]) -> Pointed:
        was_down = self._is_down
        limit = self._tuning["release"] if was_down else self._tuning["press"]
        self._is_down = hand.pull >= limit
        hit = self._hit(hand, panels)
        if self._held is not None:
            return self._while_held(hand, panels, hit)
        if hit is None:
            return Pointed()
        standing, x, y, at_m = hit
        part = standing.layout.part_at(x, y)
        name = part.name if part is not None else ""
        if self._is_down and not was_down and part is not None:
            self._held = standing.layout.name, part.name
            return Pointed(True, at_m, name, _slid(standing, part, x, y))
        return Pointed(True, at_m)

    def _while_held(
        self, hand: Working, panels: tuple[Standing, ...],
        hit: tuple[Standing, float, float, Vector] | None,
    ) -> Pointed:  # fmt: skip
        panel, name = self._held or ("", "")
        standing = next((each for each in panels if each.layout.name == panel), None)
        part = standing.layout.find(name) if standing is not None else None
        if standing is None or part is None:
            self._held = None
            return Pointed(True)
        layout = standing.layout
        place = on_panel(standing.pose, layout.width_m, layout.height_m, *hand.ray)
        at_m = hit[3] if hit is not None else None
        if self._is_down:
            deed = _slid(standing, part, place[0], place[1]) if place is not None else None
            return Pointed(True, at_m, name, deed)
        self._held = None
        is_over = hit is not None and hit[0] is standing and part.box.holds(hit[1], hit[2])
        if is_over and part.can_press and part.kind not in _SLIDING:
            return Pointed(True, at_m, "", Deed(panel, name, 0.5, 0.5))
        return Pointed(True, at_m)

    def _hit(
        self, hand: Working, panels: tuple[Standing, ...]
    ) -> tuple[Standing, float, float, Vector] | None:
        nearest: tuple[float, Standing, float, float] | None = None
        for standing in panels:
            layout = standing.layout
            found = on_panel(standing.pose, layout.width_m, layout.height_m, *hand.ray)
            if found is None or found[2] > self._tuning["ray_m"]:
                continue
            x, y, away = found
            is_on = Box(0.0, 0.0, layout.width_m, layout.height_m).holds(x, y)
            if is_on and (nearest is None or away < nearest[0]):
                nearest = away, standing, x, y
        if nearest is None:
            return None
        away, standing, x, y = nearest
        far = away * standing.pose.scale
        a, b, c = (o + far * d for o, d in zip(*hand.ray, strict=True))
        return standing, x, y, (a, b, c)

    def _touch(self, hand: Working, panels: tuple[Standing, ...]) -> Pointed | None:
        finger = hand.finger_m
        if finger is None:
            self._touching = None
            return None
        for standing in panels:
            layout = standing.layout
            x, y, before = before_panel(standing.pose, layout.width_m, layout.height_m, finger)
            limit = self._tuning["untouch_m" if self._touching else "touch_m"]
            is_on = Box(0.0, 0.0, layout.width_m, layout.height_m).holds(x, y)
            # a finger that came from behind, or went far through, presses nothing
            if not is_on or not -0.05 < before < limit:
                continue
            part = layout.part_at(x, y)
            was, self._touching = self._touching, self._touching or (layout.name, "")
            if part is None:
                return Pointed(True, finger)
            if was is None or (part.kind in _SLIDING and was == (layout.name, part.name)):
                self._touching = layout.name, part.name
                is_button = part.kind not in _SLIDING
                deed = Deed(layout.name, part.name, 0.5, 0.5) if is_button else None
                return Pointed(True, finger, part.name, deed or _slid(standing, part, x, y))
            return Pointed(True, finger, was[1])
        self._touching = None
        return None


_SLIDING = (Kind.SLIDER, Kind.WHEEL)


def _slid(standing: Standing, part: Part, x_m: float, y_m: float) -> Deed | None:
    """Return where on a slider or wheel a place is; None for what only is pressed."""
    if part.kind not in _SLIDING:
        return None
    left, width = track(part)
    x = min(max((x_m - left) / max(width, 1e-9), 0.0), 1.0)
    y = min(max((y_m - part.box.y_m) / max(part.box.height_m, 1e-9), 0.0), 1.0)
    return Deed(standing.layout.name, part.name, x, y)
