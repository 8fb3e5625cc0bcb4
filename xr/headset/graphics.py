"""Which OpenGL is current here, in OpenXR's words: GLX, EGL or WGL behind one protocol."""

from __future__ import annotations

import ctypes
from typing import Protocol


class GraphicsBinding(Protocol):
    """How a session is told which OpenGL context it draws with."""

    @property
    def extensions(self) -> tuple[str, ...]:
        """Return the names of the instance extensions it needs."""

    def structure(self) -> ctypes.Structure:
        """Return what is chained to the session's creation, of the context current now."""
