"""What an eye sees, small and now and then, for whoever looks on at the desktop."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from OpenGL import GL
from psygnal import Signal

Pixels = npt.NDArray[np.uint8]


class Mirror:
    """Pictures of the eyes.

    Parameters
    ----------
    height_px : int
        Of the pictures; the width follows the eye's.
    period_s : float
        The least time from one picture to the next.
    eyes : tuple of int
        Which: 0 is the left, 1 the right.

    Attributes
    ----------
    pictured : Signal(int, object)
        An eye, and its picture: ndarray, shape (h, w, 4), uint8, sRGB, top row first.
    """

    pictured = Signal(int, object)

    def __init__(
        self, *, height_px: int = 360, period_s: float = 0.1, eyes: tuple[int, ...] = (0,)
    ) -> None:
        self._height, self._period_s, self._eyes = height_px, period_s, eyes
        self._taken_s = dict.fromkeys(eyes, -1e9)
        self._frame = self._buffer = 0
        self._size = (0, 0)

    def wants(self, eye: int, time_s: float) -> bool:
        """Whether a picture of this eye is due."""
        return eye in self._taken_s and not 0 <= time_s - self._taken_s[eye] < self._period_s

    def take(self, eye: int, framebuffer: int, size_px: tuple[int, int], time_s: float) -> None:
        """Take a picture of what a framebuffer holds; its context is current."""
        self._taken_s[eye] = time_s
        width, height = size_px
        small = (max(1, round(width * self._height / height)), self._height)
        self._make(small)
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, framebuffer)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, self._frame)
        GL.glDisable(GL.GL_SCISSOR_TEST)
        # drawn from top to bottom, so that nobody needs to turn it over
        GL.glBlitFramebuffer(
            0, 0, width, height, 0, small[1], small[0], 0, GL.GL_COLOR_BUFFER_BIT, GL.GL_LINEAR
        )
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self._frame)
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 4)
        seen: Any = GL.glReadPixels(0, 0, *small, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE)
        picture = np.frombuffer(seen, np.uint8).reshape(small[1], small[0], 4)
        self.pictured.emit(eye, picture)

    def release(self) -> None:
        """Give back what it holds; the context is current."""
        if self._frame:
            GL.glDeleteFramebuffers(1, [self._frame])
            GL.glDeleteRenderbuffers(1, [self._buffer])
        self._frame = self._buffer = 0
        self._size = (0, 0)
        self._taken_s = dict.fromkeys(self._eyes, -1e9)

    def _make(self, size_px: tuple[int, int]) -> None:
        if self._size == size_px:
            return
        self.release()
        self._size = size_px
        self._buffer = int(GL.glGenRenderbuffers(1))
        GL.glBindRenderbuffer(GL.GL_RENDERBUFFER, self._buffer)
        GL.glRenderbufferStorage(GL.GL_RENDERBUFFER, GL.GL_SRGB8_ALPHA8, *size_px)
        self._frame = int(GL.glGenFramebuffers(1))
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._frame)
        GL.glFramebufferRenderbuffer(
            GL.GL_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_RENDERBUFFER, self._buffer
        )
