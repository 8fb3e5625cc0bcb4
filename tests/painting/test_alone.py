"""Painting stands alone, and is quick to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

FOREIGN = ("PySide6", "OpenGL", "vispy", "sqlite3", "sqlcipher3", "sqlite_utils", "torch", "xr")


def _loaded(*modules: str) -> set[str]:
    code = f"import {', '.join(modules)}, sys; print(*{{m.partition('.')[0] for m in sys.modules}})"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(found.stdout.split())


@pytest.mark.parametrize(
    "modules",
    [
        ("app.model.document", "app.model.brush"),
        ("app.painting.engine", "app.painting.composite", "app.painting.warm"),
        ("app.commands.paint", "app.commands.layers"),
    ],
)
def test_no_window_no_graphics_no_sql_and_no_model_come_along(modules: tuple[str, ...]) -> None:
    assert not _loaded(*modules) & set(FOREIGN)


def test_the_compiler_waits_until_something_is_painted() -> None:
    assert "numba" not in _loaded("app.painting.engine", "app.painting.composite")
