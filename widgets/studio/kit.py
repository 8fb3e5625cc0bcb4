"""What lies in the hand: brush, size, flow, colour. Kept for the session, never undone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.model.brush import Brush
from app.model.words import Sentence

Colour = tuple[int, int, int]

MIN_RADIUS_PX, MAX_RADIUS_PX = 0.5, 200.0
RECENT_COUNT = 8
PALETTE: tuple[tuple[Sentence, Colour], ...] = (
    (Sentence("Ink"), (42, 40, 51)),
    (Sentence("Lake blue"), (94, 132, 164)),
    (Sentence("Mist blue"), (159, 190, 201)),
    (Sentence("Apricot"), (231, 163, 92)),
    (Sentence("Terracotta"), (196, 104, 62)),
    (Sentence("Moss"), (124, 153, 106)),
    (Sentence("Fir"), (62, 92, 86)),
    (Sentence("Sand"), (237, 224, 208)),
    (Sentence("Rose"), (212, 180, 200)),
    (Sentence("Heather"), (125, 104, 150)),
)


class Implement(StrEnum):
    """The tools of the column; each really works."""

    BRUSH = "brush"
    ERASER = "eraser"
    PICKER = "picker"
    HAND = "hand"


class HasColours(Protocol):
    """What holds the colour in use; all kinds of page share one."""

    @property
    def colour(self) -> Colour:
        """Return the colour in use."""
        ...

    @property
    def recent(self) -> Sequence[Colour]:
        """Return the colours used last, the newest first."""
        ...

    @property
    def changed(self) -> SignalInstance:
        """Return what tells that something else is in the hand now."""
        ...

    def choose_colour(self, colour: Colour) -> None:
        """Dip into another colour."""
        ...


class Kit(QObject):
    """What is in the hand.

    Parameters
    ----------
    brushes : sequence of Brush
        The shelf, firm ones first.

    Attributes
    ----------
    changed : Signal()
        Something else is in the hand now.
    """

    changed = Signal()

    def __init__(self, brushes: Sequence[Brush]) -> None:
        super().__init__()
        self.brushes = tuple(brushes)
        self.implement = Implement.BRUSH
        self.colour: Colour = PALETTE[1][1]
        self.recent: list[Colour] = []
        self._brush = next((each for each in brushes if each.name == "ink"), self.brushes[0])
        self._radius_px = {each.uid: each["radius_px"] for each in brushes}
        self._flow = {each.uid: 1.0 for each in brushes}
        self._eraser_radius_px, self._eraser_flow = 24.0, 1.0
        self._eraser = next(
            (each for each in brushes if each.name == "soft_round"), self.brushes[-1]
        )

    @property
    def brush(self) -> Brush:
        """Return the brush chosen on the shelf."""
        return self._brush

    @property
    def is_erasing(self) -> bool:
        """Whether the eraser is in the hand."""
        return self.implement is Implement.ERASER

    @property
    def radius_px(self) -> float:
        """Return the radius of what is in the hand, in canvas pixels."""
        return self._eraser_radius_px if self.is_erasing else self._radius_px[self._brush.uid]

    @property
    def flow(self) -> float:
        """Return how strongly it covers, 0 to 1."""
        return self._eraser_flow if self.is_erasing else self._flow[self._brush.uid]

    def tip(self, *, is_eraser: bool) -> tuple[Brush, float, float]:
        """Return brush, radius and flow of a stroke; ``is_eraser`` for the pen's other end."""
        if is_eraser or self.is_erasing:
            return self._eraser, self._eraser_radius_px, self._eraser_flow
        return self._brush, self._radius_px[self._brush.uid], self._flow[self._brush.uid]

    def take(self, implement: Implement) -> None:
        """Take a tool into the hand."""
        self.implement = implement
        self.changed.emit()

    def choose_brush(self, brush: Brush) -> None:
        """Take a brush from the shelf."""
        self._brush, self.implement = brush, Implement.BRUSH
        self.changed.emit()

    def choose_colour(self, colour: Colour) -> None:
        """Dip into another colour; whoever erased or picked paints again."""
        self.colour = colour
        if self.implement is not Implement.BRUSH:
            self.implement = Implement.BRUSH
        self.changed.emit()

    def used_colour(self) -> None:
        """Remember the colour that was painted with; the newest first."""
        if self.is_erasing or self.recent[:1] == [self.colour]:
            return
        others = [each for each in self.recent if each != self.colour]
        self.recent = [self.colour, *others][:RECENT_COUNT]
        self.changed.emit()

    def set_radius(self, radius_px: float) -> None:
        """Choose the size."""
        radius_px = min(max(radius_px, MIN_RADIUS_PX), MAX_RADIUS_PX)
        if self.is_erasing:
            self._eraser_radius_px = radius_px
        else:
            self._radius_px[self._brush.uid] = radius_px
        self.changed.emit()

    def set_flow(self, flow: float) -> None:
        """Choose how strongly it covers, 0 to 1."""
        flow = min(max(flow, 0.02), 1.0)
        if self.is_erasing:
            self._eraser_flow = flow
        else:
            self._flow[self._brush.uid] = flow
        self.changed.emit()
