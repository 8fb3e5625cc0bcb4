"""What lies in the repository is complete, checked, and of no particular machine."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.catalogue.files import SCHEMA_NAME, read_kind

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
KINDS = sorted({path.parent.name for path in RESOURCES.glob("*/*.toml")})
# put together here, so that this file does not hold what it looks for
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "download.py" + "torch.org"]
MACHINE = re.compile(r"(?<![\w.~])/(?:home|root|Users|work)/\w")


def tracked_texts() -> list[tuple[str, str]]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            found.append((name, content.decode("utf-8", "replace")))
    return found


def test_no_file_names_a_place_of_one_machine_or_a_package_registry() -> None:
    wrong = [
        f"{name}: {match.group()}"
        for name, text in tracked_texts()
        for match in [MACHINE.search(text), *(re.search(re.escape(host), text) for host in HOSTS)]
        if match
    ]
    assert not wrong


@pytest.mark.parametrize("kind", KINDS)
def test_every_resource_is_what_its_schema_says(kind: str) -> None:
    schema = json.loads((RESOURCES / kind / SCHEMA_NAME).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert read_kind(kind)


def test_every_kind_of_resource_that_a_person_may_tune_is_looked_at() -> None:
    assert {"brushes", "help", "prompts", "safety", "themes"} <= set(KINDS)


def test_every_font_has_its_licence_beside_it() -> None:
    folder = RESOURCES / "fonts"
    families = {re.split(r"-\d|-subset", path.stem)[0] for path in folder.glob("*.ttf")}
    assert families
    assert families == {path.stem.removeprefix("OFL-") for path in folder.glob("OFL-*.txt")}


def test_the_licences_name_every_part_of_others_that_is_shipped() -> None:
    words = (ROOT / "docs" / "licences.md").read_text("utf-8")
    for name in ("MiniLM", "GoEmotions", "EmoBank", "Atkinson", "Literata", "Noto Sans SC"):
        assert name in words


def test_the_model_says_where_it_comes_from() -> None:
    folder = RESOURCES / "models" / "emotion-en"
    words = (folder / "LICENSE").read_text("utf-8")
    for name in ("CC BY-SA 4.0", "MiniLM", "GoEmotions", "EmoBank"):
        assert name in words


def test_the_pictures_of_the_readme_are_there() -> None:
    words = (ROOT / "README.md").read_text("utf-8")
    for name in re.findall(r"\]\((docs/[^)#]+)\)", words):
        assert (ROOT / name).exists(), name
