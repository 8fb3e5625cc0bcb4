"""The canvas through VisPy: the choice where the graphics driver is hardware."""

from __future__ import annotations

import gc

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from vispy import app, gloo

from app.model.tiles import NOTHING, Rect
from app.model.words import Sentence
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.presenter import level_from_device
from widgets.canvas.view import ViewTransform

# The same sum as app.painting.resample: gl_FragCoord is the centre of a device pixel, counted
# from the bottom; the texture holds BGRA.
_VERTEX = """
attribute vec2 a_corner;
void main() { gl_Position = vec4(a_corner, 0.0, 1.0); }
"""
_FRAGMENT = """
uniform sampler2D u_level;
uniform vec2 u_texels;
uniform vec2 u_size;
uniform vec4 u_turn;
uniform vec2 u_shift;
uniform float u_zoom;
uniform float u_height;
uniform vec3 u_surround;
void main() {
    vec2 device = vec2(gl_FragCoord.x, u_height - gl_FragCoord.y);
    vec2 place = vec2(dot(u_turn.xz, device), dot(u_turn.yw, device)) + u_shift;
    vec2 edge = min(place, u_size - place);
    float inside = clamp(min(edge.x, edge.y) * u_zoom + 0.5, 0.0, 1.0);
    vec3 colour = texture2D(u_level, place / u_texels).bgr;
    gl_FragColor = vec4(mix(u_surround, colour, inside), 1.0);
}
"""
_CORNERS = np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)], np.float32)


class _Sheet(app.Canvas):
    """The VisPy canvas; it draws, and takes no input."""

    def __init__(self, presenter: VispyPresenter, parent: QWidget | None) -> None:
        self._presenter = presenter
        super().__init__(app=app.use_app("pyside6"), keys=None, parent=parent, show=False)

    def on_draw(self, _event: object) -> None:
        """Draw one frame into the widget."""
        native = self.native
        ratio = native.devicePixelRatioF()
        self._presenter.draw(round(native.width() * ratio), round(native.height() * ratio))


class VispyPresenter:
    """Shows the buffer as a texture; only the changed rectangle is sent to the card.

    Parameters
    ----------
    reason : Sentence
        Why this presenter was chosen.
    parent : QWidget, optional
    """

    name = "VisPy"

    def __init__(self, reason: Sentence, parent: QWidget | None = None) -> None:
        self.reason = reason
        self._buffer: CanvasBuffer | None = None
        self._transform = ViewTransform()
        self._stale = NOTHING
        self._shown_level = -1
        self._sheet = _Sheet(self, parent)
        self._native: QWidget = self._sheet.native
        self._native.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._native.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._texture = gloo.Texture2D(shape=(1, 1, 4), interpolation="linear")
        self._program = gloo.Program(_VERTEX, _FRAGMENT)
        self._program["a_corner"] = gloo.VertexBuffer(_CORNERS)
        self._program["u_level"] = self._texture
        self.set_surround(QColor("#F6F3EC"))

    @property
    def widget(self) -> QWidget:
        """Return the widget it draws into."""
        return self._native

    def show(self, buffer: CanvasBuffer, transform: ViewTransform) -> None:
        """Show this buffer this way from now on."""
        if buffer is not self._buffer or transform.level != self._shown_level:
            self._buffer, self._shown_level = buffer, -1
        self._transform = transform
        self._native.update()

    def update(self, rect: Rect) -> None:
        """Redraw what changed: a rectangle of canvas pixels."""
        self._stale = self._stale.united(rect)
        self._native.update()

    def set_surround(self, colour: QColor) -> None:
        """Choose the colour beside the canvas."""
        self._program["u_surround"] = (colour.redF(), colour.greenF(), colour.blueF())
        self._native.update()

    def picture(self, width: int, height: int) -> npt.NDArray[np.uint8]:
        """Return what it shows at a size in device pixels: (height, width, 4), BGRA."""
        self._sheet.set_current()
        target = gloo.FrameBuffer(gloo.Texture2D(shape=(height, width, 4)))
        with target:
            self.draw(width, height)
            pixels = gloo.read_pixels((0, 0, width, height), alpha=True)
        target.delete()
        return np.ascontiguousarray(pixels[..., [2, 1, 0, 3]])

    def draw(self, width: int, height: int) -> None:
        """Draw into the current frame buffer, its size in device pixels."""
        view = self._transform
        if self._buffer is None:
            gloo.clear(color=(*self._program["u_surround"], 1.0))
            return
        self._send(self._buffer, view)
        scale = 1 << view.level
        a, b, c, d, e, f = level_from_device(view)
        self._program["u_turn"] = (a, b, c, d)
        self._program["u_shift"] = (e, f)
        self._program["u_size"] = (self._buffer.width / scale, self._buffer.height / scale)
        self._program["u_zoom"] = view.zoom * scale
        self._program["u_height"] = float(height)
        self._texture.interpolation = "nearest" if view.is_exact else "linear"
        gloo.set_state(blend=False, depth_test=False, cull_face=False)
        gloo.set_viewport(0, 0, width, height)
        self._program.draw("triangle_strip")

    def close(self) -> None:
        """Let go of the canvas and its textures, for good."""
        self._buffer = None
        # all contexts share their objects, so a texture outlives its own unless it is deleted
        self._sheet.set_current()
        self._texture.delete()
        self._program.delete()
        self._sheet.context.flush_commands()
        self._sheet.close()
        # where events ran while VisPy closed it, it is deleted already
        if isValid(self._native):
            self._native.deleteLater()
            QCoreApplication.sendPostedEvents(self._native, QEvent.Type.DeferredDelete)
        gc.collect()

    def _send(self, buffer: CanvasBuffer, view: ViewTransform) -> None:
        if view.level != self._shown_level:
            level = buffer.level(view.level)
            self._texture.set_data(level)
            self._program["u_texels"] = (float(level.shape[1]), float(level.shape[0]))
            self._shown_level = view.level
        elif not self._stale.is_empty:
            level, rect = buffer.level(view.level), self._stale
            for _ in range(view.level):
                rect = Rect(
                    rect.left // 2, rect.top // 2, -(-rect.right // 2), -(-rect.bottom // 2)
                )
            changed = level[rect.top : rect.bottom, rect.left : rect.right]
            self._texture.set_data(np.ascontiguousarray(changed), offset=(rect.top, rect.left))
        self._stale = NOTHING
