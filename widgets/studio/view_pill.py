"""The pill over the canvas: zoom and turn."""

from __future__ import annotations

from app.model.words import tr
from widgets.canvas.canvas import Canvas
from widgets.canvas.navigation import WHEEL_STEP
from widgets.canvas.view import ViewTransform, stepped_zoom
from widgets.studio.pill import Pill
from widgets.theme import Theme

TURN_DEG = 15.0


class ViewPill(Pill):
    """Zoom out, how large, zoom in; turn left, how far, turn right; all of it."""

    def __init__(self, theme: Theme, canvas: Canvas) -> None:
        super().__init__(theme, canvas)
        self._canvas = canvas
        self.smaller = self.tool("mdi6.minus", tr("Smaller"), "-", lambda: self.zoom(False))
        self.zoom_label = self.word(tr("At 100 %"), "1", lambda: canvas.zoom_to(1.0))
        self.larger = self.tool("mdi6.plus", tr("Larger"), "+", lambda: self.zoom(True))
        self.left = self.tool(
            "mdi6.rotate-left", tr("Turn left"), "Shift+[", lambda: self.turn(-TURN_DEG)
        )
        self.angle_label = self.word(tr("Upright"), "", lambda: canvas.rotate_to(0.0))
        self.right = self.tool(
            "mdi6.rotate-right", tr("Turn right"), "Shift+]", lambda: self.turn(TURN_DEG)
        )
        self.whole = self.tool("mdi6.fit-to-page-outline", tr("All of it"), "0", canvas.fit)
        for number, group in enumerate(
            (
                (self.smaller, self.zoom_label, self.larger),
                (self.left, self.angle_label, self.right),
                (self.whole,),
            )
        ):
            self.add(*group, begins=bool(number))
        canvas.view_changed.connect(self._follow)
        self._follow(canvas.view)

    def zoom(self, is_larger: bool) -> None:
        """Take one step in or out."""
        factor = WHEEL_STEP if is_larger else 1 / WHEEL_STEP
        self._canvas.zoom_to(stepped_zoom(self._canvas.view.zoom, factor))

    def turn(self, by_deg: float) -> None:
        """Turn the canvas by a step."""
        angle = self._canvas.view.angle_deg + by_deg
        self._canvas.rotate_to(round(angle / TURN_DEG) * TURN_DEG)

    def _follow(self, view: ViewTransform) -> None:
        percent = tr("{share} %", share=round(view.zoom * 100))
        angle = tr("{angle}°", angle=round(view.angle_deg))
        self.zoom_label.setText(percent)
        self.zoom_label.setAccessibleDescription(percent)
        self.angle_label.setText(angle)
        self.angle_label.setAccessibleDescription(angle)
