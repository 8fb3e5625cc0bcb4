"""The framebuffers of one eye: on the runtime's textures, smoothed where the device can."""

from __future__ import annotations

from typing import Any

from OpenGL import GL

from headset.faults import HeadsetError, no_graphics
from headset.swapchains import COLOURS, DEPTHS, Swapchain, best_format

_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "basic render")
MOST_SAMPLES = 4


class EyeTarget:
    """What one eye is drawn into.

    Parameters
    ----------
    session : xr.Session
        Whose swapchains these are.
    size_px : tuple of int
        Width and height.
    samples : int
        Samples a pixel; 1 draws into the runtime's texture itself.
    has_depth : bool
        Whether the runtime is given the depths, too.
    """

    def __init__(
        self, session: Any, size_px: tuple[int, int], *, samples: int, has_depth: bool
    ) -> None:
        colour = best_format(session, COLOURS)
        if colour is None:
            raise HeadsetError(no_graphics())
        depth = best_format(session, DEPTHS) if has_depth else None
        self.size_px = size_px
        self.colours = Swapchain(session, size_px, colour)
        self.depths = Swapchain(session, size_px, depth) if depth is not None else None
        self._depth_format = depth or int(GL.GL_DEPTH_COMPONENT24)
        self._buffers: list[int] = []
        self._frames: dict[tuple[int, int], int] = {}
        self._smooth = self._made_smooth(samples) if samples > 1 else 0
        self._plain_depth = 0
        if not self._smooth and self.depths is None:
            self._plain_depth = self._buffer(self._depth_format, 1)

    def framebuffer(self, image: int, depth_image: int) -> int:
        """Return the framebuffer to draw into for these textures of the two rings."""
        return self._smooth or self._frame(image, depth_image)

    def resolve(self, image: int, depth_image: int) -> int:
        """Take what was drawn to the runtime's textures; return the framebuffer on them."""
        if not self._smooth:
            return self._frame(image, depth_image)
        width, height = self.size_px
        bits = GL.GL_COLOR_BUFFER_BIT
        if self.depths is not None:
            bits |= GL.GL_DEPTH_BUFFER_BIT
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self._smooth)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, self._frame(image, depth_image))
        # a blit is cut off like any drawing
        GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glBlitFramebuffer(0, 0, width, height, 0, 0, width, height, bits, GL.GL_NEAREST)
        return self._frame(image, depth_image)

    def close(self) -> None:
        """Give everything back; the context is current."""
        for frame in (*self._frames.values(), *([self._smooth] if self._smooth else [])):
            GL.glDeleteFramebuffers(1, [frame])
        for buffer in self._buffers:
            GL.glDeleteRenderbuffers(1, [buffer])
        self._frames.clear()
        self._buffers.clear()
        self.colours.close()
        if self.depths is not None:
            self.depths.close()

    def _frame(self, image: int, depth_image: int) -> int:
        key = (image, depth_image)
        if key not in self._frames:
            frame = int(GL.glGenFramebuffers(1))
            self._frames[key] = frame
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, frame)
            _attach_texture(GL.GL_COLOR_ATTACHMENT0, self.colours.textures[image])
            if self.depths is not None:
                _attach_texture(GL.GL_DEPTH_ATTACHMENT, self.depths.textures[depth_image])
            elif self._plain_depth:
                _attach_buffer(GL.GL_DEPTH_ATTACHMENT, self._plain_depth)
            _check()
        return self._frames[key]

    def _made_smooth(self, samples: int) -> int:
        colour = self._buffer(self.colours.format, samples)
        depth = self._buffer(self._depth_format, samples)
        frame = int(GL.glGenFramebuffers(1))
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, frame)
        _attach_buffer(GL.GL_COLOR_ATTACHMENT0, colour)
        _attach_buffer(GL.GL_DEPTH_ATTACHMENT, depth)
        _check()
        return frame

    def _buffer(self, gl_format: int, samples: int) -> int:
        buffer = int(GL.glGenRenderbuffers(1))
        self._buffers.append(buffer)
        GL.glBindRenderbuffer(GL.GL_RENDERBUFFER, buffer)
        width, height = self.size_px
        if samples > 1:
            GL.glRenderbufferStorageMultisample(
                GL.GL_RENDERBUFFER, samples, gl_format, width, height
            )
        else:
            GL.glRenderbufferStorage(GL.GL_RENDERBUFFER, gl_format, width, height)
        return buffer


def samples_for(renderer: str, most: int) -> int:
    """Return how many samples a pixel this OpenGL should take: in software 1, it is too slow."""
    is_software = any(name in renderer.lower() for name in _SOFTWARE)
    return 1 if is_software else max(1, min(MOST_SAMPLES, most))


def device_samples() -> int:
    """Return `samples_for` the OpenGL that is current."""
    renderer = GL.glGetString(GL.GL_RENDERER)
    name = renderer.decode(errors="replace") if renderer else ""
    return samples_for(name, int(GL.glGetIntegerv(GL.GL_MAX_SAMPLES)))


def _attach_texture(where: int, texture: int) -> None:
    GL.glFramebufferTexture2D(GL.GL_FRAMEBUFFER, where, GL.GL_TEXTURE_2D, texture, 0)


def _attach_buffer(where: int, buffer: int) -> None:
    GL.glFramebufferRenderbuffer(GL.GL_FRAMEBUFFER, where, GL.GL_RENDERBUFFER, buffer)


def _check() -> None:
    if GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER) != GL.GL_FRAMEBUFFER_COMPLETE:
        raise HeadsetError(no_graphics())
