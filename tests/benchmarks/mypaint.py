"""The dabs of libmypaint 1.5 through ctypes, where the library is installed."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, c_float, c_int, c_void_p

import numpy as np
import numpy.typing as npt


class _Rectangle(Structure):
    _fields_ = (("x", c_int), ("y", c_int), ("width", c_int), ("height", c_int))


def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL("libmypaint-1.5.so.1")
    except OSError:
        return None
    library.mypaint_fixed_tiled_surface_new.restype = c_void_p
    library.mypaint_fixed_tiled_surface_new.argtypes = (c_int, c_int)
    library.mypaint_fixed_tiled_surface_interface.restype = c_void_p
    library.mypaint_fixed_tiled_surface_interface.argtypes = (c_void_p,)
    library.mypaint_surface_draw_dab.restype = c_int
    library.mypaint_surface_draw_dab.argtypes = (c_void_p, *(c_float,) * 13)
    library.mypaint_surface_begin_atomic.argtypes = (c_void_p,)
    library.mypaint_surface_end_atomic.argtypes = (c_void_p, POINTER(_Rectangle))
    library.mypaint_surface_unref.argtypes = (c_void_p,)
    return library


class MyPaintSurface:
    """A MyPaintFixedTiledSurface; dabs are queued and drawn where a batch ends."""

    def __init__(self, library: ctypes.CDLL, side_px: int) -> None:
        self._library = library
        surface = library.mypaint_fixed_tiled_surface_new(side_px, side_px)
        self._surface = library.mypaint_fixed_tiled_surface_interface(surface)

    def arguments(
        self, dabs: npt.NDArray[np.float32], hardness: float
    ) -> list[tuple[c_float | c_void_p, ...]]:
        """Return draw_dab's arguments, made beforehand so that they are not timed."""
        surface = c_void_p(self._surface)
        rest = (hardness, 1.0, 1.0, 0.0, 0.0, 0.0)
        return [
            (surface, *map(c_float, (x, y, radius, 0.2, 0.4, 0.6, flow, *rest)))
            for x, y, radius, flow in dabs[:, :4].tolist()
        ]

    def paint(self, arguments: list[tuple[c_float | c_void_p, ...]]) -> None:
        """Draw one batch."""
        draw, surface = self._library.mypaint_surface_draw_dab, c_void_p(self._surface)
        self._library.mypaint_surface_begin_atomic(surface)
        for dab in arguments:
            draw(*dab)
        self._library.mypaint_surface_end_atomic(surface, ctypes.byref(_Rectangle()))

    def close(self) -> None:
        """Give its memory back."""
        self._library.mypaint_surface_unref(c_void_p(self._surface))


def open_surface(side_px: int) -> MyPaintSurface | None:
    """Return a surface, or None where libmypaint is not installed."""
    library = _library()
    return MyPaintSurface(library, side_px) if library else None
