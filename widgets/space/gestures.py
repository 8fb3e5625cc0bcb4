"""What each tool does with the pen."""

from __future__ import annotations

from functools import partial

from widgets.space.choosing import Choice, Selecting
from widgets.space.drawing import Drawing, Ruling
from widgets.space.erasing import Cutting, Erasing, Picking, Repainting
from widgets.space.hand import Gestures
from widgets.space.kit import SpaceKit, SpaceTool
from widgets.space.modelling import Modelling
from widgets.space.stand import SpaceStand
from widgets.space.wheel import PottersWheel


def gestures_of(kit: SpaceKit, stand: SpaceStand, picked: Choice, wheel: PottersWheel) -> Gestures:
    """Return what makes a gesture for each tool; the hand is not among them: it only looks."""
    return {
        SpaceTool.BRUSH: partial(Drawing, kit, stand),
        SpaceTool.LINE: partial(Ruling, kit, stand),
        SpaceTool.ERASER: partial(Erasing, kit, stand),
        SpaceTool.CUT: partial(Cutting, kit, stand),
        SpaceTool.PICKER: partial(Picking, kit, stand),
        SpaceTool.REPAINT: partial(Repainting, kit, stand),
        SpaceTool.SELECT: partial(Selecting, kit, stand, picked),
        SpaceTool.CLAY: partial(Modelling, kit, stand, wheel),
    }
