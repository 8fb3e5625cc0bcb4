"""The kernels of space are made before they are needed, and not sooner."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import app.geometry
from app.geometry import warm

ROOM = Path(app.geometry.__path__[0])


def test_every_module_with_kernels_is_warmed() -> None:
    found = set()
    for file in ROOM.rglob("*.py"):
        if "from app.geometry.compiled import" in file.read_text("utf-8"):
            name = file.relative_to(ROOM).with_suffix("").as_posix().replace("/", ".")
            found.add(f"app.geometry.{name}")
    assert found == set(warm.modules())


def test_warming_up_comes_in_pieces_and_loads_all_of_them() -> None:
    for step in warm.steps():
        step()
    assert set(warm.modules()) <= set(sys.modules)
    warm.compile_all()


def test_the_compiler_waits_until_something_is_drawn() -> None:
    code = "import app.geometry.strokes, app.geometry.warm, sys; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.partition(".")[0] for name in found.stdout.split()}
    assert not loaded & {"numba", "PySide6", "vispy", "torch", "sqlite3", "OpenGL", "xr"}


def test_the_stroke_s_own_modules_come_first() -> None:
    assert warm.modules()[: len(warm.STROKES)] == warm.STROKES
    assert all(import_module(name) for name in warm.STROKES)
