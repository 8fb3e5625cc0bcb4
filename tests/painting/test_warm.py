"""Kernels are made before they are needed."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import app.painting
from app.painting import warm
from app.painting.kernel import Kernel


def test_warming_up_leaves_no_kernel_cold() -> None:
    warm.compile_all()
    assert all(kernel.is_compiled for kernel in warm.KERNELS)
    assert "app.painting.resample_kernel" in sys.modules


def test_every_kernel_of_the_room_is_warmed() -> None:
    found = set()
    for file in Path(app.painting.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                calls = [
                    d.func.id
                    for d in node.decorator_list
                    if isinstance(d, ast.Call) and isinstance(d.func, ast.Name)
                ]
                found |= {node.name} if "kernel" in calls else set()
    assert found == {kernel.function.__name__ for kernel in warm.KERNELS}


def test_warming_up_comes_in_pieces() -> None:
    steps = warm.steps()
    assert len(steps) == len(warm.KERNELS) + 2
    for step in steps:
        step()


def test_a_kernel_gives_what_its_python_gives() -> None:
    doubled = Kernel(_twice, "int64(int64)")
    assert not doubled.is_compiled
    assert doubled(21) == _twice(21) == 42
    assert doubled.is_compiled


def _twice(number: int) -> int:
    return 2 * number
