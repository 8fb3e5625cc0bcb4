"""Functions that numba compiles when their module is imported; its cache keeps them between runs.

Import such a module where it is needed, not at the top: numba itself takes a third of a second.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])

# numba's own name for the types, whose calls it leaves untyped
types: Any = numba.types

# no reassociation, so that geometry is the same whatever the vector width; and no "nnan": a
# number that is none must be found out, not assumed away
FAST = {"contract"}


def compiled(signature: Any) -> Callable[[F], F]:
    """Return a decorator that compiles a function for one signature (of `types`)."""
    made = numba.njit(signature, cache=True, nogil=True, fastmath=FAST, error_model="numpy")
    return cast("Callable[[F], F]", made)


def inlined(function: F) -> F:
    """Compile a small function into those that call it."""
    return cast("F", numba.njit(cache=True, fastmath=FAST, error_model="numpy")(function))


def reading(kind: Any, dimensions: int) -> Any:
    """Return the type of a C-contiguous array that may be read-only."""
    return types.Array(kind, dimensions, "C", readonly=True)
