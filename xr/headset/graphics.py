"""Which OpenGL is current here, in OpenXR's words: GLX, EGL or WGL behind one protocol."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import byref, c_int, c_void_p, cast
from typing import Any, Protocol

import xr
from headset.faults import HeadsetError, no_graphics

_EGL_CONFIG_ID, _EGL_NONE = 0x3028, 0x3038


class GraphicsBinding(Protocol):
    """How a session is told which OpenGL context it draws with."""

    @property
    def extensions(self) -> tuple[str, ...]:
        """Return the names of the instance extensions it needs."""

    def structure(self) -> ctypes.Structure:
        """Return what is chained to the session's creation, of the context current now."""


class Glx:
    """OpenGL of the X window system."""

    extensions: tuple[str, ...] = ("XR_KHR_opengl_enable",)

    def structure(self) -> ctypes.Structure:
        """Return the current display, drawable and context."""
        gl = ctypes.CDLL("libGL.so.1")
        gl.glXGetCurrentDrawable.restype = ctypes.c_ulong
        return _filled(
            xr.GraphicsBindingOpenGLXlibKHR(),
            x_display=_pointer(gl.glXGetCurrentDisplay),
            glx_drawable=gl.glXGetCurrentDrawable(),
            glx_context=_pointer(gl.glXGetCurrentContext),
        )

    @staticmethod
    def is_current() -> bool:
        """Whether the current context is one of these."""
        return _has_current("libGL.so.1", "glXGetCurrentContext")


class Egl:
    """OpenGL of EGL: without an X server, and on Wayland."""

    extensions: tuple[str, ...] = ("XR_KHR_opengl_enable", "XR_MNDX_egl_enable")

    def structure(self) -> ctypes.Structure:
        """Return the current display, its configuration and context."""
        egl = ctypes.CDLL("libEGL.so.1")
        display = c_void_p(_pointer(egl.eglGetCurrentDisplay))
        context = c_void_p(_pointer(egl.eglGetCurrentContext))
        return _filled(
            xr.GraphicsBindingEGLMNDX(),
            get_proc_address=egl.eglGetProcAddress,
            display=display.value,
            config=self._configuration(egl, display, context),
            context=context.value,
        )

    @staticmethod
    def is_current() -> bool:
        """Whether the current context is one of these."""
        return _has_current("libEGL.so.1", "eglGetCurrentContext")

    def _configuration(self, egl: ctypes.CDLL, display: c_void_p, context: c_void_p) -> int | None:
        number, count, found = c_int(), c_int(), c_void_p()
        egl.eglQueryContext(display, context, _EGL_CONFIG_ID, byref(number))
        wanted = (c_int * 3)(_EGL_CONFIG_ID, number.value, _EGL_NONE)
        egl.eglChooseConfig(display, wanted, byref(found), 1, byref(count))
        return found.value


class Wgl:
    """OpenGL of Windows."""

    extensions: tuple[str, ...] = ("XR_KHR_opengl_enable",)

    def structure(self) -> ctypes.Structure:
        """Return the current device and context."""
        gl = ctypes.CDLL("opengl32")
        return _filled(
            xr.GraphicsBindingOpenGLWin32KHR(),
            h_dc=_pointer(gl.wglGetCurrentDC),
            h_glrc=_pointer(gl.wglGetCurrentContext),
        )

    @staticmethod
    def is_current() -> bool:
        """Whether the current context is one of these."""
        return _has_current("opengl32", "wglGetCurrentContext")


def current_binding() -> GraphicsBinding:
    """Return the binding of the OpenGL context that is current on this thread.

    Raises
    ------
    HeadsetError
        If none is, or one of a kind that OpenXR does not take.
    """
    kinds: tuple[type[Glx | Egl | Wgl], ...] = (Wgl,) if sys.platform == "win32" else (Glx, Egl)
    for kind in kinds:
        if kind.is_current():
            return kind()
    raise HeadsetError(no_graphics())


def _has_current(library: str, question: str) -> bool:
    try:
        found = ctypes.CDLL(library)
    except OSError:
        return False
    return _pointer(getattr(found, question)) is not None


def _pointer(function: Callable[[], Any]) -> int | None:
    asked: Any = function
    asked.restype = c_void_p
    address: int | None = asked()
    return address


def _filled(structure: ctypes.Structure, **values: Any) -> ctypes.Structure:
    """Return it with its fields set, whatever types pyopenxr gave its pointers."""
    kinds: dict[str, Any] = {field[0]: field[1] for field in structure._fields_}
    for name, value in values.items():
        kind = kinds[name]
        # plain numbers and bare addresses are taken as they are
        is_plain = "value" in dir(kind)
        setattr(structure, name, value if is_plain else cast(value, kind))
    return structure
