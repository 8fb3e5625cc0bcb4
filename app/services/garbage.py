"""Garbage collection kept out of a person's way while much is imported."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """Collect no garbage inside.

    Imports make some hundred thousand objects, and a collection would fall due on the thread
    that imports.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def set_aside() -> None:
    """Never look again through what stands now: modules, classes, functions.

    A collection that walks through them all holds the interpreter's lock for 50 ms, and the
    window stands still for it. To be called before anything of a person's is there: what is set
    aside and ends as part of a cycle stays in memory.
    """
    gc.freeze()
