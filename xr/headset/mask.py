"""What the lenses hide, drawn nearest of all, so that nothing behind it is shaded."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import numpy as np
import numpy.typing as npt
from vispy import gloo

import xr
from headset.frames import Fov
from headset.protocols import Colour
from headset.session import STEREO

_VERTEX = """
attribute vec2 a_slope;
uniform vec4 u_fov;
void main() {
    vec2 low = u_fov.xw, high = u_fov.yz;
    gl_Position = vec4((2.0 * a_slope - high - low) / (high - low), -1.0, 1.0);
}
"""
_FRAGMENT = "void main() { gl_FragColor = vec4(0.0, 0.0, 0.0, 1.0); }"

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.uint32]


class LensMask:
    """One eye's hidden triangles.

    Parameters
    ----------
    slopes : ndarray, shape (n, 2), float32
        Where the corners lie a metre ahead of the eye.
    triangles : ndarray, shape (m, 3), uint32
        Rows of ``slopes``.
    """

    def __init__(self, slopes: Floats, triangles: Indices) -> None:
        self._program = gloo.Program(_VERTEX, _FRAGMENT)
        self._slopes = gloo.VertexBuffer(slopes)
        self._program["a_slope"] = self._slopes
        self._triangles = gloo.IndexBuffer(triangles.ravel())

    def draw(self, fov: Fov, size_px: tuple[int, int], background: Colour) -> None:
        """Clear and hide: one draw call."""
        gloo.set_viewport(0, 0, *size_px)
        gloo.set_state(depth_mask=True, depth_test=True, blend=False, cull_face=False)
        gloo.clear(color=background, depth=True)
        self._program["u_fov"] = tuple(math.tan(angle) for angle in fov)
        self._program.draw("triangles", self._triangles)

    def close(self) -> None:
        """Delete what it has on the card; the context is current."""
        for each in (self._program, self._slopes, self._triangles):
            each.delete()


def read_mask(session: Any, eye: int) -> LensMask | None:
    """Return what an eye does not see, None where it sees everything.

    Raises
    ------
    xr.XrException
        If the runtime does not say.
    """
    kind = xr.VisibilityMaskTypeKHR.HIDDEN_TRIANGLE_MESH
    address = xr.get_instance_proc_addr(session.instance, "xrGetVisibilityMaskKHR")
    ask = ctypes.cast(address, xr.PFN_xrGetVisibilityMaskKHR)
    found = xr.VisibilityMaskKHR()

    def asked() -> None:
        result = ask(session, STEREO.value, eye, kind.value, ctypes.byref(found))
        failed = xr.check_result(xr.Result(result))
        if failed.is_exception():
            raise failed

    asked()
    if not found.vertex_count_output or not found.index_count_output:
        return None
    slopes = np.zeros((found.vertex_count_output, 2), np.float32)
    triangles = np.zeros(found.index_count_output, np.uint32)
    found.vertex_capacity_input, found.index_capacity_input = len(slopes), len(triangles)
    found.vertices = slopes.ctypes.data_as(ctypes.POINTER(xr.Vector2f))
    found.indices = triangles.ctypes.data_as(ctypes.POINTER(ctypes.c_uint32))
    asked()
    return LensMask(slopes, triangles.reshape(-1, 3))
