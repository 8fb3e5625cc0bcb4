"""The inference library tells nobody that it runs, and leaves no name on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "resources" / "models" / "emotion-en"
LOAD = (
    "import sys; from pathlib import Path; from inference.onnx_engine import OnnxEngine; "
    "OnnxEngine(Path(sys.argv[1])).run([[101, 2000, 102]])"
)


@pytest.mark.model
def test_a_reading_leaves_no_device_id_and_no_queue_of_events(tmp_path: Path) -> None:
    folders = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    environment = {**os.environ, **dict.fromkeys(folders, str(tmp_path))}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    child = [sys.executable, "-c", LOAD, str(MODEL)]
    subprocess.run(child, cwd=ROOT, env=environment, timeout=120, check=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
