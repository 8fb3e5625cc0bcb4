"""Garbage collection kept out of a person's way while much is imported."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """Collect no garbage inside; what stands at the end is not looked through again.

    Imports make some hundred thousand objects that stay. A collection that walks through them
    all holds the interpreter's lock for 50 ms, and the window stands still for it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
