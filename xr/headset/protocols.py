"""What the headset is given by whoever builds it: OpenGL, the main thread, a scene, a painter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from vispy.gloo.context import GLShared

from app.scene.room_visual import RoomVisual

Panel_contra = TypeVar("Panel_contra", contravariant=True)
Colour = tuple[float, float, float, float]


class GlContext(Protocol):
    """An OpenGL context of the headset's own that shares objects with the desktop's.

    It is used on the main thread only. Compatibility profile: VisPy knows no vertex arrays.
    """

    @property
    def shared(self) -> GLShared:
        """Return what VisPy keeps of the objects both contexts have (``canvas.context.shared``)."""

    def make_current(self) -> None:
        """Make it the current one; raises `RuntimeError` where that fails."""

    def done(self) -> None:
        """Let go of it: none is current."""


class Sight(Protocol):
    """What is to be seen; an `app.scene.stage.Stage` is one."""

    @property
    def visuals(self) -> Sequence[RoomVisual]:
        """Return what stands in the room, in the order to be drawn."""

    @property
    def background(self) -> Colour:
        """Return what is seen where nothing is, sRGB 0 to 1."""


class PanelPainter(Protocol[Panel_contra]):
    """Paints a laid-out panel into a picture; Qt's text serves it on the desktop's side."""

    def paint(self, panel: Panel_contra, size_px: tuple[int, int]) -> npt.NDArray[np.uint8]:
        """Return the panel, shape (h, w, 4), sRGB with straight alpha, top row first."""


# runs a function on the main thread, soon, in order; may be called from any thread
Post = Callable[[Callable[[], None]], None]
