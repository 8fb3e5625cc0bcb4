"""What lies in the drawing hand inside: tool, brush, colour, size, mirror. Never undone."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from psygnal import Signal

from app.commands.space_looks import Look
from app.model.clay import ClayTool
from app.model.space_brush import SpaceBrush

MIN_SIZE_M: Final = 0.002
MAX_SIZE_M: Final = 0.5
RECENT: Final = 6
FIRST: Final = "matte"
INK: Final = (47, 107, 102)

Colour = tuple[int, int, int]


class InsideTool(StrEnum):
    """What the drawing hand does."""

    BRUSH = "brush"
    ERASER = "eraser"
    CLAY = "clay"


class InsideMirror(StrEnum):
    """Which copies a stroke gets while it is drawn."""

    NONE = "none"
    ONE = "one"
    TURNED = "turned"
    KALEIDOSCOPE = "kaleidoscope"


class InsideKit:
    """What is in the hand.

    Parameters
    ----------
    brushes : sequence of SpaceBrush
        The shelf.
    clay_tools : sequence of ClayTool
        What clay is worked with.
    may_flash : bool
        Whether brushes that flash are offered.

    Attributes
    ----------
    changed : Signal()
        Something else is in the hand now.
    """

    changed = Signal()

    def __init__(
        self, brushes: Sequence[SpaceBrush], clay_tools: Sequence[ClayTool], *, may_flash: bool
    ) -> None:
        self.brushes = tuple(each for each in brushes if may_flash or not each.is_flashing)
        self.clay_tools = tuple(clay_tools)
        self.tool = InsideTool.BRUSH
        self.mirror = InsideMirror.NONE
        self.copies = 6
        self.colour: Colour = INK
        self.recent: tuple[Colour, ...] = ()
        self.opacity = 1.0
        self.brush = next((each for each in self.brushes if each.name == FIRST), self.brushes[0])
        self.clay_tool = self.clay_tools[0]
        self._sizes_m = {each.uid: each["size_m"] for each in self.brushes}
        self._radii_m = {each.uid: each["radius_m"] for each in self.clay_tools}

    @property
    def size_m(self) -> float:
        """Return the full width of what is in the hand, metres in the room."""
        if self.tool is InsideTool.CLAY:
            return 2 * self._radii_m[self.clay_tool.uid]
        return self._sizes_m[self.brush.uid]

    def take(self, tool: InsideTool) -> None:
        """Take a tool into the hand."""
        self.tool = tool
        self.changed.emit()

    def choose_brush(self, uid: str) -> None:
        """Take a brush from the shelf."""
        self.brush = next(each for each in self.brushes if each.uid == uid)
        self.take(InsideTool.BRUSH)

    def choose_clay_tool(self, uid: str) -> None:
        """Take a tool for clay."""
        self.clay_tool = next(each for each in self.clay_tools if each.uid == uid)
        self.take(InsideTool.CLAY)

    def choose_colour(self, colour: Colour) -> None:
        """Dip into another colour; whoever erased draws again."""
        self.colour = colour
        if self.tool is InsideTool.ERASER:
            self.tool = InsideTool.BRUSH
        self.changed.emit()

    def take_look(self, look: Look) -> None:
        """Take the brush, colour, width and opacity of a stroke."""
        if look.brush_uid in self._sizes_m:
            self.brush = next(each for each in self.brushes if each.uid == look.brush_uid)
            self._sizes_m[look.brush_uid] = _within(look.size_m)
        self.colour, self.opacity = look.colour, look.opacity
        self.changed.emit()

    def used_colour(self) -> None:
        """Remember the colour that was drawn with."""
        if self.recent[:1] != (self.colour,):
            others = tuple(each for each in self.recent if each != self.colour)
            self.recent = (self.colour, *others)[:RECENT]
            self.changed.emit()

    def set_size(self, size_m: float) -> None:
        """Choose the width of what is in the hand."""
        if self.tool is InsideTool.CLAY:
            self._radii_m[self.clay_tool.uid] = _within(size_m) / 2
        else:
            self._sizes_m[self.brush.uid] = _within(size_m)
        self.changed.emit()

    def use_mirror(self, mirror: InsideMirror) -> None:
        """Draw with other copies."""
        self.mirror = mirror
        self.changed.emit()


def colour_at(x: float, y: float) -> Colour:
    """Return the colour at a place of the colour field: hue across, light down to dark.

    The upper half goes from white to the full hue, the lower from there to black.
    """
    if y < 0.5:
        red, green, blue = colorsys.hsv_to_rgb(min(x, 0.999999), 2 * y, 1.0)
    else:
        red, green, blue = colorsys.hsv_to_rgb(min(x, 0.999999), 1.0, 2 - 2 * y)
    return round(red * 255), round(green * 255), round(blue * 255)


def place_of_colour(colour: Colour) -> tuple[float, float]:
    """Return where on the colour field a colour is, or the nearest one there."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(each / 255 for each in colour))
    return hue, saturation / 2 if value > 1 - 1 / 512 else 1 - value / 2


def _within(size_m: float) -> float:
    return min(max(size_m, MIN_SIZE_M), MAX_SIZE_M)
