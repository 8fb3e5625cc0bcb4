"""The scene through one more pair of glasses: the same buffers and shaders, another matrix."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from vispy import gloo
from vispy.visuals.transforms import MatrixTransform, NullTransform, TransformSystem

from app.scene.camera import eye_of
from app.scene.room_visual import RoomVisual

Colour = tuple[float, float, float, float]


class EyeView:
    """Draws the stage's visuals with a matrix of its own, into whatever framebuffer is bound.

    Parameters
    ----------
    visuals : Callable[[], Sequence[RoomVisual]]
        What stands in the room now, in the order to be drawn.
    """

    def __init__(self, visuals: Callable[[], Sequence[RoomVisual]]) -> None:
        self._visuals = visuals
        self._views: dict[RoomVisual, RoomVisual] = {}
        self._matrix = MatrixTransform()
        self._eye = (0.0, 0.0, 0.0)
        self._size_px = (1, 1)
        self._system = TransformSystem()
        self._system.scene_transform = self._matrix
        # pixels are of no interest: the matrix goes all the way
        self._system.canvas_transform = NullTransform()
        self._system.framebuffer_transform = NullTransform()

    def set_matrix(
        self, view_projection: npt.NDArray[np.float64], size_px: tuple[int, int]
    ) -> None:
        """See from somewhere else.

        Parameters
        ----------
        view_projection : ndarray, shape (4, 4)
            From the room to clip space, column vectors: ``clip = view_projection @ room``.
        size_px : tuple of int
            Width and height of the framebuffer.
        """
        self._matrix.matrix = np.ascontiguousarray(view_projection.T)
        x, y, z = eye_of(view_projection).tolist()
        self._eye = (x, y, z)
        self._size_px = size_px
        for view in self._views.values():
            view.view_program["u_eye"] = self._eye

    def draw(self, *, background: Colour | None = (0.0, 0.0, 0.0, 1.0)) -> int:
        """Draw everything; return with how many draw calls.

        Parameters
        ----------
        background : tuple of four floats, or None
            What to clear with first; None keeps what is there.
        """
        visuals = self._visuals()
        self._keep_to(visuals)
        gloo.set_viewport(0, 0, *self._size_px)
        # a mask left by another visual would keep the clearing from the depth buffer
        gloo.set_state(depth_mask=True, depth_test=True)
        if background is not None:
            gloo.clear(color=background, depth=True)
        drawn = 0
        for visual in visuals:
            if visual.visible and visual.has_something:
                self._views[visual].draw()
                drawn += 1
        return drawn

    def warm(self) -> None:
        """Compile every shader now, so that a first stroke does not wait for its own.

        The context and any framebuffer must be current; nothing is seen of it.
        """
        visuals = self._visuals()
        self._keep_to(visuals)
        gloo.set_viewport(0, 0, 1, 1)
        for visual in visuals:
            if visual.visible:
                visual.prepare()
                self._views[visual].draw()

    def _keep_to(self, visuals: Sequence[RoomVisual]) -> None:
        for visual in visuals:
            if visual not in self._views:
                self._views[visual] = self._view_of(visual)
        if len(self._views) > len(visuals):
            here = set(visuals)
            self._views = {each: view for each, view in self._views.items() if each in here}

    def _view_of(self, visual: RoomVisual) -> RoomVisual:
        view = visual.view()
        view.transforms = self._system
        visual._prepare_transforms(view)
        view.view_program["u_eye"] = self._eye
        return view
