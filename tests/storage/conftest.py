"""A library of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.library import Library

KEY = bytes(range(32))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "private.library"


@pytest.fixture
def library(path: Path, key: bytes) -> Iterator[Library]:
    library = Library.create(path, key)
    yield library
    library.close()
