"""Draws what is to be seen into both eyes, with the same visuals the desktop has."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from OpenGL import GL

import xr
from app.scene.borrowed import BorrowedContext
from app.scene.eye_view import EyeView as SceneView
from headset.frames import EyeView
from headset.lens import FAR_M, NEAR_M, view_projection
from headset.mask import LensMask
from headset.mirror import Mirror
from headset.protocols import GlContext, Sight
from headset.targets import EyeTarget


class Eyes:
    """Both eyes of one stay. The context is current while it is made and closed.

    Parameters
    ----------
    gl : GlContext
        What is drawn with.
    session : xr.Session
        Whose pictures these are.
    stage : xr.Space
        What the poses given to the runtime are in.
    sizes_px : sequence of tuple of int
        Of each eye.
    samples : int
        Samples a pixel.
    has_depth : bool
        Whether the runtime is given the depths, too.

    Attributes
    ----------
    sight : Sight
        What is drawn; may be another one at any time.
    mirror : Mirror or None
        Is given the pictures it wants.
    draw_calls : int
        Of the last frame, both eyes; what hides the lenses' corners not counted.
    """

    def __init__(
        self, gl: GlContext, session: Any, stage: Any, sizes_px: Sequence[tuple[int, int]],
        *, sight: Sight, samples: int, has_depth: bool,
    ) -> None:  # fmt: skip
        self.sight = sight
        self.mirror: Mirror | None = None
        self.draw_calls = 0
        self._target = 0
        self._canvas = BorrowedContext(gl.make_current, lambda: self._target, gl.shared)
        clear_errors()
        self.targets = tuple(
            EyeTarget(session, size, samples=samples, has_depth=has_depth) for size in sizes_px
        )
        # one for both: a matrix is a uniform, but each view has its shaders compiled anew
        self._view = SceneView(lambda: self.sight.visuals)
        self._masks: tuple[LensMask | None, ...] = (None,) * len(sizes_px)
        self._shown = (xr.CompositionLayerProjectionView * len(sizes_px))(
            *(xr.CompositionLayerProjectionView() for _ in sizes_px)
        )
        self._depths = [
            xr.CompositionLayerDepthInfoKHR(
                min_depth=0.0, max_depth=1.0, near_z=NEAR_M, far_z=FAR_M
            )
            for _ in sizes_px
        ]
        for shown, depth, target in zip(self._shown, self._depths, self.targets, strict=True):
            target.colours.fill(shown.sub_image)
            if target.depths is not None:
                target.depths.fill(depth.sub_image)
                shown.next = ctypes.cast(ctypes.pointer(depth), ctypes.c_void_p)
        self._layer = xr.CompositionLayerProjection(space=stage, views=self._shown)

    @property
    def sizes_px(self) -> tuple[tuple[int, int], ...]:
        """Return width and height of each eye's picture."""
        return tuple(target.size_px for target in self.targets)

    def use_masks(self, masks: Sequence[LensMask | None]) -> None:
        """Leave out what the lenses hide; None hides nothing. The context is current."""
        for mask in self._masks:
            if mask is not None:
                mask.close()
        self._masks = tuple(masks)

    def draw(self, found: Any, views: Sequence[EyeView], time_s: float) -> Any:
        """Draw both eyes; return the layer to be shown.

        Parameters
        ----------
        found : sequence of xr.View
            Where the runtime has the eyes.
        views : sequence of EyeView
            The same in the room.
        time_s : float
            When it will be seen.

        Raises
        ------
        xr.XrException
            If the runtime does not give or take the pictures.
        """
        self.draw_calls = 0
        for number, view in enumerate(views):
            self._shown[number].pose, self._shown[number].fov = (
                found[number].pose,
                found[number].fov,
            )
            self._draw_eye(number, view, time_s)
        return self._layer

    def close(self) -> None:
        """Give everything back."""
        self._canvas.set_current()
        clear_errors()
        if self.mirror is not None:
            self.mirror.release()
        self.use_masks([None] * len(self.targets))
        # VisPy's views hold each other: left alone, their programs would pile up on the card
        del self._view
        gc.collect()
        self._canvas.context.flush_commands()
        for target in self.targets:
            target.close()
        self._canvas.close()

    def _draw_eye(self, number: int, view: EyeView, time_s: float) -> None:
        target, scene = self.targets[number], self._view
        with ExitStack() as held:
            image = held.enter_context(target.colours.image())
            depth = held.enter_context(target.depths.image()) if target.depths else 0
            clear_errors()
            self._target = target.framebuffer(image, depth)
            self._canvas.set_current()
            # the colours are encoded already
            GL.glDisable(GL.GL_FRAMEBUFFER_SRGB)
            scene.set_matrix(view_projection(view.pose, view.fov), target.size_px)
            mask = self._masks[number]
            background = self.sight.background
            if mask is not None:
                mask.draw(view.fov, target.size_px, background)
            self.draw_calls += scene.draw(background=None if mask else background)
            self._canvas.context.flush_commands()
            frame = target.resolve(image, depth)
            if self.mirror is not None and self.mirror.wants(number, time_s):
                self.mirror.take(number, frame, target.size_px, time_s)
            GL.glFlush()


def clear_errors() -> None:
    """Forget what somebody else did wrong: some runtimes leave errors in our context."""
    # a lost context answers with errors without end
    for _ in range(16):
        if GL.glGetError() == GL.GL_NO_ERROR:
            return
