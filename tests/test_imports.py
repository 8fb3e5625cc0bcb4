"""Each room brings in only what it may."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = ("PySide6", "shiboken6", "OpenGL", "vispy", "sqlite3", "sqlcipher3", "sqlite_utils")
HEAVY = ("torch", "transformers", "onnxruntime")


def modules_below(package: str) -> list[str]:
    folder = ROOT / package.replace(".", "/")
    found = (path.relative_to(ROOT).with_suffix("") for path in sorted(folder.rglob("*.py")))
    return [".".join(path.parts).removesuffix(".__init__") for path in found]


def brought_in_by(modules: list[str]) -> set[str]:
    """Return the top-level names that a fresh interpreter has after importing these."""
    words = f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
    run = subprocess.run(
        [sys.executable, "-c", words + "print(*{name.split('.')[0] for name in sys.modules})"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "xr")))},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


@pytest.mark.parametrize("room", ["app.model", "app.painting", "app.guidance"])
def test_the_pure_rooms_bring_in_no_window_no_database_and_no_model(room: str) -> None:
    found = brought_in_by(modules_below(room))
    assert not found & {*FOREIGN, *HEAVY}


def test_the_command_line_and_a_spawned_child_start_light() -> None:
    found = brought_in_by(["app.cli"])
    assert not found & {*FOREIGN, *HEAVY, "numpy", "numba", "jsonschema"}


def test_the_window_brings_in_neither_torch_nor_transformers() -> None:
    found = brought_in_by(["app.main"])
    assert not found & {"torch", "transformers"}


def test_every_import_points_down() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [str(linter), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
