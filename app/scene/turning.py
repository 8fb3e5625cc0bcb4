"""Turning in space: quaternions (x, y, z, w) as the entities hold them."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.model.space import Pose, Quaternion, Vector


def multiplied(first: Quaternion, second: Quaternion) -> Quaternion:
    """Return the turn that does ``second`` and then ``first``."""
    ax, ay, az, aw = first
    bx, by, bz, bw = second
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def turn_about(axis: Vector, angle_deg: float) -> Quaternion:
    """Return a turn about an axis of length 1, counter-clockwise seen from its tip."""
    half = math.radians(angle_deg) / 2
    x, y, z = axis
    sine = math.sin(half)
    return (x * sine, y * sine, z * sine, math.cos(half))


def turned(rotation: Quaternion, vector: Vector) -> Vector:
    """Return a vector turned."""
    x, y, z = (matrix_of(rotation) @ np.asarray(vector)).tolist()
    return (x, y, z)


def matrix_of(rotation: Quaternion) -> npt.NDArray[np.float64]:
    """Return the turn as a matrix for column vectors, shape (3, 3)."""
    x, y, z, w = rotation
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def pose_matrix(pose: Pose) -> npt.NDArray[np.float64]:
    """Return the matrix from a thing's own space to the room, shape (4, 4), column vectors."""
    matrix = np.eye(4)
    matrix[:3, :3] = matrix_of(pose.rotation) * pose.scale
    matrix[:3, 3] = pose.position_m
    return matrix


def looking(towards: Vector) -> Quaternion:
    """Return the level turn whose -z points in a direction; straight up and down too."""
    x, y, z = towards
    yaw = math.degrees(math.atan2(-x, -z)) if math.hypot(x, z) > 1e-9 else 0.0
    pitch = math.degrees(math.atan2(y, math.hypot(x, z)))
    return multiplied(turn_about((0.0, 1.0, 0.0), yaw), turn_about((1.0, 0.0, 0.0), pitch))


def between(first: Quaternion, second: Quaternion, share: float) -> Quaternion:
    """Return the turn a share 0 to 1 of the short way to another (slerp, Shoemake 1985)."""
    a, b = np.asarray(first, float), np.asarray(second, float)
    cosine = float(a @ b)
    if cosine < 0:
        b, cosine = -b, -cosine
    if cosine > 0.9995:
        mixed = a + (b - a) * share
    else:
        angle = math.acos(cosine)
        mixed = math.sin((1 - share) * angle) * a + math.sin(share * angle) * b
    x, y, z, w = (mixed / np.linalg.norm(mixed)).tolist()
    return (x, y, z, w)
