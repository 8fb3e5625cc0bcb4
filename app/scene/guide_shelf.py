"""The guides of a page."""

from __future__ import annotations

from app.model.space import Guide
from app.scene.guide_visual import COLUMNS, Guides, GuidesVisual, guide_vertices
from app.scene.pool import Pool


class GuideShelf:
    """Guides by uid, all in one pool."""

    def __init__(self) -> None:
        self._pool = Pool(COLUMNS)
        self._visual: GuidesVisual = Guides(self._pool)

    @property
    def visuals(self) -> list[GuidesVisual]:
        """Return what is drawn."""
        return [self._visual]

    def clear(self) -> None:
        """Take all guides away."""
        self._pool.clear()

    def put(self, guide: Guide) -> None:
        """Show a guide, or follow where it stands."""
        self._pool.put(guide.uid, *guide_vertices(guide))
        self._pool.hide([guide.uid], is_hidden=not guide.is_visible)

    def take(self, uid: str) -> None:
        """Take a guide away."""
        self._pool.take(uid)

    def show(self, *, is_shown: bool) -> None:
        """Show all guides that are not hidden themselves, or none."""
        self._visual.visible = is_shown

    def new_visuals(self) -> None:
        """Make the visual anew, for another GL context."""
        self._pool.dirty_vertices.is_all = self._pool.dirty_triangles.is_all = True
        is_shown = self._visual.visible
        self._visual = Guides(self._pool)
        self._visual.visible = is_shown
