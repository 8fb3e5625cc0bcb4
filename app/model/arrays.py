"""What entities have in common that hold an array."""

from __future__ import annotations

from typing import ClassVar

import numpy as np


class HoldsArray:
    """An entity with one read-only array: equal to another where all fields and the array are.

    For frozen dataclasses with slots and ``eq=False``; `ARRAY` names the field.
    """

    __slots__: tuple[str, ...] = ()
    ARRAY: ClassVar[str] = "points"
    uid: str

    def __post_init__(self) -> None:
        """Freeze the array, so that it may cross threads."""
        getattr(self, self.ARRAY).flags.writeable = False

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        names = [name for name in self.__slots__ if name != self.ARRAY]
        is_same = all(getattr(self, name) == getattr(other, name) for name in names)
        return is_same and np.array_equal(getattr(self, self.ARRAY), getattr(other, self.ARRAY))

    def __hash__(self) -> int:
        return hash(self.uid)
