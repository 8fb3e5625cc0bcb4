"""The stage's own floor: a soft disc with a metre grid, on which everything casts its shade."""

from __future__ import annotations

import numpy as np
from vispy import gloo
from vispy.scene.visuals import create_visual_node

from app.scene.room_visual import RoomVisual

REACH_M = 60.0

_VERTEX = """
attribute vec3 a_position;
uniform float u_is_bare;
varying vec3 v_position;
void main() {
    // over a place's own ground the lines lie a little higher
    v_position = a_position + vec3(0.0, 0.004 * u_is_bare, 0.0);
    gl_Position = $transform(vec4(v_position, 1.0));
}
"""

_FRAGMENT = """
varying vec3 v_position;
uniform vec3 u_floor;
uniform float u_grid;       // how clear the lines are, 0 to 1
uniform float u_is_bare;    // 1: only lines and shade, over a place's own ground

float lines(vec2 at, float step_m, float width_px) {
    vec2 scaled = at / step_m;
    vec2 wide = max(fwidth(scaled), 1e-5);
    vec2 near = abs(fract(scaled - 0.5) - 0.5) / wide;
    return (1.0 - smoothstep(0.0, width_px, min(near.x, near.y)))
        * (1.0 - smoothstep(0.15, 0.5, max(wide.x, wide.y)));
}

void main() {
    float away = length(v_position.xz);
    float grid = 0.0;
    // derivatives are taken outside of the branch
    float fine = 0.55 * lines(v_position.xz, 1.0, 1.4);
    if (DETAIL > 0.5) fine += 0.28 * lines(v_position.xz, 0.25, 1.1);
    if (u_grid > 0.5) grid = fine * smoothstep(9.0, 2.0, away);
    if (u_is_bare > 0.5) {
        if (grid < 0.01) discard;
        gl_FragColor = vec4(0.0, 0.0, 0.0, grid * 0.4);
        return;
    }
    vec3 colour = lit(u_floor, vec3(0.0, 1.0, 0.0), 0.0, sunlight(v_position));
    colour *= mix(0.35, 1.0, contact(v_position)) * (1.0 - 0.4 * grid);
    float gone = smoothstep(4.0, 26.0, away);
    gl_FragColor = vec4(encoded(mix(colour, u_fog_colour, gone)), 1.0);
}
"""


class FloorVisual(RoomVisual):
    """The floor at y = 0."""

    def __init__(self, detail: int) -> None:
        # after what is opaque and stands on it: what is hidden is not worked out
        super().__init__(_VERTEX, _FRAGMENT, order=30.0, detail=detail)
        self.unfreeze()
        self.has_grid = True
        self.freeze()
        ring = np.linspace(0, 2 * np.pi, 49)[:-1]
        rim = np.stack((np.sin(ring), np.zeros_like(ring), np.cos(ring)), axis=1)
        # a small disc within, so that the grid's derivatives stay exact near the feet
        places = np.concatenate((np.zeros((1, 3)), rim * 4.0, rim * REACH_M)).astype(np.float32)
        k = np.arange(48)
        after = (k + 1) % 48
        inner = np.stack((np.zeros_like(k), 1 + k, 1 + after), axis=1)
        outer = np.concatenate(
            (
                np.stack((1 + k, 49 + k, 49 + after), axis=1),
                np.stack((1 + k, 49 + after, 1 + after), axis=1),
            )
        )
        triangles = np.concatenate((inner, outer)).astype(np.uint32)
        self.shared_program["a_position"] = gloo.VertexBuffer(places)
        self._index_buffer = gloo.IndexBuffer(triangles.ravel())
        self.tell({"u_floor": (0.66, 0.64, 0.61), "u_grid": 1.0, "u_is_bare": 0.0})
        self.set_gl_state(
            depth_test=True,
            depth_mask=True,
            blend=True,
            blend_func=("one", "one_minus_src_alpha"),
            cull_face=False,
        )

    def show_grid(self, *, is_shown: bool) -> None:
        """Show the lines, or not."""
        self.has_grid = is_shown
        self.tell({"u_grid": float(is_shown)})

    def use_bare(self, *, is_bare: bool) -> None:
        """Be only lines over a place's own ground, or a floor."""
        self.tell({"u_is_bare": float(is_bare)})
        # lines hide nothing
        self.update_gl_state(depth_mask=not is_bare)


Floor = create_visual_node(FloorVisual)
