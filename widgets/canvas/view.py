"""Where the canvas lies under the window: pan, zoom and rotation, as pure numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from app.model.tiles import Rect

MIN_ZOOM = 0.05
MAX_ZOOM = 32.0
WHOLE_ABOVE = 4.0
SNAP_DEG = 3.0

Matrix = tuple[float, float, float, float, float, float]


def allowed_zoom(zoom: float) -> float:
    """Return the nearest zoom the canvas can be shown at: above 400 % whole multiples only."""
    zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
    return float(round(zoom)) if zoom > WHOLE_ABOVE else zoom


def stepped_zoom(zoom: float, factor: float) -> float:
    """Return the zoom one step of ``factor`` further; above 400 % never the same one again."""
    target = allowed_zoom(zoom * factor)
    if target == zoom and MIN_ZOOM < zoom < MAX_ZOOM:
        target = allowed_zoom(zoom + math.copysign(1.0, factor - 1.0))
    crosses = (zoom - 1.0) * (target - 1.0) < 0
    return 1.0 if crosses else target


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """How canvas pixels lie on the screen.

    ``zoom`` is device pixels a canvas pixel, so 1.0 is 100 % on every screen; ``angle_deg``
    turns clockwise as seen; ``left_px`` and ``top_px`` are where the canvas's origin lies, in
    device pixels; ``ratio`` is device pixels a view (logical) pixel and may be a fraction.
    """

    zoom: float = 1.0
    angle_deg: float = 0.0
    left_px: float = 0.0
    top_px: float = 0.0
    ratio: float = 1.0

    @property
    def is_exact(self) -> bool:
        """Whether every canvas pixel is a whole block of device pixels: shown unfiltered."""
        is_whole = self.zoom == 1.0 or (self.zoom > WHOLE_ABOVE and self.zoom.is_integer())
        return is_whole and self.angle_deg == 0.0

    @property
    def level(self) -> int:
        """How often the canvas is halved before it is shown: below 50 % at least once."""
        return max(0, math.floor(-math.log2(self.zoom) + 1e-9))

    @property
    def device_from_canvas(self) -> Matrix:
        """Return (a, b, c, d, e, f): device x = a·x + c·y + e, device y = b·x + d·y + f."""
        a, b = self._axis
        return a, b, -b, a, self.left_px, self.top_px

    @property
    def canvas_from_device(self) -> Matrix:
        """Return the inverse of `device_from_canvas`, in the same order."""
        a, b = self._axis
        scale = self.zoom * self.zoom
        p, q = a / scale, b / scale
        left, top = self.left_px, self.top_px
        return p, -q, q, p, -(p * left + q * top), q * left - p * top

    @property
    def _axis(self) -> tuple[float, float]:
        if self.angle_deg == 0.0:
            return self.zoom, 0.0
        angle = math.radians(self.angle_deg)
        return self.zoom * math.cos(angle), self.zoom * math.sin(angle)

    def canvas_from_view(self, x: float, y: float) -> tuple[float, float]:
        """Return the canvas point under a point of the view (logical pixels)."""
        a, b, c, d, e, f = self.canvas_from_device
        x, y = x * self.ratio, y * self.ratio
        return a * x + c * y + e, b * x + d * y + f

    def view_from_canvas(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the view (logical pixels) that shows a canvas point."""
        a, b, c, d, e, f = self.device_from_canvas
        return (a * x + c * y + e) / self.ratio, (b * x + d * y + f) / self.ratio

    def panned(self, dx: float, dy: float) -> ViewTransform:
        """Return the view moved by logical pixels."""
        left, top = self.left_px + dx * self.ratio, self.top_px + dy * self.ratio
        return replace(self, left_px=left, top_px=top)._snapped()

    def zoomed(self, zoom: float, about: tuple[float, float]) -> ViewTransform:
        """Return the view at another zoom; the canvas point under ``about`` stays there.

        ``about`` is in logical pixels. Where the result is exact it may move by half a device
        pixel.
        """
        return self._about(about, zoom=allowed_zoom(zoom), angle_deg=self.angle_deg)

    def rotated(self, angle_deg: float, about: tuple[float, float]) -> ViewTransform:
        """Return the view at another angle, the point under ``about`` (logical px) held."""
        angle = (angle_deg + 180.0) % 360.0 - 180.0
        return self._about(about, zoom=self.zoom, angle_deg=angle)

    def at_ratio(self, ratio: float) -> ViewTransform:
        """Return the same zoom on a screen of another pixel ratio."""
        factor = ratio / self.ratio
        moved = replace(self, ratio=ratio, left_px=self.left_px * factor)
        return replace(moved, top_px=self.top_px * factor)._snapped()

    def fitted(self, canvas: tuple[int, int], view: tuple[float, float]) -> ViewTransform:
        """Return the view that shows the whole canvas, upright, at 100 % at most.

        Parameters
        ----------
        canvas, view : tuple
            Width and height; canvas pixels and logical pixels.
        """
        margin = 24.0
        room = [max(side - 2 * margin, 16.0) * self.ratio for side in view]
        zoom = min(1.0, room[0] / canvas[0], room[1] / canvas[1])
        return replace(self, zoom=allowed_zoom(zoom), angle_deg=0.0).centred(canvas, view)

    def centred(self, canvas: tuple[int, int], view: tuple[float, float]) -> ViewTransform:
        """Return the view with the canvas's middle in its middle; zoom and angle stay."""
        x, y = self.view_from_canvas(canvas[0] / 2, canvas[1] / 2)
        return self.panned(view[0] / 2 - x, view[1] / 2 - y)

    def device_rect(self, rect: Rect) -> Rect:
        """Return the device pixels that may change when a canvas rectangle does."""
        reach = 1 << self.level
        left, top, right, bottom = (
            rect.left - reach,
            rect.top - reach,
            rect.right + reach,
            rect.bottom + reach,
        )
        a, b, c, d, e, f = self.device_from_canvas
        corners = [(left, top), (right, top), (left, bottom), (right, bottom)]
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        return Rect(
            math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))
        )

    def _about(self, about: tuple[float, float], *, zoom: float, angle_deg: float) -> ViewTransform:
        x, y = self.canvas_from_view(*about)
        turned = replace(self, zoom=zoom, angle_deg=angle_deg)
        a, b, c, d, _, _ = turned.device_from_canvas
        left = about[0] * self.ratio - (a * x + c * y)
        top = about[1] * self.ratio - (b * x + d * y)
        return replace(turned, left_px=left, top_px=top)._snapped()

    def _snapped(self) -> ViewTransform:
        if not self.is_exact:
            return self
        return replace(self, left_px=float(round(self.left_px)), top_px=float(round(self.top_px)))
