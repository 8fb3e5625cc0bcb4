"""The scene as a picture in memory: for software OpenGL, thumbnails, snapshots and films."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
from vispy import gloo

from app.scene.camera import Camera, Matrix, Size
from app.scene.stage import Stage

Pixels = npt.NDArray[np.uint8]

# VisPy's own "depth" has 16 bits: too few for a hand's breadth and a horizon in one picture
GL_DEPTH_COMPONENT24 = 0x81A6


class Canvas(Protocol):
    """A VisPy canvas, or a `BorrowedContext`."""

    def set_current(self) -> None:
        """Draw here from now on."""


class OffscreenRenderer:
    """Renders a stage into memory, with the context of a canvas that need not be shown.

    Parameters
    ----------
    stage : Stage
        What is drawn.
    canvas : Canvas
        Whose GL context is used; made by whoever embeds the scene.
    """

    def __init__(self, stage: Stage, canvas: Canvas) -> None:
        self._canvas = canvas
        (self._view,) = stage.eye_views(1)
        self._stage = stage
        self._size: Size = (0, 0)
        self._frame: gloo.FrameBuffer | None = None
        self._buffers: tuple[gloo.RenderBuffer, ...] = ()
        self.draw_calls = 0

    def render(self, size_px: Size, camera: Camera, *, smooth: int = 1) -> Pixels:
        """Return what a camera sees, shape (h, w, 4), sRGB, top row first.

        Parameters
        ----------
        size_px : tuple of int
            Width and height.
        camera : Camera
            Where from.
        smooth : int
            Drawn pixels a shown pixel in each direction: 2 for thumbnails and snapshots.
        """
        return self.render_matrix(size_px, camera.view_projection(size_px), smooth=smooth)

    def render_matrix(self, size_px: Size, view_projection: Matrix, *, smooth: int = 1) -> Pixels:
        """Return what is seen through a matrix from the room to clip space; as `render`."""
        drawn_px = (size_px[0] * smooth, size_px[1] * smooth)
        self._canvas.set_current()
        self._view.set_matrix(view_projection, drawn_px)
        with self._frame_of(drawn_px):
            self.draw_calls = self._view.draw(background=self._stage.background)
            picture = gloo.read_pixels((0, 0, *drawn_px), alpha=True).copy()
        picture[..., 3] = 255
        return picture if smooth == 1 else _shrunk(picture, smooth)

    def warm(self) -> None:
        """Compile every shader now (some 20 to 50 ms each in software), see `Stage.make_ready`."""
        self._canvas.set_current()
        with self._frame_of((1, 1)):
            self._view.warm()

    def close(self) -> None:
        """Delete the framebuffer; the stage and the canvas stay."""
        self._canvas.set_current()
        if self._frame is not None:
            self._frame.delete()
        for buffer in self._buffers:
            buffer.delete()
        self._frame, self._buffers, self._size = None, (), (0, 0)

    def _frame_of(self, size_px: Size) -> gloo.FrameBuffer:
        if self._frame is None or self._size != size_px:
            self.close()
            rows = (size_px[1], size_px[0])
            colour = gloo.RenderBuffer(rows, "color")
            depth = gloo.RenderBuffer(rows, GL_DEPTH_COMPONENT24)
            self._buffers = (colour, depth)
            self._frame = gloo.FrameBuffer(color=colour, depth=depth)
            self._size = size_px
        return self._frame


def _shrunk(picture: Pixels, factor: int) -> Pixels:
    height, width = picture.shape[0] // factor, picture.shape[1] // factor
    blocks = picture.reshape(height, factor, width, factor, 4)
    shrunk: Pixels = blocks.mean(axis=(1, 3)).round().astype(np.uint8)
    return shrunk
