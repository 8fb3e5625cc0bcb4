"""Files cut short, left behind, swapped or put back: each is told, and nothing is altered."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace

import pytest

from app.storage.connection import PAGE_BYTES, connect
from app.storage.errors import Damaged, InDoubt, Missing, NewerSchema
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.sealing import subkey
from tests.faults import estate
from tests.storage import people

pytestmark = pytest.mark.faults
WAL = f"{estate.NAME}-wal"


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("closed") / "library"
    return folder, *estate.build(folder)


@pytest.fixture(scope="module")
def crashed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crashed")
    return folder / "library", *estate.build_crashed(folder / "library", folder / "aside")


def digests(folder):
    # the index of a WAL is made anew by whoever opens it and holds nothing
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if not path.name.endswith("-shm") and path.stat().st_size
    }


def refused(folder, key, error, words):
    before = digests(folder)
    with pytest.raises(error, match=words):
        Library.open(folder / estate.NAME, key)
    assert digests(folder) == before


def test_a_copy_without_its_wal_says_how_much_is_missing(crashed, tmp_path):
    source, _, key = crashed
    folder = estate.copied(source, tmp_path / "copy")
    (folder / WAL).unlink()
    refused(folder, key, InDoubt, r"30 saved changes are not in this file.*ends in -wal")


def test_a_file_of_no_bytes_is_damage_and_not_an_empty_library(closed, tmp_path):
    source, _, key = closed
    folder = estate.copied(source, tmp_path / "copy")
    (folder / estate.NAME).write_bytes(b"")
    refused(folder, key, Damaged, "newest backup")


def test_a_missing_file_is_missing(closed, tmp_path):
    source, _, key = closed
    folder = estate.copied(source, tmp_path / "copy")
    (folder / estate.NAME).unlink()
    refused(folder, key, Missing, "connect that drive")


@pytest.mark.parametrize("cut", [1, 100, PAGE_BYTES, 3 * PAGE_BYTES, 20 * PAGE_BYTES])
def test_a_file_cut_short_is_told(closed, tmp_path, cut):
    source, contents, key = closed
    folder = estate.copied(source, tmp_path / "copy")
    path = folder / estate.NAME
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - cut)
    before = digests(folder)
    assert estate.outcome(folder, contents) == "noticed"
    assert digests(folder) == before
    refused(folder, key, (Damaged, InDoubt), "Nothing was changed")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_wal_cut_short_is_told(crashed, tmp_path, share):
    source, _, key = crashed
    folder = estate.copied(source, tmp_path / "copy")
    path = folder / WAL
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))
    refused(folder, key, InDoubt, "saved changes are not in this file")


def test_a_wal_of_another_library_is_told_and_does_not_spoil_this_one(crashed, tmp_path):
    source, contents, key = crashed
    folder = estate.copied(source, tmp_path / "copy")
    estate.build_crashed(tmp_path / "other", tmp_path / "aside")
    own = (folder / WAL).read_bytes()
    shutil.copyfile(tmp_path / "other" / WAL, folder / WAL)
    refused(folder, key, (Damaged, InDoubt), "Nothing was changed")
    (folder / WAL).write_bytes(own)
    (folder / f"{estate.NAME}-shm").unlink(missing_ok=True)
    assert estate.outcome(folder, contents) == "harmless"


def test_a_wal_of_yesterday_is_told(crashed, tmp_path):
    source, _, key = crashed
    folder = estate.copied(source, tmp_path / "copy")
    yesterday = (folder / WAL).read_bytes()
    library = Library.open(folder / estate.NAME, key)
    for number in range(40):
        library.apply(people.step(people.an_entry(f"today {number}")))
    library.close()
    (folder / WAL).write_bytes(yesterday)
    refused(folder, key, (Damaged, InDoubt), "Nothing was changed")


def test_any_old_page_put_back_is_found(closed, tmp_path):
    source, contents, key = closed
    folder = estate.copied(source, tmp_path / "copy")
    old = (folder / estate.NAME).read_bytes()
    library = Library.open(folder / estate.NAME, key)
    rewritten = [people.an_entry("written anew 漫步 " * 40, uid=uid) for uid in contents.entries]
    for entry in rewritten:
        library.apply(people.step(entry))
    library.close()
    later = {entry.uid: [*contents.versions[entry.uid], entry] for entry in rewritten}
    contents = replace(contents, versions=contents.versions | later)
    new = (folder / estate.NAME).read_bytes()
    size = PAGE_BYTES
    changed = [
        start
        for start in range(0, len(old), size)
        if old[start : start + size] != new[start : start + size]
    ]
    assert len(changed) > 8
    outcomes = []
    for start in changed:
        trial = estate.copied(folder, tmp_path / "trial")
        page = old[start : start + size]
        (trial / estate.NAME).write_bytes(new[:start] + page + new[start + size :])
        outcomes.append(estate.outcome(trial, contents))
    assert set(outcomes) <= {"noticed", "harmless"}, outcomes
    assert outcomes.count("noticed") >= 5


def test_an_older_copy_of_the_whole_file_is_told(closed, tmp_path):
    source, _, key = closed
    folder = estate.copied(source, tmp_path / "copy")
    old = (folder / estate.NAME).read_bytes()
    library = Library.open(folder / estate.NAME, key)
    library.apply(people.step(people.an_entry("the last thing I wrote")))
    library.close()
    (folder / estate.NAME).write_bytes(old)
    refused(folder, key, InDoubt, "1 saved changes are not in this file")


def test_a_file_of_a_newer_program_is_not_touched(closed, tmp_path):
    source, _, key = closed
    folder = estate.copied(source, tmp_path / "copy")
    database = connect(folder / estate.NAME, subkey(key, "library file"), mode="rw")
    database.conn.execute("PRAGMA user_version = 99")
    database.conn.close()
    refused(folder, key, NewerSchema, "update Innerscape")
    with pytest.raises(NewerSchema):
        Library.open(folder / estate.NAME, key, read_only=True)


def test_requirement_03_a_wrong_key_opens_nothing_and_alters_nothing(closed, tmp_path):
    source, _, _ = closed
    folder = estate.copied(source, tmp_path / "copy")
    refused(folder, bytes(32), Damaged, "Nothing was changed")


def test_in_doubt_a_person_may_look_without_changing_anything(crashed, tmp_path):
    source, contents, key = crashed
    folder = estate.copied(source, tmp_path / "copy")
    (folder / WAL).unlink()
    before = digests(folder)
    library = Library.open(folder / estate.NAME, key, read_only=True)
    shown = estate.look(library, contents)
    assert shown.newest > 0
    assert shown.wrong == 0
    assert {finding.code for finding in library.check()} == {"missing"}
    library.close()
    assert digests(folder) == before


def test_going_on_with_a_library_in_doubt_keeps_the_old_files_aside(crashed, tmp_path):
    source, _, key = crashed
    folder = estate.copied(source, tmp_path / "copy")
    (folder / WAL).unlink()
    before = digests(folder)
    library = Library.open(folder / estate.NAME, key, accept_doubt=True)
    library.apply(people.step(people.an_entry("and on")))
    assert library.check(deep=True) == []
    library.close()
    (kept,) = (folder / "kept-aside").iterdir()
    for name in (estate.NAME, "private.record", "private.keys"):
        assert digests(kept)[name] == before[name]
    Library.open(folder / estate.NAME, key).close()


def test_a_damaged_record_is_told_and_nothing_is_lost(closed, tmp_path):
    source, contents, key = closed
    folder = estate.copied(source, tmp_path / "copy")
    (folder / "private.record").write_bytes(b"\x07" * 1024)
    refused(folder, key, InDoubt, "small record beside the library can't be read")
    library = Library.open(folder / estate.NAME, key, accept_doubt=True)
    assert estate.look(library, contents).is_whole
    library.close()
    assert KeyFile.read(folder / "private.keys").has_passphrase
