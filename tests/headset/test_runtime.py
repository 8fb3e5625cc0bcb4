"""Whether there is a headset is said plainly, and never in anybody's way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ASK = (
    "import json\nfrom headset.runtime import find_runtime\nfound = find_runtime()\n"
    "print(json.dumps([found.is_present, found.binding, found.extensions, str(found.words)]))"
)


def asked(**environment: str) -> tuple[list[object], str]:
    """Return what a fresh process finds: the loader keeps what it found once."""
    run = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1]), run.stderr


def test_without_a_runtime_a_person_is_told_that_everything_else_works(
    tmp_path: Path,
) -> None:
    nowhere = f"{tmp_path}/no-runtime.json"
    (is_present, binding, extensions, words), errors = asked(XR_RUNTIME_JSON=nowhere)
    assert not is_present
    assert binding
    assert extensions == []
    assert "Everything but the headset works" in str(words)
    assert "Error" not in errors, "the loader talks over us"


def test_a_runtime_that_cannot_be_loaded_is_no_runtime(tmp_path: Path) -> None:
    manifest = tmp_path / "broken.json"
    with manifest.open("w", encoding="utf-8") as file:
        json.dump({"file_format_version": "1.0.0", "runtime": {"library_path": "./none.so"}}, file)
    (is_present, _binding, _extensions, words), _errors = asked(XR_RUNTIME_JSON=str(manifest))
    assert not is_present
    assert words
