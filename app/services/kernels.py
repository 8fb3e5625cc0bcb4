"""Compiles the painting kernels in a process of its own, the first time only.

A cold compile holds the interpreter's lock for tens of milliseconds at a time; from a filled
cache the window does not feel it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
from concurrent.futures import Future
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Thread

VARIABLE = "NUMBA_CACHE_DIR"
LIMIT_S = 300.0


def use_cache(folder: Path) -> None:
    """Keep compiled kernels in a folder, unless the environment names one already.

    To be called before numba is imported.
    """
    os.environ.setdefault(VARIABLE, str(folder))


@cache
def filling() -> Future[bool]:
    """Begin to fill the cache, once a process; see `fill_cache`."""
    future: Future[bool] = Future()
    run = Thread(target=lambda: future.set_result(fill_cache()), name="kernels", daemon=True)
    run.start()
    return future


def fill_cache() -> bool:
    """Compile what the cache lacks, in a child process, and wait for it.

    Returns
    -------
    bool
        Whether the cache is filled. Where it could not be, painting works all the same.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        return False
    stamp = Path(folder) / f"filled-{_fingerprint()}"
    if stamp.exists():
        return True
    try:
        subprocess.run(
            [sys.executable, "-m", "app.painting.warm"],
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


def _fingerprint() -> str:
    """Return what the cache depends on: numba looks at the same, file by file."""
    # slow to import, and this runs on a thread after the first paint
    from importlib.metadata import version

    parts = [version("numba"), sys.version]
    sources = sorted(
        (Path(str(item)) for item in files("app.painting").iterdir()), key=lambda path: path.name
    )
    for source in sources:
        if source.suffix == ".py":
            found = source.stat()
            parts.append(f"{source} {found.st_mtime_ns} {found.st_size}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
