"""Everything can be taken along and brought in from the command line."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.services.here import Here
from app.services.library import Vault
from app.services.places import libraries
from app.storage.sealing import Argon
from tests.storage import people


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def keep_one(home: Path, passphrase: str | None, *words: str) -> None:
    vault = Vault(libraries(home), argon=Argon(memory_kib=64, passes=1))
    try:
        service = vault.create(passphrase=passphrase).result().service
        for text in words:
            service.save(people.step(people.an_entry(text))).result(20)
        service.close(10)
    finally:
        vault.close()


def run(home: Path, *arguments: str | Path, typed: str = "") -> tuple[int, str]:
    words = ["--home", str(home), "library", *map(str, arguments)]
    ran = CliRunner().invoke(main, words, input=typed)
    return ran.exit_code, ran.output


def test_a_library_goes_out_and_into_another(home, tmp_path):
    keep_one(home, "river stone", "Breathe.")
    code, words = run(home, "export", tmp_path / "out.zip", typed="river stone\n")
    assert (code, "not encrypted" in words) == (0, True)
    keep_one(tmp_path / "other", None)
    code, words = run(tmp_path / "other", "import", tmp_path / "out.zip")
    assert (code, words) == (0, "Added: 1 page.\n")
    code, words = run(tmp_path / "other", "import", tmp_path / "out.zip")
    expected = "Nothing new was found. 1 thing was here already and stays as it is.\n"
    assert (code, words) == (0, expected)


def test_nothing_goes_out_with_a_wrong_passphrase_or_over_a_file(home, tmp_path):
    keep_one(home, "river stone", "Breathe.")
    out = tmp_path / "out"
    assert run(home, "export", out, typed="another\n")[0] == 1
    assert not out.exists()
    out.write_text("mine")
    code, words = run(home, "export", out, typed="river stone\n")
    assert (code, "nothing is ever written over" in words) == (1, True)
    assert out.read_text() == "mine"


def test_where_there_are_several_it_asks_which(home, tmp_path):
    assert "no library here yet" in run(home, "export", tmp_path / "out")[1]
    keep_one(home, None, "one")
    keep_one(home, None, "two")
    code, words = run(home, "export", tmp_path / "out")
    assert (code, "--profile" in words) == (2, True)
    assert run(home, "export", tmp_path / "out", "--profile", "2")[0] == 0
    assert run(home, "export", tmp_path / "more", "--profile", "3")[0] == 2


def test_a_file_that_is_none_of_these_is_told(home, tmp_path):
    keep_one(home, None)
    (tmp_path / "in.json").write_text("{")
    code, words = run(home, "import", tmp_path / "in.json")
    assert (code, "your library is as it was" in " ".join(words.split())) == (1, True)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has no tzset")
def test_a_summer_of_long_ago_keeps_its_own_offset(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        zone = Here()
        assert datetime(2020, 7, 1, 12, tzinfo=zone).utcoffset() == timedelta(hours=2)
        assert datetime(2020, 1, 1, 12, tzinfo=zone).utcoffset() == timedelta(hours=1)
        local = datetime(2020, 7, 1, 10, tzinfo=UTC).astimezone(zone)
        assert (local.hour, local.tzname()) == (12, "CEST")
        assert datetime(1, 1, 1, tzinfo=zone).utcoffset() is not None
    finally:
        monkeypatch.undo()
        time.tzset()
