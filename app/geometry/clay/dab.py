"""One touch of clay: which vertices it reaches, and what it does to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import isfinite

import numpy as np
import numpy.typing as npt

from app.geometry.clay.shape import ClayShape
from app.model.clay import ClayAction
from app.model.meshes import Indices, Values
from app.model.space import Vector

Table = npt.NDArray[np.float64]

_MASK = 6
_COLOUR = 3


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Over which planes a touch is mirrored, in clay space: x = 0, y = 0, z = 0."""

    x: bool = False
    y: bool = False
    z: bool = False

    @property
    def sides(self) -> tuple[bool, bool, bool]:
        """Return the three as one."""
        return self.x, self.y, self.z

    def folded(self, place: Vector) -> tuple[float, float, float]:
        """Return the signs that bring a place to the positive side of every plane."""
        x, y, z = (
            -1.0 if is_mirrored and value < 0 else 1.0
            for is_mirrored, value in zip(self.sides, place, strict=True)
        )
        return x, y, z

    def images(self) -> Iterator[tuple[float, float, float]]:
        """Return the signs of every image, itself first."""
        yield from product(*((1.0, -1.0) if is_mirrored else (1.0,) for is_mirrored in self.sides))


@dataclass(frozen=True, slots=True)
class Dab:
    """One touch, in clay space.

    ``direction`` has length 1 and points away from the clay; None takes the surface's own.
    ``strength`` is 0 to 1 with the pressure in it. ``edge`` 0 is soft, 1 is hard. ``gain`` is
    what a touch of full strength does: a share of the radius for what moves along a direction, a
    share of the way for what goes to somewhere, radians for a twist. ``is_inverted`` does the
    opposite: pulls in, spreads, roughens, turns back, takes the mask away. ``drag_m`` is how far
    a drag went; ``colour`` is linear, 0 to 1.
    """

    action: ClayAction
    centre_m: Vector
    radius_m: float
    strength: float
    gain: float
    direction: Vector | None = None
    edge: float = 0.0
    is_inverted: bool = False
    drag_m: Vector = (0.0, 0.0, 0.0)
    colour: Vector = (1.0, 1.0, 1.0)
    symmetry: Symmetry = Symmetry()

    @property
    def is_sound(self) -> bool:
        """Whether all of it are numbers and it reaches anything at all."""
        numbers = (
            *self.centre_m, *(self.direction or ()), *self.drag_m, *self.colour,
            self.radius_m, self.strength,
        )  # fmt: skip
        return all(map(isfinite, numbers)) and self.radius_m > 0 and self.strength > 0


class Reached:
    """The vertices that a dab reaches; `apply` does it, once they may be written.

    Attributes
    ----------
    rows : ndarray, shape (k,), uint32
        Each once. Those that the mask holds altogether are not among them.
    """

    def __init__(self, shape: ClayShape, dab: Dab) -> None:
        self._shape = shape
        self._dab = dab
        self._images, self._share = _images(dab)
        if dab.is_sound:
            self.rows: Indices = shape.within(
                self._images[:, :3].copy(), dab.radius_m,
                is_masked_too=dab.action is ClayAction.MASK,
            )  # fmt: skip
        else:
            self.rows = np.empty(0, np.uint32)

    def apply(self, values: Values) -> None:
        """Work the vertices.

        ``values`` : the shape's own, as `Edit.vertices` returned them.
        """
        if not len(self.rows):
            return
        if self._dab.action in (ClayAction.PAINT, ClayAction.MASK):
            self._tint(values)
            self._shape.tint(self.rows)
        else:
            self._move(values)
            self._shape.refresh(self.rows)

    def _tint(self, values: Values) -> None:
        from app.geometry.clay import dab_kernels

        dab = self._dab
        target = 0.0 if dab.is_inverted else 1.0
        is_paint = dab.action is ClayAction.PAINT
        dab_kernels.tint(
            values, self.rows, self._images, dab.symmetry.sides, dab.radius_m, _edge(dab),
            min(self._share * dab.strength * dab.gain, 1.0), _COLOUR if is_paint else _MASK,
            dab.colour if is_paint else (target, target, target),
        )  # fmt: skip

    def _move(self, values: Values) -> None:
        from app.geometry.clay import dab_kernels

        dab, shape = self._dab, self._shape
        self._aim(values)
        out = np.empty((len(self.rows), 3), np.float32)
        starts, faces_of = shape.incidence
        dab_kernels.move(
            values, shape.normals, shape.faces, starts, faces_of, self.rows, self._images,
            dab.symmetry.sides, _CODES[dab.action], dab.radius_m, _edge(dab),
            _amounts(dab, self._share), out,
        )  # fmt: skip

    def _aim(self, values: Values) -> None:
        """Fill in what depends on the surface under the touch: direction and plane."""
        from app.geometry.clay import dab_kernels

        dab, images = self._dab, self._images
        if dab.action is not ClayAction.FLATTEN and dab.direction is not None:
            return
        if dab.action not in _AIMED:
            return
        under, centre = np.empty(6), np.array([dab.centre_m], np.float64)
        dab_kernels.area(
            values, self._shape.normals, self.rows, centre, dab.radius_m, _edge(dab), under
        )
        fold = dab.symmetry.folded(dab.centre_m)
        if dab.direction is None:
            images[:, 3:6] = under[3:] * fold * images[:, 11:]
        images[:, 9] = (under[:3] * fold - images[0, :3]) @ images[0, 3:6]


_CODES = {
    ClayAction.PULL: 0, ClayAction.PUSH: 0, ClayAction.DRAG: 1, ClayAction.SMOOTH: 2,
    ClayAction.PINCH: 3, ClayAction.FLATTEN: 4, ClayAction.INFLATE: 5, ClayAction.CREASE: 6,
    ClayAction.TWIST: 7,
}  # fmt: skip
_AIMED = {
    ClayAction.PULL, ClayAction.PUSH, ClayAction.PINCH, ClayAction.FLATTEN, ClayAction.CREASE,
    ClayAction.TWIST,
}  # fmt: skip


def _edge(dab: Dab) -> float:
    return min(max(dab.edge, 0.0), 0.95)


def _images(dab: Dab) -> tuple[Table, float]:
    """Return the folded dab and its mirror images, and how strong each of them is.

    Returns
    -------
    images : ndarray, shape (k, 14)
        Centre, direction, drag (three each), height of the plane, angle, signs (three).
    share : float
        Less than 1 where they overlap, so that on a plane they do not add up.
    """
    fold = np.array(dab.symmetry.folded(dab.centre_m))
    signs = _signs(dab.symmetry)
    images = np.zeros((len(signs), 14))
    images[:, 11:] = signs
    images[:, :3] = signs * (dab.centre_m * fold)
    if dab.direction is not None:
        images[:, 3:6] = signs * (dab.direction * fold)
    share = 1.0
    if len(signs) > 1 and dab.is_sound:
        apart = np.linalg.norm(images[:, :3] - images[0, :3], axis=1)
        share = float(1 / np.maximum(1 - apart / (2 * dab.radius_m), 0).sum())
    images[:, 6:9] = signs * (dab.drag_m * fold) * min(dab.strength * share, 1.0)
    turn = dab.gain * dab.strength * share * (-1 if dab.is_inverted else 1)
    # a turn seen in a mirror goes the other way
    images[:, 10] = turn * fold.prod() * signs.prod(axis=1)
    return images, share


@cache
def _signs(symmetry: Symmetry) -> Table:
    return np.array(list(symmetry.images()))


def _amounts(dab: Dab, share: float) -> Table:
    """Return metres along the direction, and the share of the way inward or to the mean."""
    amount = share * dab.strength * dab.gain * (-1 if dab.is_inverted else 1)
    if dab.action is ClayAction.PUSH:
        amount = -amount
    along = amount * dab.radius_m
    if dab.action is ClayAction.CREASE:
        return np.array([along, abs(amount)])
    limit = 1.0 if amount > 0 else 0.5
    return np.array([along, max(-limit, min(limit, amount))])
