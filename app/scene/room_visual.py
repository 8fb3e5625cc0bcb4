"""What every visual of the room is: lit by its light, and seen from the eye that looks.

Positions in the vertex shader are metres in the room, and it ends with
``gl_Position = $transform(vec4(position, 1.0));``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from vispy import gloo
from vispy.visuals import Visual

from app.scene.camera import eye_of
from app.scene.light import STUDIO_LIGHT
from app.scene.shading import LIGHT_GLSL, SELECTED_GLSL, uniforms_of


def without_shade() -> dict[str, object]:
    """Return the shadow's uniforms where there is none."""
    return {
        "u_shadow": gloo.Texture2D(np.ones((1, 1), np.float32)),
        "u_shadow_from_room": np.eye(4),
        "u_shadow_sharpness": 0.0,
        "u_shadow_bias": 0.0,
        "u_shadow_floor": (0.0, 0.0, 1.0),
        "u_contact": gloo.Texture2D(np.zeros((1, 1), np.float32)),
        "u_contact_box": (0.0, 0.0, 0.0, 0.0),
    }


class RoomVisual(Visual):
    """A visual that stands in the room.

    Parameters
    ----------
    vertex, fragment : str
        GLSL 1.20; `LIGHT_GLSL` is put before the fragment shader. A vertex shader that needs
        ``u_eye`` or ``u_time`` declares it.
    order : float
        When it is drawn among the others: sky below 0, what is opaque 0 to 49, what lets light
        through 50 to 99, what lies on top 100 and above.
    detail : int
        ``DETAIL`` in the fragment shader: 0 plain, 1 good, 2 best.
    """

    room_order = 0.0

    def __init__(self, vertex: str, fragment: str, *, order: float = 0.0, detail: int = 1) -> None:
        source = f"#define DETAIL {detail}.0\n{LIGHT_GLSL}{SELECTED_GLSL}{fragment}"
        super().__init__(vcode=vertex, fcode=source)
        self._draw_mode = "triangles"
        self.unfreeze()
        self.room_order = order
        self.freeze()
        self.set_gl_state(depth_test=True, blend=False, cull_face=False)
        self.tell(uniforms_of(STUDIO_LIGHT))
        self.tell({"u_eye": (0.0, 1.4, 2.6), "u_time": 0.0})
        self.tell(without_shade())

    @property
    def has_something(self) -> bool:
        """Whether there is anything to draw."""
        return True

    def tell(self, uniforms: Mapping[str, object]) -> None:
        """Set uniforms in every view."""
        program = self.shared_program
        for name, value in uniforms.items():
            program[name] = value

    def prepare(self) -> None:
        """Take everything to the card, even where there is nothing to draw yet."""
        self._upload()

    def _prepare_transforms(self, view: Visual) -> None:
        view.view_program.vert["transform"] = view.get_transform()

    def _prepare_draw(self, view: Visual) -> bool | None:
        if not self.has_something:
            return False
        self._upload()
        if view is self:
            view.view_program["u_eye"] = self._eye_in_a_viewbox()
        return None

    def _upload(self) -> None:
        """Take to the card what changed since the last drawing."""

    def _eye_in_a_viewbox(self) -> tuple[float, float, float]:
        rows = self.get_transform("visual", "render").map(np.eye(4))
        # an orthographic camera has no eye: far away will do
        if abs(np.linalg.det(rows)) < 1e-300:
            return (0.0, 1.4, 2.6)
        x, y, z = eye_of(rows.T).tolist()
        return (x, y, z)
