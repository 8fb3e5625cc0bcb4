from __future__ import annotations

import os
from pathlib import Path

import pytest

from inference.model import EmotionModel
from inference.settings import shipped_folder


@pytest.fixture(scope="session")
def model() -> EmotionModel:
    return EmotionModel(shipped_folder())


@pytest.fixture(scope="session")
def reference() -> EmotionModel:
    return EmotionModel(shipped_folder(), "torch")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The annotated corpora, which never ship: INNERSCAPE_DATA says where they are."""
    folder = Path(os.environ.get("INNERSCAPE_DATA", "") or "no such folder")
    if not (folder / "goemotions").is_dir():
        pytest.skip("INNERSCAPE_DATA names no folder with goemotions/")
    return folder
