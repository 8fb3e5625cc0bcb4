"""The log of changes can be looked through without a window."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.services.library import Vault
from app.services.places import libraries
from app.storage.connection import connect
from app.storage.sealing import Argon, subkey
from tests.storage import people


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Path, bytes]:
    """A home, its library and its key: three pages were written."""
    vault = Vault(libraries(tmp_path), argon=Argon(1, 64))
    created = vault.create(passphrase=None).result(20)
    for number in range(3):
        step = people.step(people.an_entry(f"secret {number}"), label="Write page")
        created.service.save(step).result(10)
    created.service.close()
    key = bytes(vault.unlocked(created.profile, None))
    vault.close()
    return tmp_path, vault.library_path(created.profile), key


def audit(home: Path, *options: str) -> tuple[int, str]:
    ran = CliRunner().invoke(main, ["--home", str(home), "library", "audit", *options])
    return ran.exit_code, ran.output


def test_a_whole_log_is_said_to_be_whole(kept):
    assert audit(kept[0]) == (0, "The log of 4 changes is whole.\n")


def test_its_lines_say_when_and_what_kind_and_nothing_that_was_written(kept):
    code, words = audit(kept[0], "--lines")
    assert code == 0
    assert words.count("Write page\tentries") == 3
    assert "secret" not in words


def test_an_altered_line_is_named_and_the_command_fails(kept):
    home, path, key = kept
    database = connect(path, subkey(key, "library file"), mode="rw")
    database.conn.execute("DROP TRIGGER audit_is_never_changed")
    database.conn.execute("UPDATE audit SET actor = 'somebody' WHERE seq = 2")
    database.conn.close()
    code, words = audit(home)
    assert code == 1
    assert "altered at line 2" in words
