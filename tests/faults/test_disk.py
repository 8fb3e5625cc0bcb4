"""The disk is full, read-only, or gone; the clock goes back: told, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.services.library import Vault
from app.storage.errors import CannotWrite, InDoubt, Missing
from app.storage.library import Library
from app.storage.sealing import Argon
from tests.storage import people

pytestmark = pytest.mark.faults
KEY = bytes(range(32))
NOBODY = 65534


@pytest.fixture
def path(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home" / "private.library"


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Root may write everywhere; nobody may not."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_full_disk_is_told_and_what_was_saved_stays(path):
    library = Library.create(path, KEY)
    first = people.an_entry("saved before")
    library.apply(people.step(first))
    run = library._database.conn.execute
    (pages,) = run("PRAGMA page_count").fetchone()
    run(f"PRAGMA max_page_count = {pages}")
    second = people.step(people.an_entry("z" * 200_000, uid="second"))
    with pytest.raises(CannotWrite, match=r"disk is full.*still here.*make some room"):
        library.apply(second)
    assert library.load_entry(first.uid) == {first.uid: first}
    library.apply(second)
    assert library.check(deep=True) == []
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_disk_that_refuses_in_the_middle_of_a_write_leaves_the_step_before(path):
    import resource

    library = Library.create(path, KEY)
    first = people.an_entry("saved before")
    library.apply(people.step(first))
    step = people.step(people.an_entry("q" * 900_000, uid="second"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(CannotWrite, match="still here"):
            library.apply(step)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    library.apply(step)
    assert library.check(deep=True) == []
    library.close()
    again = Library.open(path, KEY)
    assert len(again.entry_summaries()) == 2
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_that_may_not_be_written_to_opens_for_reading_and_says_so():
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o755)
        vault = Vault(home / "profiles", argon=Argon(1, 64))
        created = vault.create(passphrase="x").result(20)
        created.service.save(people.step(people.an_entry("kept", uid="e"))).result(10)
        created.service.close()
        folder = home / "profiles" / created.profile
        with as_nobody(home):
            folder.chmod(0o500)
            service = vault.open_with_passphrase(created.profile, "x").result(20)
            assert service.is_read_only
            assert "may not be written to" in str(service.notice)
            kept = service.submit(lambda library: library.load_entry("e")).result(10)
            service.close()
            folder.chmod(0o700)
        vault.close()
    assert kept["e"].text == "kept"


def test_a_drive_that_is_pulled_is_told_and_saving_goes_on_when_it_is_back(path):
    library = Library.create(path, KEY)
    library.apply(people.step(people.an_entry("before", uid="before")))
    away = path.parent.with_name("pulled")
    path.parent.rename(away)
    step = people.step(people.an_entry("while it was gone", uid="gone"))
    with pytest.raises(Missing, match="another drive"):
        library.apply(step)
    away.rename(path.parent)
    library.apply(step)
    library.close()
    again = Library.open(path, KEY)
    assert set(again.load_entry("before")) | set(again.load_entry("gone")) == {"before", "gone"}
    again.close()


def test_a_drive_that_comes_back_as_another_copy_is_written_to_as_what_it_is(path):
    library = Library.create(path, KEY)
    library.apply(people.step(people.an_entry("before")))
    away = path.parent.with_name("pulled")
    shutil.copytree(path.parent, away)
    shutil.rmtree(path.parent)
    with pytest.raises(Missing):
        library.apply(people.step(people.an_entry("gone")))
    away.rename(path.parent)
    library.apply(people.step(people.an_entry("after", uid="after")))
    library.close()
    again = Library.open(path, KEY)
    assert len(again.entry_summaries()) == 2
    assert again.check(deep=True) == []
    again.close()


def test_a_library_swapped_for_an_older_one_while_open_is_not_written_to(path, tmp_path):
    library = Library.create(path, KEY)
    library.apply(people.step(people.an_entry("one")))
    library.close()
    older = path.read_bytes()
    library = Library.open(path, KEY)
    library.apply(people.step(people.an_entry("two")))
    path.unlink()
    path.write_bytes(older)
    path.with_name("private.library-wal").unlink()
    with pytest.raises(InDoubt, match="1 saved changes are not in this file"):
        library.apply(people.step(people.an_entry("three")))
    library.close()
    assert path.read_bytes() == older


def test_a_clock_that_goes_back_loses_and_mixes_up_nothing(path):
    times = iter([datetime(2026, 5, 17, tzinfo=UTC) - timedelta(days=k * k) for k in range(40)])
    library = Library.create(path, KEY, now=lambda: next(times))
    entries = [people.an_entry(f"page {number}") for number in range(5)]
    for entry in entries:
        library.apply(people.step(entry))
    work, layer = people.a_work()
    library.apply(people.step(work, layer))
    library.close()
    again = Library.open(path, KEY, now=lambda: datetime(1999, 1, 1, tzinfo=UTC))
    again.apply(people.step(people.an_entry("in the past")))
    assert len(again.entry_summaries()) == 6
    assert again.check(deep=True) == []
    again.close()
