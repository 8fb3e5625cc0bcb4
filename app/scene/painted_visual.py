"""Surfaces with a colour at each corner: models, the gizmo, the hand; all of a kind at once."""

from __future__ import annotations

import numpy as np
from vispy.scene.visuals import create_visual_node

from app.scene.pool import Pool
from app.scene.pooled_visual import PooledVisual

COLUMNS = 10
_FIELDS = np.dtype(
    [("a_position", np.float32, 3), ("a_normal", np.float32, 3), ("a_colour", np.float32, 4)]
)

_VERTEX = """
attribute vec3 a_position;
attribute vec3 a_normal;
attribute vec4 a_colour;
varying vec3 v_position;
varying vec3 v_normal;
varying vec4 v_colour;
uniform float u_on_top;
void main() {
    v_position = a_position;
    v_normal = a_normal;
    v_colour = a_colour;
    gl_Position = $transform(vec4(a_position, 1.0));
    // before everything else, and still in order among themselves
    if (u_on_top > 0.5) gl_Position.z = gl_Position.z * 0.01 - gl_Position.w * 0.98;
}
"""

_FRAGMENT = """
varying vec3 v_position;
varying vec3 v_normal;
varying vec4 v_colour;
uniform float u_own_light;      // 0: lit by the room, 1: as bright everywhere
void main() {
    vec3 view = normalize(u_eye - v_position);
    vec3 normal = normalize(v_normal + vec3(0.0, 1e-6, 0.0));
    if (dot(normal, view) < 0.0) normal = -normal;
    vec3 seen;
    if (u_own_light > 0.5) {
        seen = encoded(v_colour.rgb * (0.72 + 0.28 * dot(normal, view)) / max(u_exposure, 0.2));
    } else {
        float reached = sunlight(v_position + normal * u_shadow_bias);
        seen = finished(lit(v_colour.rgb, normal, 0.15, reached), v_position);
    }
    gl_FragColor = vec4(seen * v_colour.a, v_colour.a);
}
"""


class PaintedVisual(PooledVisual):
    """What lies in a pool of `COLUMNS` columns: place, normal, linear colour with alpha.

    Parameters
    ----------
    pool : Pool
        Uploaded whole after a change: for little, or for what rarely changes.
    order : float
        As in `RoomVisual`; from 100 on it is seen through everything.
    has_own_light : bool
        Whether it is as bright in the dark.
    """

    def __init__(self, pool: Pool, *, order: float, has_own_light: bool) -> None:
        super().__init__(_VERTEX, _FRAGMENT, pool, fields=_FIELDS, order=order, hides=True)
        self.tell({"u_own_light": float(has_own_light), "u_on_top": float(order >= 100)})


Painted = create_visual_node(PaintedVisual)
