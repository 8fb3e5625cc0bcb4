"""Clay, drawn straight from the mesh's own rows; what a tool touched is all that is uploaded."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from vispy import gloo
from vispy.scene.visuals import create_visual_node

from app.geometry.clay.shape import ClayShape
from app.model.meshes import Indices
from app.model.space import Pose
from app.scene.room_visual import RoomVisual
from app.scene.shading import LIGHT_GLSL
from app.scene.turning import matrix_of, pose_matrix

_FIELDS = np.dtype(
    [("a_place", np.float32, 3), ("a_colour", np.float32, 3), ("a_mask", np.float32)]
)
_TURNED = np.dtype([("a_normal", np.float32, 3)])

_VERTEX = """
attribute vec3 a_place;
attribute vec3 a_colour;
attribute float a_mask;
attribute vec3 a_normal;
uniform mat4 u_room_from_clay;
uniform mat4 u_turn;
varying vec3 v_position;
varying vec3 v_normal;
varying vec3 v_colour;
varying float v_mask;

void main() {
    v_position = (u_room_from_clay * vec4(a_place, 1.0)).xyz;
    v_normal = (u_turn * vec4(a_normal, 0.0)).xyz;
    v_colour = a_colour;
    v_mask = a_mask;
    gl_Position = $transform(vec4(v_position, 1.0));
}
"""

_FRAGMENT = """
varying vec3 v_position;
varying vec3 v_normal;
varying vec3 v_colour;
varying float v_mask;
uniform float u_selected;

void main() {
    vec3 view = normalize(u_eye - v_position);
    vec3 normal = normalize(v_normal + vec3(0.0, 1e-6, 0.0));
    float facing = dot(normal, view);
    vec3 albedo = v_colour;
    if (DETAIL > 1.5) {
        float grain = noise3(v_position * 260.0) * 0.6 + noise3(v_position * 900.0) * 0.4;
        albedo *= 0.93 + 0.14 * grain;
    }
    if (DETAIL > 0.5) {
        // hollows are darker and edges lighter, as hands leave them
        vec3 across = dFdx(normal), down = dFdy(normal);
        float bend = dot(across, dFdx(v_position)) + dot(down, dFdy(v_position));
        float size = dot(dFdx(v_position), dFdx(v_position))
            + dot(dFdy(v_position), dFdy(v_position));
        float curve = clamp(bend / max(size, 1e-9) * 0.012, -0.35, 0.25);
        albedo *= 1.0 + curve;
    }
    float reached = sunlight(v_position + normal * u_shadow_bias);
    vec3 colour = lit(albedo, normal, 0.22, reached);
    // damp: a broad, dull shine and a little light through the edge
    vec3 mirrored = reflect(-view, normal);
    float bright = max(dot(mirrored, u_sun), 0.0);
    bright *= bright * bright;
    colour += u_sun_colour * (bright * bright * bright) * (0.07 * reached);
    float edge = 1.0 - clamp(facing, 0.0, 1.0);
    colour += u_sky * albedo * (edge * edge * edge * 0.5);
    colour = mix(colour, colour * vec3(0.34, 0.42, 0.58), v_mask * 0.8);
    if (u_selected > 0.5) colour = selected(colour, clamp(facing, 0.0, 1.0));
    gl_FragColor = vec4(finished(colour, v_position), 1.0);
}
"""

# Plain: the light is worked out at each vertex. There are more of them than pixels, and software
# OpenGL fills sixteen pixels for each triangle, however small.
_PLAIN_VERTEX = f"""{LIGHT_GLSL}
attribute vec3 a_place;
attribute vec3 a_colour;
attribute float a_mask;
attribute vec3 a_normal;
uniform mat4 u_room_from_clay;
uniform mat4 u_turn;
varying vec3 v_seen;
varying float v_facing;

void main() {{
    vec3 position = (u_room_from_clay * vec4(a_place, 1.0)).xyz;
    vec3 normal = (u_turn * vec4(a_normal, 0.0)).xyz;
    v_facing = clamp(dot(normal, normalize(u_eye - position)), 0.0, 1.0);
    float edge = 1.0 - v_facing;
    vec3 colour = lit(a_colour, normal, 0.22, sunlight(position + normal * u_shadow_bias));
    colour += u_sky * a_colour * (edge * edge * edge * 0.5);
    colour = mix(colour, colour * vec3(0.34, 0.42, 0.58), a_mask * 0.8);
    v_seen = finished(colour, position);
    gl_Position = $transform(vec4(position, 1.0));
}}
"""

_PLAIN_FRAGMENT = """
varying vec3 v_seen;
varying float v_facing;
uniform float u_selected;
void main() {
    gl_FragColor = vec4(mix(v_seen, selected(v_seen, v_facing), u_selected), 1.0);
}
"""


class ClayVisual(RoomVisual):
    """One piece of clay.

    Parameters
    ----------
    shape : ClayShape
        Its rows and normals; `follow` uploads what changed in them.
    pose : Pose
        Where it stands.
    detail : int
        As in `RoomVisual`.
    """

    def __init__(self, shape: ClayShape, pose: Pose, detail: int) -> None:
        sources = (_VERTEX, _FRAGMENT) if detail else (_PLAIN_VERTEX, _PLAIN_FRAGMENT)
        super().__init__(*sources, order=20.0, detail=detail)
        self.unfreeze()
        self.shape = shape
        self._rows = gloo.VertexBuffer(shape.values.view(_FIELDS)[:, 0])
        self._normals = gloo.VertexBuffer(shape.normals.view(_TURNED)[:, 0])
        self.freeze()
        for name in _FIELDS.names or ():
            self.shared_program[name] = self._rows[name]
        self.shared_program["a_normal"] = self._normals["a_normal"]
        self._index_buffer = gloo.IndexBuffer(near_together(shape).ravel())
        # clay is closed: what faces away is inside
        self.set_gl_state(depth_test=True, blend=False, cull_face="back")
        self.tell({"u_selected": 0.0})
        self.place(pose)

    def place(self, pose: Pose) -> None:
        """Stand somewhere else."""
        turn = np.eye(4)
        turn[:3, :3] = matrix_of(pose.rotation)
        self.tell({"u_room_from_clay": pose_matrix(pose).T, "u_turn": turn.T})

    def follow(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Upload stretches of rows, from and to."""
        rows = self.shape.values.view(_FIELDS)[:, 0]
        normals = self.shape.normals.view(_TURNED)[:, 0]
        for first, last in ranges:
            self._rows.set_subdata(rows[first:last], offset=first)
            self._normals.set_subdata(normals[first:last], offset=first)
        self.update()


def near_together(shape: ClayShape) -> Indices:
    """Return the faces in an order in which neighbours follow each other (Morton's curve).

    A vertex is then worked out once and not six times: the card, and the processor even more,
    keeps only the last few.
    """
    places = shape.values[shape.faces[:, 0], :3]
    low, high = places.min(axis=0), places.max(axis=0)
    cells = ((places - low) / np.maximum(high - low, 1e-9) * 1023).astype(np.uint32)
    code = np.zeros(len(cells), np.uint32)
    for bit in range(10):
        for axis in range(3):
            code |= (cells[:, axis] >> bit & 1) << np.uint32(3 * bit + axis)
    ordered: Indices = shape.faces[np.argsort(code, kind="stable")]
    return ordered


ClayPiece = create_visual_node(ClayVisual)
