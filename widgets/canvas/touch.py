"""One finger before it is known whether it will draw."""

from __future__ import annotations

from PySide6.QtCore import QPointF

SLACK_PX = 6.0


class OneFinger:
    """Holds the first points of a finger until it has moved: a second one may still come."""

    def __init__(self) -> None:
        self._points: list[tuple[QPointF, int]] = []

    @property
    def is_down(self) -> bool:
        """Whether points are held."""
        return bool(self._points)

    def moved(self, place: QPointF, stamp_ms: int) -> bool:
        """Hold a point (logical px); return whether the finger has left its place."""
        self._points.append((QPointF(place), stamp_ms))
        way = place - self._points[0][0]
        return abs(way.x()) + abs(way.y()) > SLACK_PX

    def taken(self) -> list[tuple[QPointF, int]]:
        """Return the held points and hold them no more."""
        points, self._points = self._points, []
        return points

    def forget(self) -> None:
        """Drop the held points."""
        self._points = []
