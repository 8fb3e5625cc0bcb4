"""Pictures and models that stand in the room to be looked at."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError
from vispy import gloo
from vispy.scene.visuals import create_visual_node

from app.model.document import Document
from app.model.entities import Picture
from app.model.space import Pose, Reference
from app.scene.painted_visual import COLUMNS, Painted
from app.scene.pool import Pool
from app.scene.room_visual import RoomVisual
from app.scene.turning import matrix_of, pose_matrix

MOST_PIXELS = 40_000_000
MOST_SIDE_PX = 2048
# what is selected, as in the shaders
_ACCENT = np.array([1.0, 0.62, 0.10])

_VERTEX = """
attribute vec2 a_corner;
uniform mat4 u_room_from_picture;
uniform vec2 u_half;
varying vec2 v_at;
varying vec3 v_position;
varying vec3 v_normal;
void main() {
    v_at = vec2(a_corner.x * 0.5 + 0.5, 0.5 - a_corner.y * 0.5);
    v_position = (u_room_from_picture * vec4(a_corner * u_half, 0.0, 1.0)).xyz;
    v_normal = (u_room_from_picture * vec4(0.0, 0.0, 1.0, 0.0)).xyz;
    gl_Position = $transform(vec4(v_position, 1.0));
}
"""

_FRAGMENT = """
uniform sampler2D u_picture;
uniform float u_selected;
varying vec2 v_at;
varying vec3 v_position;
varying vec3 v_normal;
void main() {
    vec4 seen = texture2D(u_picture, v_at);
    if (seen.a < 0.01) discard;
    // a reference is for its colours: nearly as it is, with a breath of the room's light
    float reached = mix(0.82, 1.0, sunlight(v_position));
    vec3 colour = mix(seen.rgb, encoded(u_fog_colour), 1.0 - exp(-length(v_position - u_eye)
        * u_fog));
    colour *= reached;
    vec2 edge = abs(v_at - 0.5) * 2.0;
    if (u_selected > 0.5) colour = selected(colour, 1.0 - pow(max(edge.x, edge.y), 12.0));
    gl_FragColor = vec4(colour * seen.a, seen.a);
}
"""


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """A model that was read.

    ``vertices`` : ndarray, shape (n, 3), metres; ``triangles`` : shape (m, 3); ``colours`` :
    shape (n, 3), linear, 0 to 1.
    """

    vertices: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.uint32]
    colours: npt.NDArray[np.float32]


ReadModel = Callable[[Picture], Model | None]


class HungPictureVisual(RoomVisual):
    """A picture, one metre high before its pose's scale, facing its own z; seen from behind too.

    Parameters
    ----------
    pixels : ndarray, shape (h, w, 4), uint8, sRGB
    pose : Pose
    """

    def __init__(self, pixels: npt.NDArray[np.uint8], pose: Pose) -> None:
        super().__init__(_VERTEX, _FRAGMENT, order=50.0)
        corners = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], np.float32)
        self.shared_program["a_corner"] = gloo.VertexBuffer(corners)
        self._index_buffer = gloo.IndexBuffer(np.array([0, 1, 2, 2, 1, 3], np.uint32))
        height, width = pixels.shape[:2]
        texture = gloo.Texture2D(pixels, interpolation="linear")
        self.tell({"u_picture": texture, "u_half": (0.5 * width / height, 0.5)})
        self.tell({"u_selected": 0.0})
        self.set_gl_state(
            depth_test=True,
            depth_mask=True,
            blend=True,
            blend_func=("one", "one_minus_src_alpha"),
            cull_face=False,
        )
        self.place(pose)

    def place(self, pose: Pose) -> None:
        """Stand somewhere else."""
        self.tell({"u_room_from_picture": pose_matrix(pose).T})


HungPicture = create_visual_node(HungPictureVisual)


class ReferenceShelf:
    """References by uid.

    Parameters
    ----------
    read_model : Callable[[Picture], Model or None]
        Reads a model's bytes; None where they cannot be read.
    """

    def __init__(self, read_model: ReadModel) -> None:
        self._read_model = read_model
        self._shown: dict[str, Reference] = {}
        self._pictures: dict[str, HungPictureVisual] = {}
        self._models: dict[str, Model | None] = {}
        self._pool = Pool(COLUMNS)
        self._hidden_layers: frozenset[str] = frozenset()
        self._selected: frozenset[str] = frozenset()
        self._models_seen = Painted(self._pool, order=22.0, has_own_light=False)

    def __contains__(self, uid: str) -> bool:
        return uid in self._shown

    @property
    def uids(self) -> list[str]:
        """Return the references that are here."""
        return list(self._shown)

    @property
    def visuals(self) -> list[RoomVisual]:
        """Return what is drawn."""
        return [self._models_seen, *self._pictures.values()]

    def clear(self) -> None:
        """Take all references away."""
        for uid in list(self._shown):
            self.take(uid)
        self._models.clear()

    def put(self, reference: Reference, document: Document) -> None:
        """Show a reference, or follow where it stands."""
        before = self._shown.get(reference.uid)
        if before is not None and before.picture_uid == reference.picture_uid:
            self._shown[reference.uid] = reference
            self._place(reference)
            return
        self.take(reference.uid)
        picture = document.find(reference.picture_uid)
        if not isinstance(picture, Picture):
            return
        self._shown[reference.uid] = reference
        self._read(reference, picture)
        self._place(reference)

    def take(self, uid: str) -> None:
        """Take a reference away."""
        self._shown.pop(uid, None)
        self._pictures.pop(uid, None)
        self._pool.take(uid)

    def hide_layers(self, layer_uids: frozenset[str]) -> None:
        """Hide the references of these layers, and show all others."""
        if layer_uids != self._hidden_layers:
            self._hidden_layers = layer_uids
            for reference in self._shown.values():
                self._place(reference)

    def highlight(self, uids: frozenset[str]) -> None:
        """Mark these references as selected and no others."""
        before, self._selected = self._selected, uids
        for uid in before ^ uids:
            if uid in self._shown:
                self._place(self._shown[uid])

    def is_shown(self, uid: str) -> bool:
        """Whether a reference is here, and neither it nor its layer is hidden."""
        found = self._shown.get(uid)
        return found is not None and found.is_visible and found.layer_uid not in self._hidden_layers

    def geometry_of(self, uid: str) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]:
        """Return a reference's places in the room, shape (n, 3), and its triangles."""
        if uid in self._pool:
            return self._pool.vertices_of(uid)[:, :3], self._pool.triangles_of(uid)
        if uid not in self._pictures:
            return np.empty((0, 3), np.float32), np.empty((0, 3), np.uint32)
        half = self._pictures[uid].shared_program["u_half"]
        corners = np.array([[-1, -1, 0], [1, -1, 0], [-1, 1, 0], [1, 1, 0]], float)
        matrix = pose_matrix(self._shown[uid].pose)
        places = corners * (half[0], half[1], 0.0) @ matrix[:3, :3].T + matrix[:3, 3]
        return places.astype(np.float32), np.array([[0, 1, 2], [2, 1, 3]], np.uint32)

    def new_visuals(self, document: Document) -> None:
        """Make every visual anew, for another GL context."""
        self._pool.dirty_vertices.is_all = self._pool.dirty_triangles.is_all = True
        self._models_seen = Painted(self._pool, order=22.0, has_own_light=False)
        shown = list(self._shown.values())
        for reference in shown:
            if reference.uid in self._pictures:
                self.take(reference.uid)
                self.put(reference, document)

    def _read(self, reference: Reference, picture: Picture) -> None:
        if picture.media_type.startswith("image/"):
            pixels = pixels_of(picture.content)
            if pixels is not None:
                self._pictures[reference.uid] = HungPicture(pixels, reference.pose)
        elif picture.uid not in self._models:
            self._models[picture.uid] = self._read_model(picture)

    def _place(self, reference: Reference) -> None:
        is_shown, is_selected = self.is_shown(reference.uid), reference.uid in self._selected
        hung = self._pictures.get(reference.uid)
        if hung is not None:
            hung.place(reference.pose)
            hung.visible = is_shown
            hung.tell({"u_selected": float(is_selected)})
            return
        model = self._models.get(reference.picture_uid)
        if model is None:
            return
        matrix = pose_matrix(reference.pose)
        rows = np.empty((len(model.vertices), COLUMNS), np.float32)
        rows[:, :3] = model.vertices @ matrix[:3, :3].T + matrix[:3, 3]
        rows[:, 3:6] = normals_of(model) @ matrix_of(reference.pose.rotation).T
        tint = 0.4 * is_selected
        rows[:, 6:9], rows[:, 9] = model.colours * (1 - tint) + _ACCENT * tint, 1.0
        self._pool.put(reference.uid, rows, model.triangles)
        self._pool.hide([reference.uid], is_hidden=not is_shown)


def pixels_of(content: bytes) -> npt.NDArray[np.uint8] | None:
    """Return a picture's pixels, shape (h, w, 4), at most 2048 a side; None if it is broken."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.thumbnail((MOST_SIDE_PX, MOST_SIDE_PX))
            return np.ascontiguousarray(np.asarray(image.convert("RGBA")))
    except (UnidentifiedImageError, OSError, ValueError):
        return None


def normals_of(model: Model) -> npt.NDArray[np.float64]:
    """Return the directions a model's corners face, shape (n, 3), length 1."""
    a, b, c = (model.vertices[model.triangles[:, corner]].astype(float) for corner in range(3))
    faces = np.cross(b - a, c - a)
    total = np.zeros((len(model.vertices), 3))
    for corner in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(
                model.triangles[:, corner], faces[:, axis], len(model.vertices)
            )
    length = np.linalg.norm(total, axis=1, keepdims=True)
    unit: npt.NDArray[np.float64] = total / np.maximum(length, 1e-12)
    return unit
