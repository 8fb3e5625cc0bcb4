"""A visual whose triangles lie in a pool that is uploaded whole after a change."""

from __future__ import annotations

from typing import Any

import numpy as np
from vispy import gloo

from app.scene.pool import Pool
from app.scene.room_visual import RoomVisual
from app.scene.stroke_visual import PartlyFilled


class PooledVisual(RoomVisual):
    """What lies in a pool, blended over what is behind it.

    Parameters
    ----------
    pool : Pool
        Uploaded whole after a change: for little, or for what rarely changes.
    fields : dtype
        The shader's attributes, as they lie in a row of the pool.
    order : float
        As in `RoomVisual`.
    hides : bool
        Whether it hides what is behind it from what is drawn later.
    """

    def __init__(
        self,
        vertex: str,
        fragment: str,
        pool: Pool,
        *,
        fields: np.dtype[Any],
        order: float,
        hides: bool,
    ) -> None:
        super().__init__(vertex, fragment, order=order)
        self.unfreeze()
        self.pool = pool
        self._fields = fields
        self._vertices: gloo.VertexBuffer | None = None
        self._index_buffer = PartlyFilled(np.zeros(3, np.uint32))
        self.freeze()
        self.set_gl_state(
            depth_test=True,
            depth_mask=hides,
            blend=True,
            blend_func=("one", "one_minus_src_alpha"),
            cull_face=False,
        )

    @property
    def has_something(self) -> bool:
        """Whether anything lies in the pool."""
        return self.pool.used_triangles > 0

    def _upload(self) -> None:
        pool, buffer = self.pool, self._index_buffer
        changed = pool.dirty_vertices.taken(), pool.dirty_triangles.taken()
        if any(each.is_all or each.spans for each in changed):
            rows = pool.vertices[: pool.used_vertices].view(self._fields)[:, 0]
            if self._vertices is None:
                self._vertices = gloo.VertexBuffer(rows)
            else:
                self._vertices.set_data(rows)
            for name in self._fields.names or ():
                self.shared_program[name] = self._vertices[name]
            buffer.set_data(pool.shown(0, pool.used_triangles).ravel())
        buffer.count = 3 * pool.used_triangles
