"""All strokes of one material, drawn at once from one growing buffer."""

from __future__ import annotations

import numpy as np
from vispy import gloo
from vispy.scene.visuals import create_visual_node

from app.geometry.vertex import VERTEX_COLUMNS
from app.model.space_brush import Material
from app.scene.looks import (
    PARTICLE_FRAGMENT,
    PARTICLE_VERTEX,
    PARTICLES,
    SURFACES,
    Blend,
    Look,
    surface_sources,
)
from app.scene.pool import Pool
from app.scene.room_visual import RoomVisual

FIELDS = np.dtype(
    [
        ("a_position", np.float32, 3),
        ("a_normal", np.float32, 3),
        ("a_colour", np.float32, 4),
        ("a_uv", np.float32, 2),
        ("a_chance", np.float32, 2),
    ]
)
if FIELDS.itemsize != 4 * len(VERTEX_COLUMNS):
    raise RuntimeError("the vertices of strokes have other columns than their shader")


class PartlyFilled(gloo.IndexBuffer):
    """An index buffer with room to grow: only the first ``count`` indices are drawn."""

    count = 0

    @property
    def size(self) -> int:
        """Return how many indices are drawn."""
        return self.count


class StrokesVisual(RoomVisual):
    """The strokes of a pool.

    Parameters
    ----------
    material : Material
        Which shader.
    pool : Pool
        The vertices and triangles; what was written there is uploaded before the next drawing.
    detail : int
        As in `RoomVisual`.
    """

    def __init__(self, material: Material, pool: Pool, detail: int) -> None:
        look = SURFACES.get(material, PARTICLES)
        if material is Material.SPARKLE:
            super().__init__(PARTICLE_VERTEX, PARTICLE_FRAGMENT, order=look.order, detail=detail)
        else:
            sources = surface_sources(material, detail)
            super().__init__(*sources, order=look.order, detail=detail)
        self.unfreeze()
        self.pool = pool
        self._vertices: gloo.VertexBuffer | None = None
        self._index_buffer = PartlyFilled(np.zeros(3, np.uint32))
        self.freeze()
        self.tell({"u_flash": 0.0})
        self._blend(look)

    def _blend(self, look: Look) -> None:
        is_opaque = look.blend is Blend.OPAQUE
        self.set_gl_state(
            depth_test=True,
            depth_mask=is_opaque,
            blend=not is_opaque,
            blend_func=("one", "one_minus_src_alpha"),
            cull_face=False,
        )

    @property
    def has_something(self) -> bool:
        """Whether there are strokes."""
        return self.pool.used_triangles > 0

    def _upload(self) -> None:
        pool = self.pool
        written = pool.dirty_vertices.taken()
        rows = pool.vertices.view(FIELDS)[:, 0]
        if written.is_all or self._vertices is None:
            if self._vertices is None:
                self._vertices = gloo.VertexBuffer(rows)
            else:
                self._vertices.set_data(rows)
            for name in FIELDS.names or ():
                self.shared_program[name] = self._vertices[name]
        else:
            for first, last in written.spans:
                self._vertices.set_subdata(rows[first:last], offset=first)
        self._upload_triangles()

    def _upload_triangles(self) -> None:
        pool, buffer = self.pool, self._index_buffer
        written = pool.dirty_triangles.taken()
        if written.is_all:
            buffer.set_data(pool.shown(0, len(pool.triangles)).ravel())
        else:
            for first, last in written.spans:
                buffer.set_subdata(pool.shown(first, last).ravel(), offset=3 * first)
        buffer.count = 3 * pool.used_triangles


Strokes = create_visual_node(StrokesVisual)
