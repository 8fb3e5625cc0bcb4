"""Moving, turning, scaling and mirroring what stands in a room, baked into its points.

Matrices are 4x4 for column vectors, ``matrix @ (x, y, z, 1)``, in metres; quaternions are
(x, y, z, w).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.model.space import Pose, Quaternion, Vector

Matrix = npt.NDArray[np.float64]
Points = npt.NDArray[np.float32]

_TOLERANCE = 1e-4
_SMALLEST, _LARGEST = 1e-6, 1e6
# a turned hand in a mirror is a left hand: its own left and right are swapped with it
_SWAP = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True, eq=False, slots=True)
class Similarity:
    """What a matrix does: ``turn`` is a rotation, with a mirror in it if ``is_mirror``.

    ``turn`` : ndarray, shape (3, 3). ``shift_m`` : ndarray, shape (3,).
    """

    turn: Matrix
    scale: float
    shift_m: Matrix
    is_mirror: bool

    @classmethod
    def of(cls, matrix: npt.ArrayLike) -> Similarity:
        """Return what a matrix does.

        Raises
        ------
        ValueError
            If it is no 4x4 matrix, or does more than move, turn, scale evenly and mirror.
        """
        found = np.asarray(matrix, np.float64)
        if found.shape != (4, 4) or not np.isfinite(found).all():
            raise ValueError("a transform is a 4x4 matrix of numbers")
        determinant = float(np.linalg.det(found[:3, :3]))
        scale = abs(determinant) ** (1 / 3)
        if not _SMALLEST <= scale <= _LARGEST:
            raise ValueError(f"a scale of {scale} is out of reach")
        turn = found[:3, :3] / scale
        is_even = np.allclose(turn @ turn.T, np.eye(3), atol=_TOLERANCE)
        if not is_even or not np.allclose(found[3], (0, 0, 0, 1), atol=_TOLERANCE):
            raise ValueError("a transform moves, turns, scales evenly and mirrors, no more")
        return cls(turn, scale, found[:3, 3], determinant < 0)

    def places(self, places_m: npt.ArrayLike) -> Matrix:
        """Return places, shape (n, 3), where they come to stand."""
        return np.asarray(places_m, np.float64) @ (self.scale * self.turn).T + self.shift_m

    def rotations(self, rotations: npt.ArrayLike) -> Matrix:
        """Return quaternions, shape (n, 4), as they come to be turned."""
        matrices = self.turn @ matrices_of(rotations)
        return quaternions_of(matrices * _SWAP if self.is_mirror else matrices)

    def points(self, points: Points) -> Points:
        """Return a stroke's points, shape (n, 9), columns `SPACE_COLUMNS`, moved."""
        moved = points.copy()
        moved[:, :3] = self.places(points[:, :3])
        moved[:, 3:7] = self.rotations(points[:, 3:7])
        return moved

    def pose(self, pose: Pose) -> Pose:
        """Return a pose, moved; of a mirrored one ``values`` must be mirrored along its own x."""
        x, y, z = self.places([pose.position_m])[0]
        qx, qy, qz, qw = self.rotations([pose.rotation])[0]
        return Pose(
            (float(x), float(y), float(z)),
            (float(qx), float(qy), float(qz), float(qw)),
            float(pose.scale * self.scale),
        )


def matrices_of(rotations: npt.ArrayLike) -> Matrix:
    """Return rotation matrices, shape (n, 3, 3), of quaternions, shape (n, 4).

    Shepperd, "Quaternion from rotation matrix" (1978), read the other way. What has no length
    turns nothing.
    """
    x, y, z, w = _units(rotations).T
    rows = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )
    return np.moveaxis(np.array(rows), 2, 0)


def quaternions_of(matrices: npt.ArrayLike) -> Matrix:
    """Return quaternions, shape (n, 4), of rotation matrices, shape (n, 3, 3).

    The largest of the four parts is found first (Shepperd 1978), so that nothing cancels out.
    """
    m = np.asarray(matrices, np.float64)
    xx, yy, zz = m[:, 0, 0], m[:, 1, 1], m[:, 2, 2]
    squares = np.stack([1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz, 1 + xx + yy + zz], 1)
    largest = squares.argmax(axis=1)
    ways = np.stack(
        [
            np.stack([squares[:, 0], m[:, 1, 0] + m[:, 0, 1], m[:, 2, 0] + m[:, 0, 2],
                      m[:, 2, 1] - m[:, 1, 2]], 1),
            np.stack([m[:, 1, 0] + m[:, 0, 1], squares[:, 1], m[:, 2, 1] + m[:, 1, 2],
                      m[:, 0, 2] - m[:, 2, 0]], 1),
            np.stack([m[:, 2, 0] + m[:, 0, 2], m[:, 2, 1] + m[:, 1, 2], squares[:, 2],
                      m[:, 1, 0] - m[:, 0, 1]], 1),
            np.stack([m[:, 2, 1] - m[:, 1, 2], m[:, 0, 2] - m[:, 2, 0], m[:, 1, 0] - m[:, 0, 1],
                      squares[:, 3]], 1),
        ],
        axis=1,
    )  # fmt: skip
    return _units(ways[np.arange(len(m)), largest])


def matrix_of(
    *,
    shift_m: Vector = (0.0, 0.0, 0.0),
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0),
    scale: float = 1.0,
    about_m: Vector = (0.0, 0.0, 0.0),
) -> Matrix:
    """Return the matrix that turns and scales about a place, then shifts."""
    matrix = np.eye(4)
    matrix[:3, :3] = scale * matrices_of([rotation])[0]
    matrix[:3, 3] = np.asarray(about_m) - matrix[:3, :3] @ about_m + shift_m
    return matrix


def matrix_of_pose(pose: Pose) -> Matrix:
    """Return the matrix from a thing's own space to the room."""
    return matrix_of(shift_m=pose.position_m, rotation=pose.rotation, scale=pose.scale)


def _units(rotations: npt.ArrayLike) -> Matrix:
    found = np.asarray(rotations, np.float64)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    still = np.array([0.0, 0.0, 0.0, 1.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lengths > 0, found / lengths, still)
