"""`make bench` and `make soak` keep what was measured, and what failed too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.house import figures


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "peer_library.py").write_text("def load(): return None")
    (tmp_path / "measures" / "quick.py").write_text(
        "\ndef run(): return {'dabs': {'ours': 3.0, 'peer': 1.0}}"
    )
    (tmp_path / "measures" / "broken.py").write_text("\ndef run(): raise OSError('no such peer')")
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(figures.__file__).parents[2]))
    monkeypatch.setenv("DISPLAY", ":none")
    return "measures"


def test_one_broken_measure_spoils_no_other(package: str, tmp_path: Path) -> None:
    assert figures.run_all(package, tmp_path / "bench.json", []) == 1
    kept = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert kept["quick"] == {"dabs": {"ours": 3.0, "peer": 1.0}}
    assert "no such peer" in kept["broken"]["error"]
    assert kept["machine"]["cores"]
    assert "peer_library" not in kept


def test_the_table_joins_the_names() -> None:
    (row,) = figures.rows({"dabs": {"ours": 3.0}})
    assert row.split() == ["dabs", "·", "ours", "3"]
