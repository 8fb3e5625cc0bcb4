"""What was kept aside: listed with its date and size, and erased when the person says so."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.storage.aside import erase_kept, keep_aside, kept_beside, move_aside
from app.storage.errors import CannotWrite
from app.storage.progress import Progress
from tests.faults import estate

NOW = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    estate.build(tmp_path / "home")
    return tmp_path / "home" / estate.NAME


def test_nothing_kept_aside_is_nothing(path):
    assert kept_beside(path) == ()


def test_the_newest_stands_first_with_its_time_and_size(path):
    keep_aside(path, now=NOW.astimezone(timezone(timedelta(hours=8))))
    keep_aside(path, now=NOW)
    later = keep_aside(path, now=NOW + timedelta(days=1))
    (path.parent / "kept-aside" / "something else").mkdir()
    found = kept_beside(path)
    assert [one.at for one in found] == [NOW + timedelta(days=1), NOW, NOW]
    assert found[0].folder == later
    sizes = (path.with_suffix(end).stat().st_size for end in (".library", ".record", ".keys"))
    assert found[0].size == sum(sizes)


def test_erasing_overwrites_the_bytes_and_takes_the_folder_away(path):
    kept = keep_aside(path, now=NOW)
    before = path.read_bytes()
    steps = []
    with (kept / path.name).open("rb") as file:
        erase_kept(kept_beside(path)[0], Progress(lambda done, _: steps.append(done)))
        assert not any(file.read())
    assert not kept.exists()
    assert kept_beside(path) == ()
    assert path.read_bytes() == before
    assert steps[-1] == 1000


def test_a_second_name_of_the_library_itself_is_taken_away_and_the_library_stays(path):
    before = path.read_bytes()
    move_aside(path, now=NOW)
    erase_kept(kept_beside(path)[0], Progress())
    assert path.read_bytes() == before
    assert path.with_suffix(".keys").read_bytes()


def test_where_the_disk_refuses_it_is_told(path):
    keep_aside(path, now=NOW)
    (kept,) = kept_beside(path)
    shutil.rmtree(kept.folder)
    with pytest.raises(CannotWrite, match="check that the drive is connected"):
        erase_kept(kept, Progress())
