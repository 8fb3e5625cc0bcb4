"""From an eye's pose and the angles it sees to the matrix it is drawn with."""

from __future__ import annotations

import math

from app.model.space import Pose
from app.scene.camera import Camera, Matrix, frustum
from headset.frames import Fov

NEAR_M, FAR_M = 0.03, 500.0


def view_projection(pose: Pose, fov: Fov) -> Matrix:
    """Return the matrix from the room to clip space, shape (4, 4), column vectors.

    ``pose.scale`` is how many metres of the room are one for the eye: near and far follow it.
    """
    near, far = NEAR_M * pose.scale, FAR_M * pose.scale
    left, right, up, down = (near * math.tan(angle) for angle in fov)
    lens = frustum(left, right, down, up, near=near, far=far)
    return lens @ Camera(pose.position_m, pose.rotation).view()
