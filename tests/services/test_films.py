"""A film that cannot be saved is told, and the picture it shows is safe."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.model.words import PersonError
from app.services.films import save_film

PICTURE = np.zeros((8, 8, 3), np.uint8)


def test_a_folder_that_is_gone_is_told(tmp_path: Path):
    with pytest.raises(PersonError) as caught:
        save_film(tmp_path / "gone" / "a.webm", [PICTURE], rate_hz=24, step=lambda _: None)
    assert "is not there any more, so “a.webm” was not saved. It is safe" in str(caught.value)


def test_a_film_is_saved(tmp_path: Path):
    assert save_film(tmp_path / "a.webm", [PICTURE] * 3, rate_hz=24, step=lambda _: None) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["a.webm"]
