"""What lies in the hand on a page in space. Kept for the session, never undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.commands.space_looks import Look
from app.model.clay import ClayTool
from app.model.space import Vector
from app.model.space_brush import SpaceBrush
from widgets.studio.kit import Colour, Kit

MIN_SIZE_M, MAX_SIZE_M = 0.002, 0.5
MIN_REACH_M, MAX_REACH_M = 0.01, 0.6
GRID_M = 0.05
ANGLE_DEG = 15.0
FIRST = "matte"
MIDDLE_M: Vector = (0.0, 0.0, 0.0)
LEFT_RIGHT: Vector = (1.0, 0.0, 0.0)


class SpaceTool(StrEnum):
    """The tools of a page in space; the first word of some is the studio's own."""

    BRUSH = "brush"
    LINE = "line"
    ERASER = "eraser"
    CUT = "cut"
    PICKER = "picker"
    REPAINT = "repaint"
    SELECT = "select"
    HAND = "hand"
    CLAY = "clay"


class DrawOn(StrEnum):
    """Where in the room the pen draws."""

    VIEW = "view"
    GROUND = "ground"
    SURFACE = "surface"
    FREE = "free"


class Mirror(StrEnum):
    """Which copies a stroke gets while it is drawn."""

    NONE = "none"
    ONE = "one"
    TURNED = "turned"
    KALEIDOSCOPE = "kaleidoscope"


@dataclass(frozen=True, slots=True)
class Way:
    """How strokes are led: where they lie, what they keep to, what is drawn beside them."""

    draw_on: DrawOn = DrawOn.VIEW
    grid_m: float = 0.0
    angle_deg: float = 0.0
    mirror: Mirror = Mirror.NONE
    copies: int = 6
    mirror_at_m: Vector = MIDDLE_M
    mirror_faces: Vector = LEFT_RIGHT


@dataclass(frozen=True, slots=True)
class ClayHand:
    """How clay is worked: the tool, how far it reaches, how strongly, and what is alike.

    ``wheel_rpm`` is how fast the clay turns under the tool, turns a minute.
    """

    tool: ClayTool
    radius_m: float
    strength: float
    symmetry: tuple[bool, bool, bool] = (True, False, False)
    is_inverted: bool = False
    wheel_rpm: float = 0.0


class SpaceKit(QObject):
    """What is in the hand in space; its colours are those of the whole studio.

    Parameters
    ----------
    brushes : sequence of SpaceBrush
        The shelf.
    clay_tools : sequence of ClayTool
        What clay is worked with.
    flat : Kit
        What is in the hand on paper: it holds the colours.

    Attributes
    ----------
    changed : Signal()
        Something else is in the hand now.
    """

    changed = Signal()

    def __init__(
        self, brushes: Sequence[SpaceBrush], clay_tools: Sequence[ClayTool], flat: Kit
    ) -> None:
        super().__init__()
        self.brushes, self.clay_tools = tuple(brushes), tuple(clay_tools)
        self.tool = SpaceTool.BRUSH
        self.may_flash = False
        self.way = Way()
        first = self.clay_tools[0]
        self.clay = ClayHand(first, first["radius_m"], first["strength"])
        self.opacity = 1.0
        self._flat = flat
        self._brush = next((each for each in brushes if each.name == FIRST), self.brushes[0])
        self._size_m = {each.uid: each["size_m"] for each in brushes}
        self._reach_m = 0.05
        flat.changed.connect(self.changed)

    @property
    def brush(self) -> SpaceBrush:
        """Return the brush chosen on the shelf."""
        return self._brush

    @property
    def offered(self) -> tuple[SpaceBrush, ...]:
        """Return the brushes of the shelf; flashing ones only where they were asked for."""
        return tuple(each for each in self.brushes if self.may_flash or not each.is_flashing)

    @property
    def colour(self) -> Colour:
        """Return the colour in use."""
        return self._flat.colour

    @property
    def recent(self) -> Sequence[Colour]:
        """Return the colours used last, the newest first."""
        return self._flat.recent

    @property
    def draws(self) -> bool:
        """Whether a brush is in the hand."""
        return self.tool in (SpaceTool.BRUSH, SpaceTool.LINE)

    @property
    def size_m(self) -> float:
        """Return the full width of what is in the hand, metres in the room."""
        if self.tool is SpaceTool.CLAY:
            return 2 * self.clay.radius_m
        return self._size_m[self._brush.uid] if self.draws else 2 * self._reach_m

    def take(self, tool: SpaceTool) -> None:
        """Take a tool into the hand."""
        self.tool = tool
        self.changed.emit()

    def take_clay(self, tool: ClayTool) -> None:
        """Take a tool for clay into the hand."""
        self.tool = SpaceTool.CLAY
        if tool is not self.clay.tool:
            self.clay = replace(
                self.clay, tool=tool, radius_m=tool["radius_m"], strength=tool["strength"]
            )
        self.changed.emit()

    def work_clay(self, hand: ClayHand) -> None:
        """Work clay another way."""
        self.clay = hand
        self.changed.emit()

    def lead(self, way: Way) -> None:
        """Lead strokes another way."""
        self.way = way
        self.changed.emit()

    def choose_brush(self, brush: SpaceBrush) -> None:
        """Take a brush from the shelf; the straight edge stays in the hand."""
        self._brush = brush
        if not self.draws:
            self.tool = SpaceTool.BRUSH
        self.changed.emit()

    def choose_colour(self, colour: Colour) -> None:
        """Dip into another colour; whoever erased or picked draws again."""
        if self.tool in (SpaceTool.ERASER, SpaceTool.CUT, SpaceTool.PICKER, SpaceTool.HAND):
            self.tool = SpaceTool.BRUSH
        self._flat.choose_colour(colour)

    def allow_flashing(self, *, is_allowed: bool) -> None:
        """Offer brushes that flash, or none of them."""
        self.may_flash = is_allowed
        if self._brush not in self.offered:
            self._brush = self.offered[0]
        self.changed.emit()

    def take_look(self, look: Look) -> None:
        """Take brush, colour, width and opacity of a stroke; the tool stays."""
        found = next((each for each in self.brushes if each.uid == look.brush_uid), None)
        if found is not None:
            self._brush = found
            self._size_m[found.uid] = min(max(look.size_m, MIN_SIZE_M), MAX_SIZE_M)
        self.opacity = look.opacity
        self._flat.choose_colour(look.colour)

    def used_colour(self) -> None:
        """Remember the colour that was drawn with."""
        self._flat.used_colour()

    def set_size(self, size_m: float) -> None:
        """Choose the width of what is in the hand."""
        if self.tool is SpaceTool.CLAY:
            radius_m = min(max(size_m / 2, MIN_REACH_M), MAX_REACH_M)
            self.clay = replace(self.clay, radius_m=radius_m)
        elif self.draws:
            self._size_m[self._brush.uid] = min(max(size_m, MIN_SIZE_M), MAX_SIZE_M)
        else:
            self._reach_m = min(max(size_m / 2, MIN_REACH_M), MAX_REACH_M)
        self.changed.emit()

    def set_opacity(self, opacity: float) -> None:
        """Choose how much it covers, 0 to 1."""
        self.opacity = min(max(opacity, 0.05), 1.0)
        self.changed.emit()
