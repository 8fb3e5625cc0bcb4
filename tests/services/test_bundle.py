"""What is sent along for help is listed first, and holds nothing of a person."""

from __future__ import annotations

import json
import logging
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.model.words import Sentence
from app.services import places
from app.services.bundle import BundleRefused, Part, parts, write
from app.services.doctor import Section
from app.services.library import Vault
from app.services.logs import Logs
from app.services.settings import SettingsFile
from app.storage.sealing import Argon
from tests.storage import people

PHRASE = "nobody knows about the orchard"
FRIEND = "Call Ruth: 555 0123"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder in which somebody wrote, failed and left a file of their own."""
    folder = tmp_path / "ada" / "innerscape"
    vault = Vault(places.libraries(folder), argon=Argon(1, 64))
    created = vault.create(passphrase="x").result(30)
    created.service.save(people.step(people.an_entry(PHRASE))).result(10)
    created.service.close()
    vault.close()
    (places.libraries(folder) / f"{PHRASE}.txt").write_text("mine", "utf-8")
    SettingsFile(places.settings_file(folder)).change(own_help_line=FRIEND, theme="dusk")
    logs = Logs(places.logs(folder))
    logs.begin()
    logging.getLogger("app.test").warning("a change was refused: %s", "OSError")
    logging.getLogger("app.test").warning(PHRASE)
    logs.end()
    return folder


def found_in(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def section(folder: Path) -> Section:
    return Section("library", True, Sentence("Well."), {"folder": str(folder)})


def test_a_bundle_holds_events_and_sizes_and_nothing_of_a_person(
    home: Path, tmp_path: Path
) -> None:
    write(tmp_path / "out.zip", parts([section(home)], home))
    found = found_in(tmp_path / "out.zip")
    assert set(found) >= {"doctor.json", "settings.json", "files.json", "logs/events.log"}
    assert b"a change was refused: OSError" in found["logs/events.log"]
    assert any(name.endswith("private.library") for name in json.loads(found["files.json"]))
    assert json.loads(found["settings.json"])["theme"] == "dusk"
    for secret in (PHRASE, FRIEND, "ada", str(home)):
        assert [name for name, content in found.items() if secret.encode() in content] == []


def test_a_file_that_is_there_already_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out.zip").write_text("mine", "utf-8")
    with pytest.raises(BundleRefused, match=r"was not touched\. Please choose another name"):
        write(tmp_path / "out.zip", [Part("a", b"b", Sentence("c"))])
    assert (tmp_path / "out.zip").read_text("utf-8") == "mine"


def test_where_no_file_can_be_written_the_person_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(BundleRefused, match=r"Nothing else was changed\. Please choose another"):
        write(tmp_path / "nowhere" / "out.zip", [Part("a", b"b", Sentence("c"))])


@pytest.mark.qt
def test_the_doctor_says_what_goes_in_and_writes_nothing_without_a_yes(
    home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.zip"
    command = ["--home", str(home), "doctor", "--bundle", str(out)]
    asked = CliRunner().invoke(main, command, input="n\n")
    assert asked.exit_code == 0, asked.output
    for part in ("doctor.json", "settings.json", "files.json", "logs/events.log"):
        assert part in asked.output
    assert not out.exists()
    agreed = CliRunner().invoke(main, [*command, "--yes"])
    assert agreed.exit_code == 0, agreed.output
    assert agreed.output.index("logs/events.log") < agreed.output.index("out.zip. ")
    assert "doctor.json" in found_in(out)
