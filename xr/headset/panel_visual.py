"""A panel as it is seen: a picture on a card in the room, before everything that is drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vispy import gloo
from vispy.scene.visuals import create_visual_node

from app.model.space import Pose
from app.scene.room_visual import RoomVisual
from app.scene.turning import pose_matrix

ORDER = 108.0

_VERTEX = """
attribute vec3 a_position;
attribute vec2 a_place;
varying vec2 v_place;
void main() {
    v_place = a_place;
    gl_Position = $transform(vec4(a_position, 1.0));
    // what is drawn never hides the way out; among themselves panels stay in order
    gl_Position.z = gl_Position.z * 0.01 - gl_Position.w * 0.98;
}
"""

_FRAGMENT = """
varying vec2 v_place;
uniform sampler2D u_picture;
void main() {
    vec4 seen = texture2D(u_picture, v_place);
    gl_FragColor = vec4(seen.rgb * seen.a, seen.a);
}
"""


class PanelVisual(RoomVisual):
    """One panel; nothing until it has a picture and is placed."""

    def __init__(self) -> None:
        super().__init__(_VERTEX, _FRAGMENT, order=ORDER)
        self.unfreeze()
        self._is_shown = False
        self._picture = gloo.Texture2D(np.zeros((1, 1, 4), np.uint8), interpolation="linear")
        self._corners = gloo.VertexBuffer(np.zeros((4, 3), np.float32))
        self._index_buffer = gloo.IndexBuffer(np.array([[0, 1, 2], [2, 1, 3]], np.uint32))
        self.freeze()
        places = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], np.float32)
        self.shared_program["a_place"] = gloo.VertexBuffer(places)
        self.shared_program["a_position"] = self._corners
        self.shared_program["u_picture"] = self._picture
        self.set_gl_state(
            depth_test=True,
            depth_mask=True,
            blend=True,
            blend_func=("one", "one_minus_src_alpha"),
            cull_face=False,
        )

    @property
    def has_something(self) -> bool:
        """Whether it is shown."""
        return self._is_shown

    def show_picture(self, picture: npt.NDArray[np.uint8]) -> None:
        """Show a painted panel, shape (h, w, 4), sRGB with straight alpha, top row first."""
        self._picture.set_data(np.ascontiguousarray(picture))

    def place(self, pose: Pose, width_m: float, height_m: float) -> None:
        """Stand there; ``pose`` is its middle, and its front is +z."""
        x, y = width_m / 2, height_m / 2
        own = np.array([[-x, y, 0, 1], [x, y, 0, 1], [-x, -y, 0, 1], [x, -y, 0, 1]], float)
        corners = own @ pose_matrix(pose).T
        self._corners.set_data(np.ascontiguousarray(corners[:, :3], np.float32))
        self._is_shown = True

    def hide(self) -> None:
        """Be seen no longer."""
        self._is_shown = False


Panel = create_visual_node(PanelVisual)
