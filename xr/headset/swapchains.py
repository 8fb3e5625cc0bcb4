"""The pictures an eye is drawn into, borrowed from the runtime one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from OpenGL import GL

import xr
from headset.faults import told
from headset.instance import destroyed

LIMIT_NS: Final = 1_000_000_000

# colours are written as they are shown, so the encoding must be the texture's own
COLOURS: Final = (GL.GL_SRGB8_ALPHA8, GL.GL_RGBA8)
DEPTHS: Final = (GL.GL_DEPTH_COMPONENT32F, GL.GL_DEPTH_COMPONENT24, GL.GL_DEPTH_COMPONENT16)


class Swapchain:
    """A ring of textures; ``textures`` are their OpenGL names."""

    def __init__(self, session: Any, size_px: tuple[int, int], gl_format: int) -> None:
        is_depth = gl_format in DEPTHS
        flags = xr.SwapchainUsageFlags
        kind = flags.DEPTH_STENCIL_ATTACHMENT_BIT if is_depth else flags.COLOR_ATTACHMENT_BIT
        self.size_px = size_px
        self.format = gl_format
        with told(is_inside=True):
            self.handle = xr.create_swapchain(
                session,
                xr.SwapchainCreateInfo(
                    usage_flags=kind | flags.SAMPLED_BIT,
                    format=gl_format,
                    sample_count=1,
                    width=size_px[0],
                    height=size_px[1],
                    face_count=1,
                    array_size=1,
                    mip_count=1,
                ),
            )
            images = xr.enumerate_swapchain_images(self.handle, xr.SwapchainImageOpenGLKHR)
        self.textures: Sequence[int] = [int(each.image) for each in images]
        self._taking = xr.SwapchainImageAcquireInfo()
        self._waiting = xr.SwapchainImageWaitInfo(timeout=LIMIT_NS)
        self._giving = xr.SwapchainImageReleaseInfo()

    @contextmanager
    def image(self) -> Iterator[int]:
        """Yield the index of the texture to draw into; leaving gives it back.

        Raises
        ------
        xr.TimeoutExpired
            If the runtime keeps it for longer than a second.
        """
        index = int(xr.acquire_swapchain_image(self.handle, self._taking))
        xr.wait_swapchain_image(self.handle, self._waiting)
        try:
            yield index
        finally:
            xr.release_swapchain_image(self.handle, self._giving)

    def fill(self, sub_image: Any) -> None:
        """Say in a layer that it shows all of this."""
        sub_image.swapchain = self.handle
        sub_image.image_rect.extent.width, sub_image.image_rect.extent.height = self.size_px

    def close(self) -> None:
        """Give the ring back."""
        destroyed(xr.destroy_swapchain, self.handle)


def best_format(session: Any, wanted: Sequence[int]) -> int | None:
    """Return the first of these formats that the runtime takes."""
    with told(is_inside=True):
        offered = {int(each) for each in xr.enumerate_swapchain_formats(session)}
    return next((int(each) for each in wanted if int(each) in offered), None)
