"""What lies over everything: darkness on the way to the calm scene, and dark edges while moving."""

from __future__ import annotations

import math

import numpy as np
from vispy import gloo
from vispy.scene.visuals import create_visual_node

from app.model.space import Pose
from app.scene.room_visual import RoomVisual
from app.scene.solids import ball
from app.scene.turning import turned

FAR_M = 2.0
ORDER = 120.0

_VERTEX = """
attribute vec3 a_way;
varying vec3 v_way;
uniform vec3 u_eye;
uniform float u_far;
void main() {
    v_way = a_way;
    gl_Position = $transform(vec4(u_eye + a_way * u_far, 1.0));
    // before everything else
    gl_Position.z = -0.999 * gl_Position.w;
}
"""

_FRAGMENT = """
varying vec3 v_way;
uniform vec3 u_ahead;
uniform float u_dark;
uniform float u_edges;
uniform vec2 u_cosines;         // of the clear middle, and of where it is as dark as it gets
void main() {
    float ahead = dot(normalize(v_way), u_ahead);
    float edge = u_edges * (1.0 - smoothstep(u_cosines.y, u_cosines.x, ahead));
    gl_FragColor = vec4(0.0, 0.0, 0.0, max(u_dark, edge));
}
"""


class VeilVisual(RoomVisual):
    """A dark ball around each eye; drawn only where it darkens anything."""

    def __init__(self) -> None:
        super().__init__(_VERTEX, _FRAGMENT, order=ORDER)
        self.unfreeze()
        self._strength = 0.0
        rows, triangles = ball((0.0, 0.0, 0.0), 1.0, (0.0, 0.0, 0.0, 1.0))
        self._index_buffer = gloo.IndexBuffer(np.ascontiguousarray(triangles, np.uint32))
        self.freeze()
        self.shared_program["a_way"] = gloo.VertexBuffer(np.ascontiguousarray(rows[:, :3]))
        self.tell({"u_far": FAR_M, "u_ahead": (0.0, 0.0, -1.0), "u_dark": 0.0, "u_edges": 0.0})
        self.tell({"u_cosines": (0.9, 0.7)})
        self.set_gl_state(
            depth_test=False,
            depth_mask=False,
            blend=True,
            blend_func=("one", "one_minus_src_alpha"),
            cull_face=False,
        )

    @property
    def has_something(self) -> bool:
        """Whether it darkens anything."""
        return self._strength > 0.002

    def show(self, head: Pose, *, dark: float, edges: float, clear_deg: float) -> None:
        """Darken.

        Parameters
        ----------
        head : Pose
            Which way is ahead; ``head.scale`` is metres of the room a metre.
        dark : float
            Everywhere, 0 to 1.
        edges : float
            At the edges, 0 to 1.
        clear_deg : float
            How wide the clear middle is, to each side.
        """
        self._strength = max(dark, edges)
        if not self.has_something:
            return
        cosines = math.cos(math.radians(clear_deg)), math.cos(math.radians(clear_deg + 14.0))
        self.tell(
            {
                "u_ahead": turned(head.rotation, (0.0, 0.0, -1.0)),
                "u_dark": dark,
                "u_edges": edges,
                "u_cosines": cosines,
                "u_far": FAR_M * head.scale,
            }
        )


Veil = create_visual_node(VeilVisual)
