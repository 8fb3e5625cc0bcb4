"""What a place is drawn as: seven visuals, one draw call each."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from vispy import gloo
from vispy.scene.visuals import create_visual_node
from vispy.visuals import Visual

from app.geometry.place.noise import Floats
from app.geometry.place.surfaces import Surface
from app.geometry.terrain import Triangles
from app.scene.place import glsl
from app.scene.room_visual import RoomVisual

_COVERING = np.array([(-1, -1), (3, -1), (-1, 3)], np.float32)
# the sky comes after what is solid: a pixel that is covered costs nothing
SKY_ORDER, STAR_ORDER = 48.0, 49.0


class _Surfaced(RoomVisual):
    """A surface whose triangles may be fewer than there are.

    Parameters
    ----------
    vertex, fragment : str
        GLSL.
    columns : tuple
        The attributes and how many floats each is.
    order : float
    """

    def __init__(
        self, vertex: str, fragment: str, columns: tuple[tuple[str, int], ...], order: float
    ) -> None:
        super().__init__(vertex, fragment, order=order)
        # the sky leaves another depth function behind
        self.set_gl_state(depth_mask=True, blend=False, cull_face=False, **_NEARER)
        self.unfreeze()
        self._rows = np.dtype([(name, np.float32, count) for name, count in columns])
        self._vertices: gloo.VertexBuffer | None = None
        self._triangles = gloo.IndexBuffer(np.zeros(3, np.uint32))
        self._index_buffer = self._triangles
        self.freeze()

    def show(self, surface: Surface | None) -> None:
        """Draw a surface; without one nothing is drawn."""
        self.visible = surface is not None and len(surface.triangles) > 0
        if surface is None or not len(surface.triangles):
            return
        rows = np.ascontiguousarray(surface.vertices).view(self._rows)[:, 0]
        if self._vertices is None:
            self._vertices = gloo.VertexBuffer(rows)
            for name in self._rows.names or ():
                self.shared_program[name] = self._vertices[name]
        else:
            self._vertices.set_data(rows)
        self.show_triangles(surface.triangles)

    def show_triangles(self, triangles: Triangles) -> None:
        """Draw other triangles of the same vertices."""
        if len(triangles):
            self._triangles.set_data(np.ascontiguousarray(triangles.ravel()), copy=True)


class SkyVisual(RoomVisual):
    """The sky behind everything, with sun, moon and clouds."""

    def __init__(self) -> None:
        super().__init__(glsl.SKY_VERTEX, glsl.SKY_FRAGMENT, order=SKY_ORDER)
        self.shared_program["a_corner"] = _COVERING
        self.set_gl_state(depth_test=True, depth_func="lequal", depth_mask=False, blend=False)

    def _prepare_transforms(self, view: Visual) -> None:
        view.view_program.vert["unproject"] = view.get_transform("render", "visual")


class StarVisual(RoomVisual):
    """Stars, which are far away wherever one stands."""

    def __init__(self) -> None:
        super().__init__(glsl.STAR_VERTEX, glsl.STAR_FRAGMENT, order=STAR_ORDER)
        self._draw_mode = "points"
        self.set_gl_state(
            depth_test=True,
            depth_func="lequal",
            depth_mask=False,
            blend=True,
            blend_func=("src_alpha", "one"),
        )
        self._tell(np.zeros((1, 6), np.float32), 0.0)

    def show(self, stars: Floats, shown: float) -> None:
        """Draw stars, columns `STAR_COLUMNS`, as bright as ``shown``, 0 to 1."""
        self._tell(stars, shown)
        self.visible = shown > 0.01 and len(stars) > 1

    def _tell(self, stars: Floats, shown: float) -> None:
        self.shared_program["a_towards"] = np.ascontiguousarray(stars[:, :3])
        self.shared_program["a_look"] = np.ascontiguousarray(stars[:, 3:])
        self.shared_program["u_shown"] = shown


class GroundVisual(_Surfaced):
    """The ground."""

    def __init__(self) -> None:
        columns = (("a_position", 3), ("a_colour", 3))
        super().__init__(glsl.GROUND_VERTEX, glsl.GROUND_FRAGMENT, columns, 3.0)


class PlantVisual(_Surfaced):
    """What grows, and sways."""

    def __init__(self, order: float) -> None:
        columns = (("a_position", 3), ("a_colour", 3), ("a_sway", 2))
        super().__init__(glsl.PLANT_VERTEX, glsl.PLANT_FRAGMENT, columns, order)


class WaterVisual(_Surfaced):
    """Water that mirrors the sky and the land around it."""

    def __init__(self) -> None:
        super().__init__(glsl.WATER_VERTEX, glsl.WATER_FRAGMENT, (("a_position", 4),), 50.0)
        self.set_gl_state(depth_mask=True, blend=True, blend_func=_OVER, **_NEARER)


class SpeckVisual(_Surfaced):
    """What drifts in the air."""

    def __init__(self) -> None:
        columns = (("a_position", 3), ("a_colour", 3), ("a_corner", 4))
        super().__init__(glsl.SPECK_VERTEX, glsl.SPECK_FRAGMENT, columns, 90.0)
        self.set_gl_state(depth_mask=False, blend=True, blend_func=_OVER, **_NEARER)


_OVER = ("src_alpha", "one_minus_src_alpha")
_NEARER: dict[str, Any] = {"depth_test": True, "depth_func": "less"}

Sky = create_visual_node(SkyVisual)
Stars = create_visual_node(StarVisual)
Ground = create_visual_node(GroundVisual)
Plants = create_visual_node(PlantVisual)
Water = create_visual_node(WaterVisual)
Specks = create_visual_node(SpeckVisual)


def texture(pixels: npt.NDArray[np.uint8], *, wrapping: Any = "repeat") -> gloo.Texture2D:
    """Return a texture that is smooth between its pixels."""
    return gloo.Texture2D(pixels, interpolation="linear", wrapping=wrapping)
