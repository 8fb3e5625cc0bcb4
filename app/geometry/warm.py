"""Fills numba's cache before a page in space needs it: ``python -m app.geometry.warm``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pkgutil import walk_packages

import app.geometry

# importing such a module compiles what it holds, or loads it from the cache
STROKES = (
    "app.geometry.smoothing",
    "app.geometry.frames",
    "app.geometry.sweep",
    "app.geometry.scatter",
    "app.geometry.hull",
    "app.geometry.simplify",
)


def modules() -> tuple[str, ...]:
    """Return the modules to import: those of strokes, then all that are called kernels."""
    found = walk_packages(app.geometry.__path__, "app.geometry.")
    return STROKES + tuple(module.name for module in found if module.name.endswith("_kernels"))


def steps() -> list[Callable[[], object]]:
    """Return the pieces of warming up, to be called in this order and best on another thread."""
    return [partial(import_module, name) for name in modules()]


def compile_all() -> None:
    """Compile every kernel, or load it where the cache has it."""
    for step in steps():
        step()


if __name__ == "__main__":
    compile_all()
