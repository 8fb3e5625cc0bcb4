"""Functions that numba compiles: when they are first called or warmed, not when imported."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from threading import Lock
from typing import Generic, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

# numba itself takes a third of a second to import; reassociation stays off so that a
# replayed stroke gives the same pixels whatever the vector width
FAST = {"contract", "nnan", "ninf", "nsz"}


class Kernel(Generic[P, R]):
    """One compiled function with one signature, kept in numba's cache between runs.

    Parameters
    ----------
    function : callable
        Plain Python that numba can compile.
    signature : str
        The types of its arguments and result, so that it is compiled exactly once.
    """

    def __init__(self, function: Callable[P, R], signature: str) -> None:
        self.function = function
        self.signature = signature
        self._compiled: Callable[P, R] | None = None
        self._lock = Lock()

    @property
    def is_compiled(self) -> bool:
        """Whether calling it takes no time to compile."""
        return self._compiled is not None

    def compile(self) -> Callable[P, R]:
        """Compile it, or load it from the cache; the second time it is there already."""
        with self._lock:
            if self._compiled is None:
                njit = import_module("numba").njit
                options = {"cache": True, "nogil": True, "fastmath": FAST, "error_model": "numpy"}
                made = njit(self.signature, **options)(self.function)
                self._compiled = cast("Callable[P, R]", made)
            return self._compiled

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it, compiled."""
        return (self._compiled or self.compile())(*args, **kwargs)


def kernel(signature: str) -> Callable[[Callable[P, R]], Kernel[P, R]]:
    """Return a decorator that makes a `Kernel` of a function."""

    def wrap(function: Callable[P, R]) -> Kernel[P, R]:
        return Kernel(function, signature)

    return wrap
