"""An OpenGL context of EGL, without any surface or X server, as the headset wants one."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_int, c_void_p

from vispy.gloo.context import GLShared

_SURFACELESS = 0x31DD
_OPENGL_API = 0x30A2
_END = 0x3038
# eight bits of red, green, blue and alpha; OpenGL; a surface that is never made
_WANTED = (0x3024, 8, 0x3023, 8, 0x3022, 8, 0x3021, 8, 0x3040, 0x0008, 0x3033, 0x0001, _END)
# version 4.5, compatibility profile
_VERSION = (0x3098, 4, 0x30FB, 5, 0x30FD, 2, _END)


class Surfaceless:
    """See `headset.protocols.GlContext`."""

    def __init__(self, egl: ctypes.CDLL, display: c_void_p, context: c_void_p) -> None:
        self.shared = GLShared()
        self._egl, self._display, self._context = egl, display, context

    def make_current(self) -> None:
        if not self._egl.eglMakeCurrent(self._display, None, None, self._context):
            raise RuntimeError(hex(self._egl.eglGetError()))

    def done(self) -> None:
        self._egl.eglMakeCurrent(self._display, None, None, None)


@contextmanager
def surfaceless() -> Iterator[Surfaceless]:
    """Yield a context of its own."""
    egl = ctypes.CDLL("libEGL.so.1")
    egl.eglGetPlatformDisplay.restype = egl.eglCreateContext.restype = c_void_p
    display = c_void_p(egl.eglGetPlatformDisplay(_SURFACELESS, None, None))
    assert egl.eglInitialize(display, byref(c_int()), byref(c_int()))
    config, count = c_void_p(), c_int()
    wanted = (c_int * len(_WANTED))(*_WANTED)
    assert egl.eglChooseConfig(display, wanted, byref(config), 1, byref(count))
    assert egl.eglBindAPI(_OPENGL_API)
    version = (c_int * len(_VERSION))(*_VERSION)
    context = c_void_p(egl.eglCreateContext(display, config, None, version))
    gl = Surfaceless(egl, display, context)
    try:
        yield gl
    finally:
        gl.done()
        egl.eglDestroyContext(display, context)
