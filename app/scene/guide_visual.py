"""Guides: shapes of a thin veil with fine lines that a stroke can follow; all in one drawing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vispy.scene.visuals import create_visual_node

from app.model.space import Guide, GuideShape
from app.scene.pool import Pool
from app.scene.pooled_visual import PooledVisual
from app.scene.turning import matrix_of, pose_matrix

Surface = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.uint32]]

_FIELDS = np.dtype(
    [("a_position", np.float32, 3), ("a_normal", np.float32, 3), ("a_along", np.float32, 2)]
)
COLUMNS = 8
LINE_STEP_M = 0.1

_VERTEX = """
attribute vec3 a_position;
attribute vec3 a_normal;
attribute vec2 a_along;     // metres along the surface, for its lines
varying vec3 v_position;
varying vec3 v_normal;
varying vec2 v_along;
void main() {
    v_position = a_position;
    v_normal = a_normal;
    v_along = a_along;
    gl_Position = $transform(vec4(a_position, 1.0));
}
"""

_FRAGMENT = """
varying vec3 v_position;
varying vec3 v_normal;
varying vec2 v_along;
uniform vec3 u_guide;
void main() {
    vec3 view = normalize(u_eye - v_position);
    float facing = abs(dot(normalize(v_normal), view));
    vec2 at = v_along / @step@;
    vec2 wide = max(fwidth(at), 1e-5);
    vec2 near = abs(fract(at - 0.5) - 0.5) / wide;
    float line = (1.0 - smoothstep(0.4, 1.5, min(near.x, near.y)))
        * (1.0 - smoothstep(0.2, 0.6, max(wide.x, wide.y)));
    float rim = pow(1.0 - facing, 2.5);
    float alpha = clamp(0.10 + 0.30 * line + 0.35 * rim, 0.0, 0.7);
    gl_FragColor = vec4(encoded(u_guide) * alpha, alpha);
}
""".replace("@step@", f"{LINE_STEP_M}")


class GuidesVisual(PooledVisual):
    """All guides of a page."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(_VERTEX, _FRAGMENT, pool, fields=_FIELDS, order=55.0, hides=False)
        self.tell({"u_guide": (0.25, 0.5, 0.75)})


Guides = create_visual_node(GuidesVisual)


def guide_vertices(guide: Guide) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]:
    """Return a guide in the room, shape (n, 8): place, normal, metres along; and triangles."""
    places, along, triangles = _SURFACES[guide.shape](guide)
    matrix = pose_matrix(guide.pose)
    normals = _normals(places, triangles) @ matrix_of(guide.pose.rotation).T
    room = places @ matrix[:3, :3].T + matrix[:3, 3]
    rows = np.concatenate((room, normals, along * guide.pose.scale), axis=1)
    return rows.astype(np.float32), triangles


def _normals(
    places: npt.NDArray[np.float64], triangles: npt.NDArray[np.uint32]
) -> npt.NDArray[np.float64]:
    a, b, c = (places[triangles[:, corner]] for corner in range(3))
    faces = np.cross(b - a, c - a)
    total = np.zeros_like(places)
    for corner in range(3):
        np.add.at(total, triangles[:, corner], faces)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    unit: npt.NDArray[np.float64] = total / np.maximum(length, 1e-12)
    return unit


def _sheet(rows: int, columns: int) -> npt.NDArray[np.uint32]:
    """Return the triangles of a sheet of rows by columns of places."""
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    below = first + columns
    triangles = np.concatenate(
        (
            np.stack((first, below, first + 1), axis=1),
            np.stack((first + 1, below, below + 1), axis=1),
        )
    )
    return triangles.astype(np.uint32)


def _plane(guide: Guide) -> Surface:
    # it lies in its own x and y, as `app.geometry.guides` has it
    wide, high, _ = guide.size_m
    across, up = np.meshgrid((-wide / 2, wide / 2), (-high / 2, high / 2), indexing="ij")
    along = np.stack((across.ravel(), up.ravel()), axis=1)
    places = np.stack((across.ravel(), up.ravel(), np.zeros(4)), axis=1)
    return places, along, _sheet(2, 2)


def _cube(guide: Guide) -> Surface:
    half = np.asarray(guide.size_m) / 2
    places: list[npt.NDArray[np.float64]] = []
    along, triangles = [], []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for side in (-1.0, 1.0):
            a, b = np.meshgrid((-half[u], half[u]), (-half[v], half[v]), indexing="ij")
            sheet = np.empty((4, 3))
            sheet[:, axis], sheet[:, u], sheet[:, v] = side * half[axis], a.ravel(), b.ravel()
            triangles.append(_sheet(2, 2) + 4 * len(places))
            places.append(sheet)
            along.append(np.stack((a.ravel(), b.ravel()), axis=1))
    return (
        np.concatenate(places),
        np.concatenate(along),
        np.concatenate(triangles).astype(np.uint32),
    )


def _round(radius: float, middle_m: float) -> Surface:
    """Return a ball cut at its equator, its halves ``middle_m`` apart (a capsule)."""
    rings, segments = 25, 49
    down = np.linspace(0, np.pi, rings)
    around = np.linspace(0, 2 * np.pi, segments)
    # the equator stands twice, so that the wall between the halves is straight
    down = np.insert(down, rings // 2, np.pi / 2)
    lift = np.where(np.arange(rings + 1) <= rings // 2, middle_m / 2, -middle_m / 2)
    x = np.outer(np.sin(down), np.sin(around)) * radius
    y = np.outer(np.cos(down) * radius + lift, np.ones(segments))
    z = np.outer(np.sin(down), np.cos(around)) * radius
    along = np.stack((np.broadcast_to(around * radius, x.shape).ravel(), y.ravel()), axis=1)
    places = np.stack((x.ravel(), y.ravel(), z.ravel()), axis=1)
    return places, along, _sheet(rings + 1, segments)


def _sphere(guide: Guide) -> Surface:
    return _round(guide.size_m[0] / 2, 0.0)


def _capsule(guide: Guide) -> Surface:
    wide, high, _ = guide.size_m
    return _round(wide / 2, max(0.0, high - wide))


_SURFACES = {
    GuideShape.PLANE: _plane,
    GuideShape.SPHERE: _sphere,
    GuideShape.CUBE: _cube,
    GuideShape.CAPSULE: _capsule,
}
