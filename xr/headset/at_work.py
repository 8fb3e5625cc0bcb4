"""What both hands do to the page: draw, erase, work and hold clay, take hold of the world."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from app.model.inside import Choices, Tuning
from app.model.space import Pose
from headset.clay_hands import ClayWork, Held, clay_near, clay_to_hold
from headset.drawing import SpaceDrawing
from headset.erasing import SpaceErasing
from headset.grabbing import WorldGrab
from headset.hands import Side
from headset.kit import InsideKit, InsideTool
from headset.page import InsidePage
from headset.working import Working

Hands = Mapping[Side, Working]


class Gesture(Protocol):
    """What a tool does from the pull of the trigger until it is let go."""

    def move(self, hand: Working, time_s: float) -> None:
        """Go on."""
        ...

    def finish(self) -> None:
        """End it."""
        ...


class AtWork:
    """Makes gestures of what the hands do.

    Parameters
    ----------
    main : Side
        The hand that draws.
    """

    def __init__(
        self, page: InsidePage, kit: InsideKit, tuning: Tuning, choices: Choices, main: Side
    ) -> None:
        self._page, self._kit, self._tuning, self._choices = page, kit, tuning, choices
        self.main = main
        self._gesture: Gesture | None = None
        self._clay: ClayWork | None = None
        self._at_clay: set[Side] = set()
        self._pulled: set[Side] = set()
        self._held: Held | None = None
        self._holding: set[Side] = set()
        self._squeezed: set[Side] = set()
        self._grab: WorldGrab | None = None
        self._grabbing: tuple[Side, ...] = ()

    def is_working(self, side: Side) -> bool:
        """Whether a hand draws, works or holds something now."""
        draws = self._gesture is not None and side is self.main
        return draws or side in self._at_clay | self._holding or side in self._grabbing

    @property
    def is_grabbing(self) -> bool:
        """Whether the world is held."""
        return self._grab is not None

    def follow(self, hands: Hands, free: Collection[Side], time_s: float, stand: Pose) -> Pose:
        """Follow the hands for a frame; return where the play area stands from now on.

        Parameters
        ----------
        free : collection of Side
            The hands that mean no panel.
        stand : Pose
            Where it stood when the hands were seen.
        """
        begun = self._begun(hands, free)
        self._draw(hands, begun, time_s)
        self._work_clay(hands, begun, time_s)
        gripped = self._gripped(hands, free)
        self._hold(hands, gripped)
        return self._grab_world(hands, stand)

    def finish(self) -> None:
        """End everything that is under way; all of it is kept."""
        for one in (self._gesture, self._clay):
            if one is not None:
                one.finish()
        self._gesture = self._clay = self._held = self._grab = None
        self._at_clay.clear()
        self._holding.clear()
        self._grabbing = ()
        # what is pulled now begins nothing before it was let go
        self._pulled, self._squeezed = set(Side), set(Side)

    def _begun(self, hands: Hands, free: Collection[Side]) -> set[Side]:
        """Return the hands whose trigger was pulled in this frame; a pull holds until let go."""
        begun = set()
        draw = self._tuning["draw"]
        for side, hand in hands.items():
            if hand.pull < draw / 2 or not hand.is_there:
                self._pulled.discard(side)
            elif hand.pull >= draw and side not in self._pulled:
                self._pulled.add(side)
                if side in free and not self.is_working(side):
                    begun.add(side)
        return begun

    def _draw(self, hands: Hands, begun: set[Side], time_s: float) -> None:
        hand = hands[self.main]
        if self._gesture is not None:
            if self.main not in self._pulled:
                gesture, self._gesture = self._gesture, None
                gesture.finish()
            else:
                self._gesture.move(hand, time_s)
        elif self.main in begun and self._kit.tool is InsideTool.BRUSH:
            self._gesture = SpaceDrawing(self._page, self._kit, self._tuning, hand, time_s)
        elif self.main in begun and self._kit.tool is InsideTool.ERASER:
            self._gesture = SpaceErasing(self._page, self._tuning, hand, time_s)

    def _work_clay(self, hands: Hands, begun: set[Side], time_s: float) -> None:
        self._at_clay &= self._pulled
        if self._kit.tool is InsideTool.CLAY:
            for side in begun if not self._choices.is_one_handed else begun & {self.main}:
                self._begin_clay(hands[side], time_s)
        if self._clay is None:
            return
        if self._at_clay:
            self._clay.work([hands[side] for side in Side if side in self._at_clay], time_s)
        else:
            clay, self._clay = self._clay, None
            clay.finish()

    def _begin_clay(self, hand: Working, time_s: float) -> None:
        if self._clay is not None:
            self._at_clay.add(hand.side)
            return
        reach_m = max(self._kit.size_m / 2, self._tuning["clay_reach_m"]) * self._page.scale
        clay = clay_near(self._page, hand.tip_m, reach_m)
        if clay is not None and self._page.may_change():
            self._clay = ClayWork(self._page, self._kit, clay, time_s)
            self._at_clay.add(hand.side)

    def _gripped(self, hands: Hands, free: Collection[Side]) -> set[Side]:
        """Return the hands that closed in this frame."""
        begun = set()
        for side, hand in hands.items():
            if hand.squeeze < self._tuning["release"] or not hand.is_there:
                self._squeezed.discard(side)
            elif hand.squeeze >= self._tuning["press"] and side not in self._squeezed:
                self._squeezed.add(side)
                if side in free and not self.is_working(side):
                    begun.add(side)
        return begun

    def _hold(self, hands: Hands, gripped: set[Side]) -> None:
        self._holding &= self._squeezed
        for side in gripped:
            if self._held is None and self._grab is None and self._page.may_change():
                clay = clay_to_hold(self._page, hands[side].tip_m, self._tuning)
                if clay is not None:
                    self._held = Held(self._page, clay.uid)
            if self._held is not None:
                self._holding.add(side)
        if self._held is not None and self._holding:
            self._held.follow(hands[side] for side in Side if side in self._holding)
        else:
            self._held = None

    def _grab_world(self, hands: Hands, stand: Pose) -> Pose:
        may = self._choices.may_grab_world and self._held is None and self._gesture is None
        sides = tuple(side for side in Side if side in self._squeezed) if may else ()
        if self._clay is not None:
            sides = ()
        places = [hands[side].tip_m for side in sides]
        if sides != self._grabbing:
            self._grabbing = sides
            self._grab = WorldGrab(stand, places, self._tuning) if sides else None
        return stand if self._grab is None else self._grab.stand(stand, places)
