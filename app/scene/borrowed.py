"""A GL context that somebody else made, as VisPy wants to have it: a canvas without a window."""

from __future__ import annotations

from collections.abc import Callable

from vispy.gloo.context import GLContext, GLShared, forget_canvas, set_current_canvas


class BorrowedContext:
    """What gloo takes for a canvas.

    Parameters
    ----------
    make_current : Callable[[], object]
        Makes the context current on this thread.
    default_framebuffer : Callable[[], int]
        Returns the OpenGL name of the framebuffer that stands for the window; 0 in most contexts.
    shared : GLShared, optional
        What VisPy keeps of the objects of another context, where this one shares them.
    """

    def __init__(
        self,
        make_current: Callable[[], object],
        default_framebuffer: Callable[[], int] = lambda: 0,
        shared: GLShared | None = None,
    ) -> None:
        self.context = GLContext(shared=shared)
        self._make_current = make_current
        self._default_framebuffer = default_framebuffer
        self._backend = self

    def set_current(self) -> None:
        """Draw here from now on."""
        self._make_current()
        set_current_canvas(self)

    def close(self) -> None:
        """Let VisPy forget it; the context is its maker's to delete."""
        forget_canvas(self)

    def _vispy_get_fb_bind_location(self) -> int:
        # gloo asks this by name
        return self._default_framebuffer()
