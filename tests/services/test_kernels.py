"""Compiled code is made once, aside, and each room's is its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.services import kernels

ROOMS = [kernels.PAINTING, kernels.SPACE]


def stamps(folder: Path) -> set[str]:
    return {path.name.rpartition("-")[0] for path in folder.glob("filled-*")}


@pytest.mark.parametrize("room", ROOMS)
def test_without_a_folder_nothing_is_compiled_aside(
    room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(kernels.VARIABLE, raising=False)
    assert not kernels.fill_cache(room)


def test_a_room_is_compiled_once_and_loads_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(os.environ.get(kernels.VARIABLE, tmp_path))
    monkeypatch.setenv(kernels.VARIABLE, str(folder))
    assert kernels.fill_cache(kernels.SPACE)
    before = stamps(folder)
    assert f"filled-{kernels.SPACE}" in before
    kernels.loading(kernels.SPACE).result(timeout=300)
    assert stamps(folder) == before


def test_the_program_goes_on_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kernels.VARIABLE, str(tmp_path / "not" / "there"))
    monkeypatch.setattr(kernels, "LIMIT_S", 0.01)
    assert not kernels.fill_cache(kernels.SPACE)
