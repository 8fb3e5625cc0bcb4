"""The guide tells of every command, in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "resources" / "guide"


@pytest.mark.qt
def test_every_command_of_the_program_is_in_the_guide_with_its_keys() -> None:
    run = subprocess.run(
        [sys.executable, ".ci/guide.py", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{run.stdout}{run.stderr[-2000:]}\nrun `make guide`"


def test_both_languages_have_the_same_chapters_and_keys() -> None:
    english, chinese = ((GUIDE / f"{name}.md").read_text("utf-8") for name in ("en", "zh_CN"))
    for pattern in (r"^#+ ", r"`[^`]+`"):
        count = [len(re.findall(pattern, text, re.MULTILINE)) for text in (english, chinese)]
        assert count[0] == count[1]


def test_the_chinese_table_is_chinese() -> None:
    text = (GUIDE / "zh_CN.md").read_text("utf-8")
    table = text.split("<!-- commands -->")[1]
    titles = [line.split("|")[1].strip() for line in table.splitlines()[3:] if "|" in line]
    assert titles
    assert [title for title in titles if not re.search(r"[\u4e00-\u9fff]", title)] == []
