"""Where the scene is seen from: matrices, rays from pixels, and how a camera is moved.

Column vectors: ``clip = view_projection @ room``. The camera looks along its own -z, y is up.
Pixels are counted from the top left, and pixel (0, 0) is centred at (0.5, 0.5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from app.model.space import Pose, Quaternion, Vector
from app.scene.turning import looking, matrix_of, multiplied, turn_about, turned

Matrix = npt.NDArray[np.float64]
Size = tuple[int, int]

MIN_DISTANCE_M, MAX_DISTANCE_M = 0.05, 200.0
MAX_PITCH_DEG = 89.0


@dataclass(frozen=True, slots=True)
class Camera:
    """A pose in the room with a lens; ``field_of_view_deg`` is the full vertical angle."""

    position_m: Vector = (0.0, 1.4, 2.6)
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0)
    field_of_view_deg: float = 50.0
    near_m: float = 0.03
    far_m: float = 500.0

    @property
    def pose(self) -> Pose:
        """Return where it stands."""
        return Pose(self.position_m, self.rotation)

    @property
    def forward(self) -> Vector:
        """Return the direction it looks in, length 1."""
        return turned(self.rotation, (0.0, 0.0, -1.0))

    @property
    def right(self) -> Vector:
        """Return the direction to its right, length 1."""
        return turned(self.rotation, (1.0, 0.0, 0.0))

    @property
    def up(self) -> Vector:
        """Return the direction of its top, length 1."""
        return turned(self.rotation, (0.0, 1.0, 0.0))

    def view(self) -> Matrix:
        """Return the matrix from the room to the camera, shape (4, 4)."""
        turn = matrix_of(self.rotation)
        view = np.eye(4)
        view[:3, :3] = turn.T
        view[:3, 3] = -turn.T @ np.asarray(self.position_m)
        return view

    def projection(self, size_px: Size) -> Matrix:
        """Return the matrix from the camera to clip space, shape (4, 4), as OpenGL has it."""
        height = self.near_m * math.tan(math.radians(self.field_of_view_deg) / 2)
        width = height * size_px[0] / max(1, size_px[1])
        return frustum(-width, width, -height, height, near=self.near_m, far=self.far_m)

    def view_projection(self, size_px: Size) -> Matrix:
        """Return the matrix from the room to clip space, shape (4, 4)."""
        return self.projection(size_px) @ self.view()

    def project(self, points_m: npt.ArrayLike, size_px: Size) -> Matrix:
        """Return where points appear, shape (n, 3): x and y in pixels, and metres ahead.

        What lies behind the camera has no metres ahead above zero.
        """
        points = np.atleast_2d(np.asarray(points_m, float))
        clip = np.c_[points, np.ones(len(points))] @ self.view_projection(size_px).T
        ahead = clip[:, 3]
        safe = np.where(np.abs(ahead) < 1e-9, 1e-9, ahead)
        x = (clip[:, 0] / safe + 1) / 2 * size_px[0]
        y = (1 - clip[:, 1] / safe) / 2 * size_px[1]
        return np.stack((x, y, ahead), axis=1)

    def ray(self, x_px: float, y_px: float, size_px: Size) -> tuple[Vector, Vector]:
        """Return the ray through a place on the picture: its origin and direction, length 1."""
        half = math.tan(math.radians(self.field_of_view_deg) / 2)
        x = (2 * x_px / size_px[0] - 1) * half * size_px[0] / size_px[1]
        y = (1 - 2 * y_px / size_px[1]) * half
        length = math.sqrt(x * x + y * y + 1)
        towards = turned(self.rotation, (x / length, y / length, -1 / length))
        return self.position_m, towards

    def metres_a_pixel(self, distance_m: float, size_px: Size) -> float:
        """Return how large a pixel is at a distance ahead."""
        half = math.tan(math.radians(self.field_of_view_deg) / 2)
        return 2 * half * distance_m / max(1, size_px[1])

    def flown(self, right_m: float, up_m: float, forward_m: float) -> Camera:
        """Return it moved along its own axes."""
        step = turned(self.rotation, (right_m, up_m, -forward_m))
        x, y, z = np.add(self.position_m, step).tolist()
        return replace(self, position_m=(x, y, z))

    def looked_around(self, yaw_deg: float, pitch_deg: float) -> Camera:
        """Return it turned on the spot; it stays level and never turns over."""
        now = math.degrees(math.asin(max(-1.0, min(1.0, self.forward[1]))))
        pitch = max(-MAX_PITCH_DEG, min(MAX_PITCH_DEG, now + pitch_deg)) - now
        about = turn_about((0.0, 1.0, 0.0), -yaw_deg)
        tilt = turn_about((1.0, 0.0, 0.0), pitch)
        return replace(self, rotation=multiplied(multiplied(about, self.rotation), tilt))


def frustum(
    left: float, right: float, bottom: float, top: float, *, near: float, far: float
) -> Matrix:
    """Return a projection, shape (4, 4), that need not be symmetric (an eye's is not).

    The sides are metres on the near plane; glFrustum of the OpenGL 2.1 reference.
    """
    wide, high, deep = right - left, top - bottom, far - near
    return np.array(
        [
            [2 * near / wide, 0, (right + left) / wide, 0],
            [0, 2 * near / high, (top + bottom) / high, 0],
            [0, 0, -(far + near) / deep, -2 * far * near / deep],
            [0, 0, -1, 0],
        ]
    )


def eye_of(view_projection: Matrix) -> npt.NDArray[np.float64]:
    """Return where a perspective matrix is seen from, shape (3,): what it maps to x = y = w = 0."""
    x, y, z, w = np.linalg.inv(view_projection)[:, 2].tolist()
    return np.array([x / w, y / w, z / w])


@dataclass(frozen=True, slots=True)
class Orbit:
    """A camera that circles a point: the way of the desktop.

    ``yaw_deg`` 0 looks along -z; ``pitch_deg`` above 0 looks down on the target.
    """

    target_m: Vector = (0.0, 1.1, 0.0)
    distance_m: float = 2.6
    yaw_deg: float = 0.0
    pitch_deg: float = 12.0
    field_of_view_deg: float = 50.0

    @property
    def camera(self) -> Camera:
        """Return the camera it is."""
        about = turn_about((0.0, 1.0, 0.0), -self.yaw_deg)
        rotation = multiplied(about, turn_about((1.0, 0.0, 0.0), -self.pitch_deg))
        back = turned(rotation, (0.0, 0.0, self.distance_m))
        x, y, z = np.add(self.target_m, back).tolist()
        near = max(0.01, min(0.1, self.distance_m / 50))
        return Camera((x, y, z), rotation, self.field_of_view_deg, near_m=near)

    def turned(self, right_deg: float, down_deg: float) -> Orbit:
        """Return it turned: the scene follows the hand to the right and down."""
        pitch = max(-MAX_PITCH_DEG, min(MAX_PITCH_DEG, self.pitch_deg + down_deg))
        return replace(self, yaw_deg=(self.yaw_deg + right_deg) % 360, pitch_deg=pitch)

    def panned(self, right_px: float, down_px: float, size_px: Size) -> Orbit:
        """Return it shifted so that the target follows the hand by so many pixels."""
        camera = self.camera
        metres = camera.metres_a_pixel(self.distance_m, size_px)
        shift = np.multiply(camera.right, -right_px * metres)
        shift += np.multiply(camera.up, down_px * metres)
        x, y, z = np.add(self.target_m, shift).tolist()
        return replace(self, target_m=(x, y, z))

    def zoomed(self, factor: float) -> Orbit:
        """Return it nearer (above 1) or farther (below 1), within limits."""
        distance = min(MAX_DISTANCE_M, max(MIN_DISTANCE_M, self.distance_m / factor))
        return replace(self, distance_m=distance)

    def framing(self, low_m: Vector, high_m: Vector, size_px: Size) -> Orbit:
        """Return it turned as it is, with a box filling the picture."""
        low, high = np.asarray(low_m), np.asarray(high_m)
        x, y, z = ((low + high) / 2).tolist()
        radius = max(0.05, float(np.linalg.norm(high - low)) / 2)
        half = math.radians(self.field_of_view_deg) / 2
        across = math.atan(math.tan(half) * size_px[0] / max(1, size_px[1]))
        distance = radius / math.sin(min(half, across)) * 1.08
        distance = min(MAX_DISTANCE_M, max(MIN_DISTANCE_M, distance))
        return replace(self, target_m=(x, y, z), distance_m=distance)


def orbit_of(camera: Camera, distance_m: float) -> Orbit:
    """Return the orbit that stands where a level camera does, about the point so far ahead."""
    x, y, z = camera.forward
    target = np.add(camera.position_m, np.multiply(camera.forward, distance_m)).tolist()
    yaw = math.degrees(math.atan2(x, -z))
    pitch = -math.degrees(math.asin(max(-1.0, min(1.0, y))))
    placed = (target[0], target[1], target[2])
    return Orbit(placed, distance_m, yaw % 360, pitch, camera.field_of_view_deg)


def look_at(position_m: Vector, target_m: Vector, *, field_of_view_deg: float = 50.0) -> Camera:
    """Return a level camera at a place that looks at another."""
    x, y, z = np.subtract(target_m, position_m).tolist()
    return Camera(position_m, looking((x, y, z)), field_of_view_deg)
