"""Mirrors: the transforms that make copies of a stroke while it is drawn.

Each function gives the copies beside the stroke itself, 4x4 for column vectors; how many there
may be has a limit, because each is a stroke of its own.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from app.geometry.similarity import Matrix
from app.model.space import Vector
from app.model.words import PersonError, Sentence

MOST_COPIES: Final = 32

TOO_MANY_COPIES: Final = Sentence(
    "These mirrors would draw {count} strokes at once, and {most} is as many as can be. Nothing "
    "was changed. Please choose fewer mirrors."
)


def plane_mirror(point_m: Vector, normal: Vector) -> tuple[Matrix, ...]:
    """Return the one copy of a mirror that stands at a place and faces along its normal."""
    return (_reflection(np.asarray(point_m, np.float64), _unit(normal)),)


def turned(count: int, centre_m: Vector, axis: Vector) -> tuple[Matrix, ...]:
    """Return the copies of a stroke that is repeated around an axis, ``count`` in all.

    Raises
    ------
    PersonError
        If there would be more than `MOST_COPIES`.
    """
    check_copies(count)
    centre, unit = np.asarray(centre_m, np.float64), _unit(axis)
    return tuple(_rotation(centre, unit, 2 * np.pi * number / count) for number in range(1, count))


def kaleidoscope(count: int, centre_m: Vector, axis: Vector, normal: Vector) -> tuple[Matrix, ...]:
    """Return the copies of a stroke between ``count`` mirrors that meet in an axis.

    Parameters
    ----------
    normal : three floats
        What the first mirror faces; what of it lies along the axis is left out.

    Raises
    ------
    PersonError
        If there would be more than `MOST_COPIES`; twice as many as there are mirrors.
    ValueError
        If the normal lies along the axis.
    """
    check_copies(2 * count)
    centre, unit = np.asarray(centre_m, np.float64), _unit(axis)
    facing = np.asarray(normal, np.float64)
    first = _reflection(centre, _unit(facing - (facing @ unit) * unit))
    turns = [np.eye(4), *turned(count, centre_m, axis)]
    return (*turns[1:], *(turn @ first for turn in turns))


def check_copies(count: int) -> None:
    """See that as many strokes may be drawn at once.

    Raises
    ------
    PersonError
        If there would be more than `MOST_COPIES`.
    """
    if count > MOST_COPIES:
        fields = {"count": count, "most": MOST_COPIES}
        raise PersonError(Sentence(TOO_MANY_COPIES.message, fields))


def _unit(direction: npt.ArrayLike) -> Matrix:
    found = np.asarray(direction, np.float64)
    length = float(np.linalg.norm(found))
    if length < 1e-9:
        raise ValueError("a direction has a length")
    return found / length


def _reflection(point: Matrix, normal: Matrix) -> Matrix:
    matrix = np.eye(4)
    matrix[:3, :3] -= 2 * np.outer(normal, normal)
    matrix[:3, 3] = 2 * (point @ normal) * normal
    return matrix


def _rotation(centre: Matrix, axis: Matrix, angle: float) -> Matrix:
    """Return a turn about an axis (Rodrigues 1840)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    matrix = np.eye(4)
    matrix[:3, :3] += np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    matrix[:3, 3] = centre - matrix[:3, :3] @ centre
    return matrix
