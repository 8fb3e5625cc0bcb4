"""Fills numba's cache before the window needs it: ``python -m app.painting.warm``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from app.painting.composite import blend, box_halve, quantise
from app.painting.resolve import resolve, texture
from app.painting.stamp import shape, stamp
from app.painting.walk import walk

KERNELS = (blend, quantise, walk, shape, stamp, texture, resolve, box_halve)


def steps() -> list[Callable[[], object]]:
    """Return the pieces of warming up, to be called in this order and best on another thread.

    The first imports numba (a third of a second), each of the others loads one kernel.
    """
    return [
        lambda: import_module("numba"),
        *(kernel.compile for kernel in KERNELS),
        lambda: import_module("app.painting.resample_kernel"),
    ]


def compile_all() -> None:
    """Compile every kernel, or load it where the cache has it."""
    for step in steps():
        step()


if __name__ == "__main__":
    compile_all()
