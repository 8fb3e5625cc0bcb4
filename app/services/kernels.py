"""Compiles the kernels of painting and of space in processes of their own, and loads them.

A cold compile holds the interpreter's lock for tens of milliseconds at a time; from a filled
cache, loaded on a thread, the window does not feel it.
"""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import subprocess
import sys
from concurrent.futures import Future
from functools import cache
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path
from threading import Thread

from app.services.garbage import put_off

VARIABLE = "NUMBA_CACHE_DIR"
LIMIT_S = 300.0
# each has a module `warm`
PAINTING, SPACE = "painting", "geometry"


def use_cache(folder: Path) -> None:
    """Keep compiled kernels in a folder, unless the environment names one already.

    To be called before numba is imported.
    """
    os.environ.setdefault(VARIABLE, str(folder))


def filling(room: str = PAINTING) -> Future[bool]:
    """Begin to fill the cache for a room, once a process; see `fill_cache`."""
    return _filling(room)


def loading(room: str = PAINTING) -> Future[None]:
    """Begin to load the compiled code of a room on a thread of its own, once a process."""
    return _loading(room)


@cache
def _filling(room: str) -> Future[bool]:
    future: Future[bool] = Future()
    run = Thread(target=lambda: future.set_result(fill_cache(room)), name="kernels", daemon=True)
    run.start()
    return future


@cache
def _loading(room: str) -> Future[None]:
    future: Future[None] = Future()

    def work() -> None:
        try:
            filling(room).result()
            with put_off():
                _load(room)
        except BaseException as error:
            # whoever waits for it gets it
            future.set_exception(error)
        else:
            future.set_result(None)

    Thread(target=work, name="kernels load", daemon=True).start()
    return future


def import_compiler() -> None:
    """Import the compiler, a third of a second, without long turns of the interpreter's lock."""
    _map_compiler()
    import_module("numba")


def _load(room: str) -> None:
    import_compiler()
    for step in import_module(f"app.{room}.warm").steps():
        step()


def _map_compiler() -> None:
    """Bring the compiler's library into memory without the interpreter's lock.

    Imported straight away it would hold the lock for some 50 ms; a foreign call does not, and
    the import then finds it there.
    """
    if os.name != "posix":
        return
    from llvmlite import utils

    folder = files("llvmlite") / "binding"
    with as_file(folder / utils.get_library_name()) as path:
        system = ctypes.CDLL(None)
        system.dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
        system.dlopen.restype = ctypes.c_void_p
        system.dlopen(bytes(path), os.RTLD_NOW)


def fill_cache(room: str = PAINTING) -> bool:
    """Compile what the cache lacks for a room, in a child process, and wait for it.

    Returns
    -------
    bool
        Whether the cache is filled. Where it could not be, painting works all the same.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        return False
    stamp = Path(folder) / f"filled-{room}-{_fingerprint(room)}"
    if stamp.exists():
        return True
    try:
        subprocess.run(  # noqa: S603 - this program's own modules
            [sys.executable, "-m", f"app.{room}.warm"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=True,
        )
        stamp.touch()
    except (OSError, subprocess.SubprocessError) as error:
        logging.getLogger(__name__).warning("kernels not filled: %s", type(error).__name__)
        return False
    return True


def _fingerprint(room: str) -> str:
    """Return what a room's cache depends on: numba looks at the same, file by file."""
    # slow to import, and this runs on a thread after the first paint
    from importlib.metadata import version

    parts = [version("numba"), sys.version]
    with as_file(files(f"app.{room}")) as folder:
        for source in sorted(folder.rglob("*.py")):
            found = source.stat()
            parts.append(f"{source} {found.st_mtime_ns} {found.st_size}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
