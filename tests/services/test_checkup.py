"""Whether a library is whole can be asked without a window."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.services.library import Vault
from app.services.places import libraries
from app.storage.sealing import Argon


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def keep_one(home: Path, passphrase: str | None) -> Path:
    vault = Vault(libraries(home), argon=Argon(memory_kib=64, passes=1))
    try:
        created = vault.create(passphrase=passphrase).result()
        created.service.close(10)
        return vault.library_path(created.profile)
    finally:
        vault.close()


def check(home: Path, *, typed: str = "") -> tuple[int, str]:
    ran = CliRunner().invoke(main, ["--home", str(home), "library", "check", "--deep"], input=typed)
    return ran.exit_code, ran.output


def test_where_there_is_none_it_says_so(home: Path) -> None:
    assert check(home) == (0, "There is no library here yet.\n")


def test_a_whole_library_is_said_to_be_whole(home: Path) -> None:
    keep_one(home, None)
    assert check(home) == (0, "Your library is whole.\n")


def test_the_passphrase_is_asked_for_and_a_wrong_one_opens_nothing(home: Path) -> None:
    keep_one(home, "river stone")
    code, words = check(home, typed="river stone\n")
    assert code == 0
    assert "Your library is whole." in words
    assert "river stone" not in words
    code, words = check(home, typed="another\n")
    assert code == 1
    assert "Nothing was changed" in words


def test_a_torn_library_is_not_called_whole(home: Path) -> None:
    path = keep_one(home, None)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    code, words = check(home)
    assert code == 1
    assert "whole" not in words


def test_a_backup_is_made_once_and_says_where_it_lies(home: Path) -> None:
    path = keep_one(home, None)
    run = CliRunner().invoke(main, ["--home", str(home), "library", "backup"])
    (made,) = (path.parent / "backups").glob("*/private.library")
    assert (run.exit_code, run.output) == (0, f"Done: copied and checked.\n{made}\n")
    again = CliRunner().invoke(main, ["--home", str(home), "library", "backup"])
    assert "Nothing changed since the last backup" in again.output
    assert again.exit_code == 0
