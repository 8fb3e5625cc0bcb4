"""The strokes of a page and those under the hands, a pool and a visual for each material."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from app.geometry.strokes import SpacePoints, build, build_many
from app.geometry.vertex import PHASE, Patch, Triangles, Vertices
from app.model.space import SpaceStroke
from app.model.space_brush import Material, SpaceBrush
from app.scene.pool import Pool
from app.scene.stroke_visual import Strokes, StrokesVisual

# the shaders know what is selected by this, added to the phase
SELECTED = np.float32(64)

_WITHOUT_SHADOW = frozenset({Material.GLOW, Material.SPARKLE})


class GrowingStroke(Protocol):
    """A stroke under the hand: `StrokeBuilder`, as far as it is drawn."""

    @property
    def brush(self) -> SpaceBrush:
        """What it is drawn with."""

    def fresh(self) -> Patch:
        """Return what must be rewritten since the last call."""


class StrokeShelf:
    """Strokes by uid, kept in the pools of their materials.

    Parameters
    ----------
    brushes : Mapping[str, SpaceBrush]
        By uid; a stroke of a brush that is not here is drawn with the first one.
    detail : int
        As in `RoomVisual`.
    """

    def __init__(self, brushes: Mapping[str, SpaceBrush], *, detail: int) -> None:
        self._detail = detail
        self._brushes = dict(brushes)
        self._fallback = next(iter(self._brushes.values()))
        self.pools: dict[Material, Pool] = {}
        self._visuals: dict[Material, StrokesVisual] = {}
        self._flashing_s = 0.0
        self._where: dict[str, Material] = {}
        self._strokes: dict[str, SpaceStroke] = {}
        self._moments: Mapping[str, float] | None = None
        self._partly: set[str] = set()
        self._hidden_layers: frozenset[str] = frozenset()
        self._live: dict[int, tuple[str, Material]] = {}
        self._selected: set[str] = set()

    def __contains__(self, uid: str) -> bool:
        return uid in self._where

    @property
    def uids(self) -> Iterable[str]:
        """Return the strokes that are here."""
        return self._where.keys()

    @property
    def visuals(self) -> list[StrokesVisual]:
        """Return what is drawn."""
        return list(self._visuals.values())

    def use_flashing(self, time_s: float) -> None:
        """Move on what flashes; at 0 all of it is steady."""
        if time_s != self._flashing_s:
            self._flashing_s = time_s
            for visual in self._visuals.values():
                visual.tell({"u_flash": time_s})

    def make_ready(self) -> None:
        """Make the visuals of all materials, so that none has to be made under the hand."""
        for brush in self._brushes.values():
            self._pool(brush.material)

    def brush_of(self, stroke: SpaceStroke) -> SpaceBrush:
        """Return what a stroke is drawn with."""
        return self._brushes.get(stroke.brush_uid, self._fallback)

    def show(self, strokes: Sequence[SpaceStroke]) -> None:
        """Show these strokes and no others."""
        for pool in self.pools.values():
            pool.clear()
        self._where.clear()
        self._selected.clear()
        self._strokes = {stroke.uid: stroke for stroke in strokes}
        self._moments = None
        self._partly.clear()
        self._live.clear()
        known = {stroke.brush_uid: self.brush_of(stroke) for stroke in strokes}
        for material, batch in build_many(strokes, known).items():
            pool = self._pool(material)
            pool.put_many(
                (
                    uid,
                    batch.vertices[span.first_vertex :][: span.vertex_count],
                    batch.triangles[span.first_triangle :][: span.triangle_count]
                    - np.uint32(span.first_vertex),
                )
                for uid, span in batch.spans.items()
            )
            self._where.update(dict.fromkeys(batch.spans, material))
        self._hide(self._strokes)

    def put(self, stroke: SpaceStroke) -> None:
        """Add a stroke, or draw it anew."""
        brush = self.brush_of(stroke)
        is_selected = stroke.uid in self._selected
        self.take(stroke.uid)
        made = build(stroke, brush)
        self._pool(brush.material).put(stroke.uid, made.vertices, made.triangles)
        self._where[stroke.uid] = brush.material
        self._strokes[stroke.uid] = stroke
        self._hide([stroke.uid])
        if is_selected:
            self.highlight([*self._selected, stroke.uid])

    def take(self, uid: str) -> None:
        """Take a stroke away."""
        material = self._where.pop(uid, None)
        self._strokes.pop(uid, None)
        self._selected.discard(uid)
        self._partly.discard(uid)
        if material is not None:
            self.pools[material].take(uid)

    def hide_layers(self, layer_uids: frozenset[str]) -> None:
        """Hide the strokes of these layers, and show all others."""
        if layer_uids != self._hidden_layers:
            self._hidden_layers = layer_uids
            self._hide(self._strokes)

    def show_moment(self, seconds: Mapping[str, float] | None) -> None:
        """Show only what was drawn by a moment: a replay.

        Parameters
        ----------
        seconds : Mapping[str, float] or None
            How many seconds of each stroke are shown, by uid; those not named are not begun.
            None shows everything.
        """
        self._moments = seconds
        shares = {} if seconds is None else seconds
        for uid in [*self._partly, *shares]:
            stroke = self._strokes.get(uid)
            if stroke is not None:
                self._draw_until(stroke, shares.get(uid, float("inf")))
        self._hide(self._strokes)

    def is_shown(self, uid: str) -> bool:
        """Whether a stroke is here and its layer is shown."""
        return uid in self._where and not self._is_hidden(uid)

    def draw_live(self, growing: Iterable[GrowingStroke]) -> None:
        """Show the strokes under the hands as far as they are; those not given again go."""
        kept: dict[int, tuple[str, Material]] = {}
        for stroke in growing:
            material = stroke.brush.material
            key = f"live {id(stroke)}"
            kept[id(stroke)] = (key, material)
            patch = stroke.fresh()
            if not patch.is_empty:
                self._pool(material).write(
                    key, patch.first_vertex, patch.vertices, patch.first_triangle, patch.triangles
                )
        for identity, (key, material) in self._live.items():
            if identity not in kept:
                self.pools[material].take(key)
        self._live = kept

    def highlight(self, uids: Iterable[str]) -> None:
        """Mark these strokes as selected and no others."""
        wanted = {uid for uid in uids if uid in self._where}
        for uid in wanted ^ self._selected:
            if uid in self._where:
                self._mark(uid, is_selected=uid in wanted)
        self._selected = wanted

    def geometry_of(self, uid: str) -> tuple[Vertices, Triangles, Material]:
        """Return a stroke as it is drawn: vertices (a view), triangles, material."""
        material = self._where[uid]
        pool = self.pools[material]
        if uid not in pool:
            return np.empty((0, 14), np.float32), np.empty((0, 3), np.uint32), material
        return pool.vertices_of(uid), pool.triangles_of(uid), material

    def shadow_parts(self) -> list[tuple[Vertices, Triangles]]:
        """Return what stands in the sun's way; what is light itself, and particles, does not."""
        return [
            (pool.vertices, pool.shown(0, pool.used_triangles))
            for material, pool in self.pools.items()
            if material not in _WITHOUT_SHADOW and pool.used_triangles
        ]

    def rough_bounds(self) -> tuple[Vertices, Vertices] | None:
        """Return the corners of a box that holds all strokes, perhaps a larger one than needed."""
        used = [
            pool
            for material, pool in self.pools.items()
            if pool.used_triangles and material not in _WITHOUT_SHADOW
        ]
        if not used:
            return None
        return np.min([pool.low for pool in used], axis=0), np.max(
            [pool.high for pool in used], axis=0
        )

    def compact(self) -> bool:
        """Close the holes of what was erased, where there are many; return whether any were."""
        return sum(pool.compact() for pool in self.pools.values()) > 0

    def use_detail(self, detail: int) -> None:
        """Be drawn with more or less."""
        self._detail = detail
        self.new_visuals()

    def new_visuals(self) -> None:
        """Make every visual anew, for another GL context."""
        for material, pool in self.pools.items():
            pool.dirty_vertices.is_all = pool.dirty_triangles.is_all = True
            self._visuals[material] = Strokes(material, pool, self._detail)
            self._visuals[material].tell({"u_flash": self._flashing_s})

    def _pool(self, material: Material) -> Pool:
        if material not in self.pools:
            self.pools[material] = Pool()
            self._visuals[material] = Strokes(material, self.pools[material], self._detail)
        return self.pools[material]

    def _is_hidden(self, uid: str) -> bool:
        if self._strokes[uid].layer_uid in self._hidden_layers:
            return True
        return self._moments is not None and self._moments.get(uid, 0.0) <= 0

    def _draw_until(self, stroke: SpaceStroke, second: float) -> None:
        """Build a stroke up to a second of its own time; whole strokes are left alone."""
        is_whole = not len(stroke.points) or second >= stroke.points[-1, 8]
        if (is_whole and stroke.uid not in self._partly) or second <= 0:
            return
        drawn = stroke
        if not is_whole:
            drawn = replace(stroke, points=_until(stroke.points, second))
        brush = self.brush_of(stroke)
        made = build(drawn, brush)
        self.pools[brush.material].put(stroke.uid, made.vertices, made.triangles)
        (self._partly.discard if is_whole else self._partly.add)(stroke.uid)
        if stroke.uid in self._selected:
            self._mark(stroke.uid, is_selected=True)

    def _mark(self, uid: str, *, is_selected: bool) -> None:
        pool = self.pools[self._where[uid]]
        if uid in pool:
            pool.vertices_of(uid)[:, PHASE] += SELECTED if is_selected else -SELECTED
            pool.rewritten(uid)

    def _hide(self, uids: Iterable[str]) -> None:
        hidden: dict[tuple[Material, bool], list[str]] = {}
        for uid in uids:
            if uid in self._where:
                key = (self._where[uid], self._is_hidden(uid))
                hidden.setdefault(key, []).append(uid)
        for (material, is_hidden), keys in hidden.items():
            self.pools[material].hide(keys, is_hidden=is_hidden)


def _until(points: SpacePoints, second: float) -> SpacePoints:
    """Return a stroke's points up to a second, the last one between two where it falls there."""
    count = max(1, int(np.searchsorted(points[:, 8], second)))
    before, after = points[count - 1], points[count]
    share = (second - before[8]) / max(float(after[8] - before[8]), 1e-6)
    tip = before + np.float32(share) * (after - before)
    # neighbours are turned alike: a mean of their turns is one, once it is of length 1 again
    if before[3:7] @ after[3:7] < 0:
        tip[3:7] = before[3:7]
    tip[3:7] /= max(float(np.linalg.norm(tip[3:7])), 1e-6)
    return np.concatenate([points[:count], tip[None]]).astype(np.float32)
