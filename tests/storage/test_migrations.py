"""A library of an older version is backed up, then brought up to date as a whole, or not at all."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from app.services.library import Vault
from app.storage import findings, migrations, schema
from app.storage.backups import backups_of
from app.storage.errors import CannotWrite, NewerSchema
from app.storage.examining import examine
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.sealing import Argon
from app.storage.store import Keys
from app.storage.work_rows import THUMBNAILS
from tests.storage import people

ADDS = "ALTER TABLE works ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'"
FILLS = "UPDATE works SET mood = 'bright'"
FAILS = "INSERT INTO a_table_that_is_not_there VALUES (1)"


@pytest.fixture
def release(tmp_path, monkeypatch):
    """Return what puts further migrations where the program finds its own."""
    folder = tmp_path / "later"
    folder.mkdir()
    monkeypatch.setattr(migrations, "__path__", [*migrations.__path__, str(folder)])
    names = set(sys.modules)

    def add(number, *statements):
        runs = "".join(f"    database.conn.execute({statement!r})\n" for statement in statements)
        text = f"def run(database):\n{runs}"
        (folder / f"m{number:04d}_for_a_test.py").write_text(text, "utf-8")

    yield add
    for name in set(sys.modules) - names:
        if name.startswith(f"{migrations.__name__}.") and name.endswith("_for_a_test"):
            del sys.modules[name]


@pytest.fixture
def vault(tmp_path):
    vault = Vault(tmp_path / "profiles", argon=Argon(1, 64))
    yield vault
    vault.close()


@pytest.fixture
def profile(vault):
    """A library of the schema of today, with a page and a work in it."""
    created = vault.create(passphrase="blue heron").result(20)
    work, layer = people.a_work(uid="work")
    page = people.an_entry("written long ago", uid="old")
    created.service.save(people.step(page, work, layer, scope="work")).result(10)
    created.service.close()
    return created.profile


def opened(vault, profile):
    return vault.open_with_passphrase(profile, "blue heron").result(20)


def key_of(vault, profile):
    return KeyFile.read(vault.keys_path(profile)).unlock_passphrase("blue heron")


def files(path):
    return {
        one.name: one.read_bytes()
        for one in path.parent.glob("private.*")
        if one.suffix in (".library", ".record", ".keys")
    }


def schema_of(library):
    columns = [row[1] for row in library._database.conn.execute("PRAGMA table_info(works)")]
    return schema.version(library._database), "mood" in columns


def test_an_older_library_is_backed_up_and_then_brought_up_to_date(vault, profile, release):
    path, newest = vault.library_path(profile), max(schema.known())
    release(newest + 1, ADDS, FILLS)
    service = opened(vault, profile)
    assert service.submit(schema_of).result(10) == (newest + 1, True)
    entry = service.submit(lambda library: library.load_entry("old")).result(10)["old"]
    assert entry.text == "written long ago"
    assert service.submit(lambda library: library.check()).result(10) == []
    last = service.submit(lambda library: library.audit.last()).result(10)
    assert last.action == "Bring the library up to date"
    service.close()
    (backup,) = backups_of(path)
    key = key_of(vault, profile)
    assert examine(backup.path, Keys.of(key), deep=True) == []
    before = Library.open(backup.path, key, read_only=True)
    assert schema_of(before) == (newest, False)
    assert before.load_entry("old")["old"].text == "written long ago"
    before.close()


def test_a_version_that_keeps_more_kinds_of_things_backs_up_what_has_none(
    vault, profile, release, monkeypatch
):
    columns = "id INTEGER PRIMARY KEY, work_uid TEXT, png BLOB, edit_uid TEXT, digest BLOB"
    release(max(schema.known()) + 1, ADDS, f"CREATE TABLE moods({columns})")
    kinds = (*findings.ALL_KINDS, replace(THUMBNAILS, table="moods"))
    monkeypatch.setattr(findings, "ALL_KINDS", kinds)
    service = opened(vault, profile)
    assert not service.is_read_only
    assert service.submit(lambda library: library.check(deep=True)).result(10) == []
    service.close()
    (backup,) = backups_of(vault.library_path(profile))
    assert examine(backup.path, Keys.of(key_of(vault, profile)), deep=True) == []


def test_once_up_to_date_it_opens_without_another_backup(vault, profile, release):
    release(max(schema.known()) + 1, ADDS)
    for _ in range(2):
        opened(vault, profile).close()
    assert len(backups_of(vault.library_path(profile))) == 1


def test_where_one_of_two_fails_neither_was_run_and_the_files_are_as_they_were(
    vault, profile, release
):
    path, newest = vault.library_path(profile), max(schema.known())
    before = files(path)
    release(newest + 1, ADDS, FILLS)
    release(newest + 2, "CREATE TABLE half_made(id INTEGER)", FAILS)
    with pytest.raises(CannotWrite):
        Library.open(path, key_of(vault, profile))
    assert files(path) == before
    library = Library.open(path, key_of(vault, profile), read_only=True)
    assert schema_of(library) == (newest, False)
    assert library.check(deep=True) == []
    library.close()


def test_where_it_can_not_be_brought_up_to_date_it_opens_to_read(vault, profile, release):
    path, newest = vault.library_path(profile), max(schema.known())
    before = files(path)
    release(newest + 1, ADDS, FILLS, FAILS)
    service = opened(vault, profile)
    assert service.is_read_only
    assert service.notice
    entry = service.submit(lambda library: library.load_entry("old")).result(10)["old"]
    assert entry.text == "written long ago"
    service.close()
    assert files(path) == before


def test_a_crash_before_the_record_is_written_leaves_nothing_in_doubt(vault, profile, release):
    path = vault.library_path(profile)
    record = path.with_suffix(".record")
    before = record.read_bytes()
    # large enough that the file grows: its length stands in the record
    release(max(schema.known()) + 1, ADDS, "CREATE TABLE more AS SELECT zeroblob(100000) AS x")
    key = key_of(vault, profile)
    Library.open(path, key).close()
    record.write_bytes(before)
    library = Library.open(path, key)
    assert library.check(deep=True) == []
    library.close()


def test_an_earlier_program_leaves_what_a_later_one_brought_up_to_date(
    vault, profile, release, monkeypatch
):
    path = vault.library_path(profile)
    release(max(schema.known()) + 1, ADDS)
    opened(vault, profile).close()
    monkeypatch.setattr(migrations, "__path__", migrations.__path__[:1])
    before = files(path)
    with pytest.raises(NewerSchema):
        opened(vault, profile)
    assert files(path) == before
