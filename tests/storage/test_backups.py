"""Backups: made of a whole library only, thinned, checked, opened, and put back."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage import backups
from app.storage.backups import (
    backups_of,
    keepers,
    make_backup,
    restore_backup,
    share_keys,
)
from app.storage.errors import Damaged
from app.storage.examining import examine
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.sealing import Argon
from app.storage.store import Keys
from tests.faults import estate
from tests.storage import people

NOW = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def home(tmp_path):
    contents, key = estate.build(tmp_path / "home")
    return tmp_path / "home" / estate.NAME, contents, Keys.of(key), key


def write(path, key, text, uid="new"):
    library = Library.open(path, key)
    library.apply(people.step(people.an_entry(text, uid=uid)))
    library.close()


def break_page(path, number=6):
    with path.open("r+b") as file:
        file.seek(4096 * number + 700)
        file.write(b"\xff\x00\xff\x00")


def test_a_backup_holds_everything_and_opens_like_any_library(home):
    path, contents, keys, key = home
    made = make_backup(path, keys, now=NOW)
    assert [one.at for one in backups_of(path)] == [NOW]
    assert made is not None
    assert made.size == made.path.stat().st_size
    assert examine(made.path, keys, deep=True) == []
    library = Library.open(made.path, key, read_only=True)
    assert estate.look(library, contents).is_whole
    library.close()
    file = KeyFile.read(made.path.with_suffix(".keys"))
    assert file.unlock_passphrase(estate.PASSPHRASE) == key


def test_it_can_be_made_while_the_person_goes_on_writing(home):
    path, _, keys, key = home
    library = Library.open(path, key)
    library.apply(people.step(people.an_entry("in the WAL only", uid="late")))
    made = make_backup(path, keys, now=NOW)
    library.apply(people.step(people.an_entry("afterwards", uid="later")))
    assert library.check() == []
    library.close()
    copy = Library.open(made.path, key, read_only=True)
    assert copy.load_entry("late")["late"].text == "in the WAL only"
    with pytest.raises(KeyError):
        copy.load_entry("later")
    copy.close()


def test_only_when_something_changed_and_not_too_often(home):
    path, _, keys, key = home
    assert make_backup(path, keys, now=NOW) is not None
    assert make_backup(path, keys, now=NOW + DAY) is None
    write(path, key, "changed")
    assert make_backup(path, keys, now=NOW + timedelta(minutes=5)) is None
    assert make_backup(path, keys, now=NOW + DAY) is not None
    assert len(backups_of(path)) == 2


@pytest.mark.faults
def test_a_broken_library_never_pushes_out_a_good_backup(home):
    path, _, keys, key = home
    for number in range(3):
        write(path, key, f"day {number}")
        make_backup(path, keys, now=NOW + number * DAY)
    before = backups_of(path)
    write(path, key, "more")
    break_page(path)
    with pytest.raises(Damaged):
        make_backup(path, keys, now=NOW + 400 * DAY)
    assert backups_of(path) == before
    assert not list((path.parent / backups.FOLDER).glob("*unfinished*"))


@pytest.mark.faults
def test_a_backup_that_was_damaged_later_is_found(home):
    path, _, keys, _ = home
    made = make_backup(path, keys, now=NOW)
    break_page(made.path)
    assert "pages" in {finding.code for finding in examine(made.path, keys)}
    before = path.read_bytes()
    with pytest.raises(Damaged, match="Nothing was changed"):
        restore_backup(made, path, keys, now=NOW)
    assert path.read_bytes() == before


def test_restoring_keeps_what_was_there_aside(home):
    path, contents, keys, key = home
    made = make_backup(path, keys, now=NOW)
    write(path, key, "written after the backup")
    kept = restore_backup(made, path, keys, now=NOW)
    library = Library.open(path, key)
    assert estate.look(library, contents).is_whole
    with pytest.raises(KeyError):
        library.load_entry("new")
    assert library.check(deep=True) == []
    library.close()
    aside = Library.open(kept / path.name, key, read_only=True)
    assert aside.load_entry("new")["new"].text == "written after the backup"
    assert aside.check(deep=True) == []
    aside.close()


def test_restoring_with_a_new_passphrase_leaves_the_new_passphrase(home):
    path, _, keys, key = home
    made = make_backup(path, keys, now=NOW)
    KeyFile.read(path.with_suffix(".keys")).change_passphrase(key, "newer", argon=Argon(1, 64))
    restore_backup(made, path, keys, now=NOW)
    assert KeyFile.read(path.with_suffix(".keys")).unlock_passphrase("newer") == key


def test_a_lost_key_file_comes_back_from_the_backup(home):
    path, _, keys, key = home
    made = make_backup(path, keys, now=NOW)
    for name in ("private.keys", "private.keys.prev"):
        (path.parent / name).write_bytes(b"gone")
    restore_backup(made, path, keys, now=NOW)
    assert KeyFile.read(path.with_suffix(".keys")).unlock_passphrase(estate.PASSPHRASE) == key


def test_a_new_passphrase_can_be_given_to_the_backups_too(home):
    path, _, keys, key = home
    made = make_backup(path, keys, now=NOW)
    KeyFile.read(path.with_suffix(".keys")).change_passphrase(key, "newer", argon=Argon(1, 64))
    old = KeyFile.read(made.path.with_suffix(".keys"))
    assert old.unlock_passphrase(estate.PASSPHRASE) == key
    assert share_keys(path) == 1
    assert KeyFile.read(made.path.with_suffix(".keys")).unlock_passphrase("newer") == key


def test_what_is_newer_than_the_backup_is_salvaged_from_a_broken_library(home):
    path, contents, keys, key = home
    made = make_backup(path, keys, now=NOW)
    library = Library.open(path, key)
    newer = [people.an_entry(f"newer {number} " * 90, uid=f"n{number}") for number in range(30)]
    for entry in newer:
        library.apply(people.step(entry))
    rewritten = people.an_entry("rewritten since", uid=contents.entries[0])
    library.apply(people.step(rewritten))
    library.close()
    size = path.stat().st_size // 4096
    break_page(path, size - 10)
    kept = restore_backup(made, path, keys, now=NOW)
    library = Library.open(path, key)
    counts = library.salvage(kept / path.name)
    shown = estate.look(library, contents)
    assert shown.newest == len(contents.versions) + len(contents.tiles) - 1
    assert library.load_entry(rewritten.uid)[rewritten.uid] == rewritten
    found = [entry for entry in newer if _is_there(library, entry)]
    assert len(found) >= 25
    assert counts.taken >= len(found)
    assert library.check(deep=True) == []
    assert len(library.entry_summaries(query="newer", limit=99)) == len(found)
    library.close()


def _is_there(library, entry) -> bool:
    try:
        return library.load_entry(entry.uid)[entry.uid] == entry
    except KeyError:
        return False


def test_salvaging_an_older_file_brings_nothing_old_back(home, tmp_path):
    path, contents, _, key = home
    older = tmp_path / "older.library"
    shutil.copy2(path, older)
    write(path, key, "rewritten", uid=contents.entries[0])
    library = Library.open(path, key)
    assert library.salvage(older).taken == 0
    assert library.load_entry(contents.entries[0])[contents.entries[0]].text == "rewritten"
    library.close()


@given(
    hours=st.lists(st.integers(0, 24 * 800), unique=True, max_size=120),
)
def test_thinning_keeps_the_newest_and_one_of_every_day_week_and_month(hours):
    times = sorted((NOW - timedelta(hours=hour) for hour in hours), reverse=True)
    kept = keepers(times, now=NOW)
    assert set(times[:2]) <= kept <= set(times)
    assert len(kept) <= 2 + 7 + 4 + 12
    for form, count in (("%Y-%m-%d", 7), ("%G-%V", 4), ("%Y-%m", 12)):
        wanted = list(dict.fromkeys(at.strftime(form) for at in times))[:count]
        assert set(wanted) <= {at.strftime(form) for at in kept}


@given(hours=st.lists(st.integers(0, 24 * 800), unique=True, max_size=60))
def test_thinning_twice_is_thinning_once(hours):
    times = [NOW - timedelta(hours=hour) for hour in hours]
    kept = keepers(times, now=NOW)
    assert keepers(kept, now=NOW) == kept


def test_a_backup_cut_off_by_a_crash_is_cleared_away_and_not_offered(home):
    path, _, keys, _ = home
    half = path.parent / backups.FOLDER / "2026-05-16T00-00-00Z.unfinished"
    half.mkdir(parents=True)
    (half / path.name).write_bytes(b"half")
    assert backups_of(path) == ()
    make_backup(path, keys, now=NOW)
    assert not half.exists()
    assert len(backups_of(path)) == 1
