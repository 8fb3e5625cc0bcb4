"""Khronos' validator of glTF, where Node.js is; see `.ci/gltf-validator`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PLACE = Path(__file__).resolve().parents[2] / ".venv/gltf-validator/node_modules/gltf-validator"
SCRIPT = """
const validator = require(process.argv[1]);
const content = new Uint8Array(require("fs").readFileSync(0));
validator.validateBytes(content, {format: "glb", maxIssues: 0, writeTimestamp: false})
  .then(report => console.log(JSON.stringify(report)));
"""


def validated(content: bytes) -> dict[str, Any]:
    """Return what the validator says of a `.glb`."""
    node = shutil.which("node")
    if node is None or not PLACE.is_dir():
        why = "Khronos' glTF validator is not installed: run .ci/gltf-validator, it needs Node.js"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    ran = subprocess.run(
        [node, "-e", SCRIPT, str(PLACE)], input=content, capture_output=True, timeout=60, check=True
    )
    report = json.loads(ran.stdout)
    assert isinstance(report, dict)
    return report
