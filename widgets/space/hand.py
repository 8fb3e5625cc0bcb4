"""The hand over the room: gives what the pen does to whatever tool it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from widgets.space.aim import Aim, Mark
from widgets.space.kit import SpaceKit, SpaceTool
from widgets.space.looking import Looking
from widgets.space.stand import SpaceStand


class Gesture(Protocol):
    """What a tool does from the moment the pen comes down until it is lifted."""

    def begin(self, mark: Mark, aim: Aim) -> None:
        """Put the pen down."""
        ...

    def move(self, mark: Mark, aim: Aim) -> None:
        """Go on."""
        ...

    def finish(self) -> None:
        """Lift the pen."""
        ...

    def reach(self, notches: float) -> bool:
        """Come nearer or go away; False where the wheel is not the tool's."""
        ...


Gestures = Mapping[SpaceTool, Callable[[], Gesture]]


class RoomHand:
    """Makes a gesture of each touch.

    Parameters
    ----------
    gestures : Mapping
        What each tool does; one that is not named only looks.
    """

    def __init__(
        self, kit: SpaceKit, stand: SpaceStand, looking: Looking, gestures: Gestures
    ) -> None:
        self._kit, self._stand, self._looking = kit, stand, looking
        self._gestures = gestures
        self._gesture: Gesture | None = None
        self._mark = Mark(0.0, 0.0)

    @property
    def only_looks(self) -> bool:
        """Whether a drag moves the view and nothing else."""
        return self._kit.tool not in self._gestures

    @property
    def aim(self) -> Aim:
        """Return how one looks into the room now."""
        looking = self._looking
        return Aim(
            looking.camera, looking.size_px, looking.orbit.target_m, self._stand.room.surface
        )

    def begin(self, mark: Mark) -> None:
        """Begin what the tool does; the pen's other end erases."""
        self._stand.finish()
        draws = (SpaceTool.BRUSH, SpaceTool.LINE)
        erases = mark.is_eraser and self._kit.tool in draws
        make = self._gestures.get(SpaceTool.ERASER if erases else self._kit.tool)
        if make is None or self._stand.work is None:
            return
        self._gesture, self._mark = make(), mark
        self._stand.begin(self._gesture)
        self._gesture.begin(mark, self.aim)

    def move(self, mark: Mark) -> None:
        """Go on with it."""
        if self._gesture is not None and self._stand.is_drawing:
            self._mark = mark
            self._gesture.move(mark, self.aim)

    def finish(self) -> None:
        """End it."""
        self._gesture = None
        self._stand.finish()

    def reach(self, notches: float) -> bool:
        """Bring the pen nearer or away while it draws."""
        if self._gesture is None or not self._gesture.reach(notches):
            return False
        self._gesture.move(self._mark, self.aim)
        return True
