"""Clay, drawn straight from the mesh's own rows; what a tool touched is all that is uploaded."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from vispy import gloo
from vispy.scene.visuals import create_visual_node

from app.geometry.clay.shape import ClayShape
from app.model.space import Pose
from app.scene.room_visual import RoomVisual
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
    if (u_detail > 0.5) {
        float grain = noise3(v_position * 260.0) * 0.6 + noise3(v_position * 900.0) * 0.4;
        albedo *= 0.93 + 0.14 * grain;
        // hollows are darker and edges lighter, as hands leave them
        vec3 across = dFdx(normal), down = dFdy(normal);
        float bend = dot(across, dFdx(v_position)) + dot(down, dFdy(v_position));
        float size = dot(dFdx(v_position), dFdx(v_position))
            + dot(dFdy(v_position), dFdy(v_position));
        float curve = clamp(bend / max(size, 1e-9) * 0.012, -0.35, 0.25);
        albedo *= 1.0 + curve;
    }
    float reached = sunlight(v_position + normal * 0.006);
    vec3 colour = lit(albedo, normal, 0.22, reached);
    // damp: a broad, dull shine and a little light through the edge
    vec3 mirrored = reflect(-view, normal);
    colour += u_sun_colour * pow(max(dot(mirrored, u_sun), 0.0), 9.0) * 0.07 * reached;
    colour += u_sky * albedo * pow(1.0 - clamp(facing, 0.0, 1.0), 3.0) * 0.5;
    colour = mix(colour, colour * vec3(0.34, 0.42, 0.58), v_mask * 0.8);
    if (u_selected > 0.5) colour = selected(colour, clamp(facing, 0.0, 1.0));
    gl_FragColor = vec4(finished(colour, v_position), 1.0);
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
    """

    def __init__(self, shape: ClayShape, pose: Pose) -> None:
        super().__init__(_VERTEX, _FRAGMENT, order=20.0)
        self.unfreeze()
        self.shape = shape
        self._rows = gloo.VertexBuffer(shape.values.view(_FIELDS)[:, 0])
        self._normals = gloo.VertexBuffer(shape.normals.view(_TURNED)[:, 0])
        self.freeze()
        for name in _FIELDS.names or ():
            self.shared_program[name] = self._rows[name]
        self.shared_program["a_normal"] = self._normals["a_normal"]
        self._index_buffer = gloo.IndexBuffer(shape.faces.ravel())
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


ClayPiece = create_visual_node(ClayVisual)
